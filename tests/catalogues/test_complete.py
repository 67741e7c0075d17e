"""Each catalogue says everything the source asks for, and nothing else."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message

from deploy import catalogues

LOCALES = ["ar", "fr"]
NAMED = re.compile(r"%\((\w+)\)[sd]")
POSITIONAL = re.compile(r"%(?![(%])[-#0-9. +]*[a-zA-Z]|\{\d*\}")

Key = tuple[str | None, str | tuple[str, ...]]


@pytest.fixture(scope="module")
def source() -> Catalog:
    return catalogues.extracted()


def keyed(catalog: Catalog) -> dict[Key, Message]:
    return {(message.context, _id(message)): message for message in catalog if message.id}


def forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def test_the_source_is_read(source: Catalog) -> None:
    assert len(source) > 50


@pytest.mark.parametrize("locale", LOCALES)
def test_no_string_lacks_its_place_and_none_is_left_over(locale: str, source: Catalog) -> None:
    wanted, held = keyed(source).keys(), keyed(catalogues.kept(locale)).keys()
    assert {"missing": sorted(map(str, wanted - held)), "unused": sorted(map(str, held - wanted))} == {
        "missing": [],
        "unused": [],
    }


@pytest.mark.parametrize("locale", LOCALES)
def test_every_form_is_translated_and_none_is_fuzzy(locale: str) -> None:
    catalog = catalogues.kept(locale)
    count = {"ar": 6, "fr": 2}[locale]
    for key, message in keyed(catalog).items():
        assert not message.fuzzy, key
        assert len(forms(message)) == (count if message.pluralizable else 1), key
        assert all(form.strip() for form in forms(message)), key


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_is_kept_for_a_string_that_is_gone(locale: str) -> None:
    assert dict(catalogues.kept(locale).obsolete) == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_placeholders_are_those_of_the_source(locale: str) -> None:
    assert list(_with_wrong_placeholders(catalogues.kept(locale))) == []


def test_placeholders_have_names(source: Catalog) -> None:
    strings = [one for key in keyed(source) for one in ([key[1]] if isinstance(key[1], str) else key[1])]
    assert [string for string in strings if POSITIONAL.search(NAMED.sub("", string))] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_catalogue_is_written_as_the_command_writes_it(locale: str) -> None:
    held = catalogues.kept(locale)
    assert catalogues.path(locale).read_text() == catalogues.written(held, locale)


def _id(message: Message) -> str | tuple[str, ...]:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def _with_wrong_placeholders(catalog: Catalog) -> Iterator[tuple[Key, str]]:
    """The forms for none, one and two may leave the number out; no form may invent a placeholder."""
    for key, message in keyed(catalog).items():
        ids = [key[1]] if isinstance(key[1], str) else list(key[1])
        wanted = set(NAMED.findall(ids[-1]))
        for place, form in enumerate(forms(message)):
            silent = {"num"} if message.pluralizable and place < catalog.num_plurals - 1 else set()
            spare = silent if place < 3 else set()
            if not wanted - spare <= set(NAMED.findall(form)) <= wanted:
                yield key, form
