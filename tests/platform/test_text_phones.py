"""A phone number finds the stored one, however it is typed."""

import pytest

from app.platform.text import search_key, search_words

STORED = "+212612345678"


def finds(query: str, *texts: str) -> bool:
    key = search_key(texts or (STORED,))
    return all(word in key for word in search_words(query))


@pytest.mark.parametrize(
    "typed",
    [
        "+212612345678",
        "+212 6 12 34 56 78",
        "+212 (0)6 12 34 56 78",
        "00212612345678",
        "00 212 612-345678",
        "0612345678",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "06-12-34-56-78",
        "(06) 12 34 56 78",
        "06\u00a012\u00a034\u00a056\u00a078",
        "٠٦١٢٣٤٥٦٧٨",
        "٠٦ ١٢ ٣٤ ٥٦ ٧٨",
        "+٢١٢٦١٢٣٤٥٦٧٨",
        "\u202a+212 612 345 678\u202c",
        "\u2066+212612345678\u2069",
        "0612",
        "06 12",
        "٠٦١٢",
        "612345678",
    ],
)
def test_the_stored_number_is_found(typed: str) -> None:
    assert finds(typed)


@pytest.mark.parametrize("typed", ["0612345679", "06 34 56 12 78", "+33612345678", "0512345678"])
def test_another_number_does_not_find_it(typed: str) -> None:
    assert not finds(typed)


@pytest.mark.parametrize(
    "typed", ["0612345678 khadija 482915", "خديجة 06 12 34 56 78 482915", "482 915 khadija"]
)
def test_a_number_stands_among_other_words(typed: str) -> None:
    assert finds(typed, "خديجة", "Khadija", "482915", STORED)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("0", ["0"]),
        ("00", ["00"]),
        ("0 0", ["0", "0"]),
        ("2019 2022", ["2019", "2022"]),
        ("+", []),
        ("a06b", ["a06b"]),
    ],
)
def test_what_is_no_number_stays_as_it_is(typed: str, words: list[str]) -> None:
    assert search_words(typed) == words


def test_foreign_numbers_are_found_with_their_country() -> None:
    assert finds("+33 1 23 45 67 89", "+33123456789")
    assert finds("0033123456789", "+33123456789")
