"""What is held about a person, in words: for the page, for the document, and for machines."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from app.people.rights import Part
from app.people.rights_rows import Right
from app.platform import clock
from app.platform.i18n import _, current, day, direction, lazy_context, locales, using
from app.platform.text import Translated
from app.ui.forms import shown_phone

_E164 = re.compile(r"\+[0-9]{8,15}")
RIGHT_WORDS = {
    Right.ACCESS: lazy_context("right", "Access to the data"),
    Right.RECTIFICATION: lazy_context("right", "Rectification"),
    Right.OBJECTION: lazy_context("right", "Objection"),
    Right.ERASURE: lazy_context("right", "Erasure"),
}


class Fact(NamedTuple):
    """A label, the value in the reader's language, and the direction in which the value runs."""

    label: str
    text: str
    way: str


class Told(NamedTuple):
    """What a table holds: its name, the facts of each row, what erasing leaves of them, why some stay."""

    label: str
    rows: list[list[Fact]]
    erased: int
    ends: str
    kept: list[str]


def told(parts: Iterable[Part]) -> list[Told]:
    """Each table in the reader's language."""
    return [_table(part) for part in parts]


def for_machines(parts: Iterable[Part]) -> list[dict[str, Any]]:
    """Each table as JSON values: labels and words in each language, moments in ISO 8601."""
    return [
        {
            "table": part.record.table,
            "label": _each(part.record.label),
            "rows": [
                [{"label": _each(label), "value": _plain(value)} for label, value in _stated(part, row)]
                for row in part.rows
            ],
        }
        for part in parts
    ]


def _table(part: Part) -> Told:
    reasons = [str(part.record.kept(row)) for row in part.rows]
    return Told(
        str(part.record.label),
        [[_fact(label, value) for label, value in _stated(part, row)] for row in part.rows],
        reasons.count(""),
        str(part.record.ends),
        list(dict.fromkeys(filter(None, reasons))),
    )


def _stated(part: Part, row: Any) -> Iterable[tuple[Any, Any]]:
    found: Mapping[Any, Any] = part.record.told(row)
    return [(label, value) for label, value in found.items() if value]


def _fact(label: Any, value: Any) -> Fact:
    if isinstance(value, Translated):
        return Fact(str(label), value.said(), direction(value.spoken()))
    if isinstance(value, datetime):
        moment = clock.local(value)
        value = _("%(first)s, %(second)s", first=day(moment), second=f"{moment:%H:%M}")
        return Fact(str(label), str(value), direction(current()))
    text = day(value) if isinstance(value, date) else str(value)
    if _E164.fullmatch(text):
        text = shown_phone(text)
    return Fact(str(label), text, _way(text))


def _way(text: str) -> str:
    strong = next((one for one in map(unicodedata.bidirectional, text) if one in ("L", "R", "AL")), "L")
    return "ltr" if strong == "L" else "rtl"


def _plain(value: Any) -> Any:
    if isinstance(value, Translated):
        return dict(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, str) else _each(value)


def _each(words: Any) -> dict[str, str]:
    found = {}
    for locale in locales():
        with using(locale):
            found[locale] = str(words)
    return found
