"""Calendar entries, read back by a reader of their own kind and by the rules of RFC 5545."""

from datetime import UTC, date, datetime

import icalendar
import pytest

from app.platform.calendar import Entry, ics

ARABIC = "المناظرة الوطنية للمجتمع المدني، أية مقاربة مجتمعية للتصدي للظاهرة المتنامية؛ " * 3


def lines(file: bytes) -> list[bytes]:
    """The unfolded lines, by the rule itself: a line end before a space or a tab is no line end."""
    assert file.endswith(b"\r\n")
    return file.replace(b"\r\n ", b"").replace(b"\r\n\t", b"").split(b"\r\n")[:-1]


def only(file: bytes) -> icalendar.Event:
    (event,) = icalendar.Calendar.from_ical(file).walk("VEVENT")
    return event


def test_whole_days_end_on_the_day_after_the_last() -> None:
    entry = Entry("a", 3, "Assises", date(2026, 12, 31), date(2026, 12, 31), place="Ifrane; salle A, étage 1")
    event = only(ics([entry], name="Assises", locale="fr"))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 12, 31), date(2027, 1, 1))
    assert (str(event["uid"]), event["sequence"]) == ("a", 3)
    assert str(event["location"]) == "Ifrane; salle A, étage 1"
    assert event["summary"].params["LANGUAGE"] == "fr"


def test_moments_are_in_utc() -> None:
    begin, end = datetime(2026, 12, 4, 7, 30, tzinfo=UTC), datetime(2026, 12, 4, 17, tzinfo=UTC)
    file = ics([Entry("a", 1, "Assises", begin, end)], name="Assises", locale="fr")
    assert b"DTSTART:20261204T073000Z" in lines(file)
    assert b"DTEND:20261204T170000Z" in lines(file)


@pytest.mark.parametrize(
    "title", [ARABIC, "é" * 200, "a" * 74 + "ع" * 40, "قصير", "deux\nlignes, et \\ plus"]
)
def test_no_line_is_longer_than_75_octets_and_no_letter_is_cut(title: str) -> None:
    file = ics([Entry("a", 1, title, date(2026, 1, 1), date(2026, 1, 2))], name=title, locale="ar")
    physical = file.split(b"\r\n")
    assert max(map(len, physical)) <= 75
    for line in physical:
        line.decode()
    assert str(only(file)["summary"]) == title
    unfolded = b"\r\n".join(lines(file)).decode()
    escaped = title.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")
    assert f"SUMMARY;LANGUAGE=ar:{escaped}" in unfolded


def test_what_is_typed_adds_no_line_of_its_own() -> None:
    entry = Entry("a", 1, "x\r\nATTENDEE:mailto:x@example.org", date(2026, 1, 1), date(2026, 1, 1))
    assert not any(
        line.startswith(b"ATTENDEE") for line in lines(ics([entry], name="x\r\nX-A:b", locale="fr"))
    )
    assert not any(line.startswith(b"X-A") for line in lines(ics([entry], name="x\r\nX-A:b", locale="fr")))
