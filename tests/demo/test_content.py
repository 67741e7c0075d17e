"""What the content may say, and how it is written."""

import json
import re
from collections.abc import Iterator
from typing import Any

import phonenumbers

from app.demo.content import DATA, day, read, sources

FILES = sorted(path.stem for path in DATA.glob("*.json"))
ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u064a ]+")
LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ’' -]+")


def texts(content: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a content with the key it stands under."""
    if isinstance(content, dict):
        for name, value in content.items():
            yield from texts(value, name)
    elif isinstance(content, list):
        for value in content:
            yield from texts(value, key)
    elif isinstance(content, str):
        yield key, content


def written(language: str) -> list[str]:
    keys = {language, f"note_{language}"}
    return [text for name in FILES for key, text in texts(read(name)) if key in keys and text]


def test_every_french_text_has_its_no_break_spaces_and_curved_apostrophes() -> None:
    assert [
        text for text in written("fr") if re.search(r" [:;?!%»]|« |[^ ]»|'", text.replace("\u00a0»", ""))
    ] == []


def test_every_arabic_text_isolates_latin_words() -> None:
    outside = re.compile("\u2068[^\u2069]*\u2069")
    assert [text for text in written("ar") if re.search(r"[A-Za-z]", outside.sub("", text))] == []


def test_no_arabic_text_uses_a_word_kept_for_another_sense() -> None:
    kept = re.compile(r"(?<!\w)(?:ال)?(?:مسح|متابعة|استدعاء|إنذار|تنزيل|بيانات|هيأة|أوراش)(?!\w)")
    assert [text for text in written("ar") if kept.search(text)] == []


def test_every_bilingual_text_of_the_fictional_event_is_in_both_languages() -> None:
    lone = []

    def look(content: Any) -> None:
        if isinstance(content, dict):
            if ("ar" in content) != ("fr" in content):
                lone.append(content)
            for value in content.values():
                look(value)
        elif isinstance(content, list):
            for value in content:
                look(value)

    for name in ("live", "programme", "crowd", "sources"):
        look(read(name))
    assert lone == []


def test_only_what_a_source_names_as_partner_or_party_is_an_organisation() -> None:
    names = " ".join(one["name"]["ar"] for one in read("history")["organisations"])
    assert [
        word for word in ("الأمم المتحدة", "محمد السادس", "محمد الخامس", "الأجهزة الأمنية") if word in names
    ] == []


def test_the_sovereign_is_no_record() -> None:
    assert [
        name
        for name in FILES
        if re.search("جلالة|الملك|Majesté|\\bRoi\\b", json.dumps(read(name), ensure_ascii=False))
    ] == []


def test_sources_carry_kind_title_date_and_note() -> None:
    made = sources([{"source": "s2", "note": {"ar": "ملاحظة", "fr": "remarque"}}])
    assert set(made[0]) == {"kind", "title", "date", "note"}
    assert made[0]["date"] == "2020-04-06"
    assert made[0]["note"] == {"ar": "ملاحظة", "fr": "remarque"}


def test_a_date_that_no_source_gives_is_none() -> None:
    assert day(None) is None


def test_no_phone_of_the_demonstration_is_a_number_in_use() -> None:
    numbers = [f"{read('crowd')['phone']}{n:05}" for n in range(1, 221)]
    parsed = [phonenumbers.parse(number) for number in numbers]
    assert [one for one in parsed if phonenumbers.is_valid_number(one)] == []
    assert [one for one in parsed if not phonenumbers.is_possible_number(one)] == []
