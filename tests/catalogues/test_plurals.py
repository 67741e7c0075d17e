"""Six forms in Arabic, in CLDR's order, which is not the one that Babel writes (page 3 §5.2, page 6 §3)."""

import gettext
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from deploy import catalogues

PINNED = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"
ARABIC = {0: 0, 1: 1, 2: 2, 3: 3, 10: 3, 11: 4, 99: 4, 100: 5, 102: 5, 103: 3, 111: 4, 200: 5, 1003: 3}
FRENCH = {0: 0, 1: 0, 2: 1, 11: 1, 100: 1, 1_000_000: 1}
COUNTED = ("%(num)d participant", "%(num)d participants")
FORMS = (
    "لا مشاركين",
    "مشارك واحد",
    "مشاركان",
    "%(num)d مشاركين",
    "%(num)d مشاركا",
    "%(num)d مشارك",
)
PARTICIPANTS = {
    0: "لا مشاركين",
    1: "مشارك واحد",
    2: "مشاركان",
    3: "3 مشاركين",
    10: "10 مشاركين",
    11: "11 مشاركا",
    99: "99 مشاركا",
    100: "100 مشارك",
    102: "102 مشارك",
    103: "103 مشاركين",
    111: "111 مشاركا",
}


def rule(locale: str) -> str:
    """The expression in the header of the file itself."""
    text = catalogues.path(locale).read_text()
    header = next(line for line in text.splitlines() if line.startswith('"Plural-Forms: '))
    return header.removeprefix('"Plural-Forms: ').removesuffix('\\n"')


def test_the_arabic_header_is_pinned() -> None:
    assert rule("ar") == PINNED


@pytest.mark.parametrize(("locale", "expected"), [("ar", ARABIC), ("fr", FRENCH)])
def test_a_number_chooses_its_form(locale: str, expected: dict[int, int]) -> None:
    chosen = gettext.c2py(rule(locale).partition("plural=")[2])
    assert {number: chosen(number) for number in expected} == expected


def test_participants_are_counted_as_a_reader_expects(tmp_path: Path) -> None:
    """The row of page 6 §3, written and compiled as our catalogues are."""
    catalog = Catalog(locale="ar")
    catalog.add(COUNTED, FORMS)
    source = catalogues.written(catalog, "ar")
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source.encode()), locale="ar"))
    compiled.seek(0)
    words = gettext.GNUTranslations(compiled)
    assert {n: words.ngettext(*COUNTED, n) % {"num": n} for n in PARTICIPANTS} == PARTICIPANTS


def test_the_application_counts_participants_in_the_same_words() -> None:
    held = catalogues.kept("ar").get(COUNTED[0])
    assert held is None or tuple(held.string or ()) == FORMS
