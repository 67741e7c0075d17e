"""An entry as people read it: the act, what stood before and after, what else is told, each in words."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from app.audit import ports
from app.audit.labels import FIELD_WORDS, SUBJECT_WORDS
from app.audit.models import Entry
from app.audit.words import ACT_WORDS
from app.platform import clock
from app.platform.i18n import _, day, language_name, listing

LONGEST = 240
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")


@dataclass(frozen=True, slots=True)
class Line:
    """`position`: the number in the chain, None while it waits for one. `changes`: label, before, after."""

    entry: Entry
    position: int | None
    act: str
    subject: str
    changes: list[tuple[str, str, str]]
    details: list[tuple[str, str]]

    @property
    def erased(self) -> bool:
        return self.entry.salt is None

    @property
    def changed_nothing(self) -> bool:
        return not self.changes and (self.entry.details or {}).get("changes") == {}


def told(rows: Iterable[Any]) -> list[Line]:
    """The lines of (entry, number in the chain), in the reader's language."""
    # The same words come again on most lines, and looking one up costs more than all else.
    words = _Words(cache(_act), cache(_subject), cache(label), lru_cache(None, typed=True)(said))
    return [_line(entry, position, words) for entry, position in rows]


@dataclass(frozen=True, slots=True)
class _Words:
    act: Callable[[str], str]
    subject: Callable[[str], str]
    label: Callable[[str], str]
    plain: Callable[[str, str, Any], str]

    def said(self, kind: str, field: str, value: Any) -> str:
        return said(kind, field, value) if isinstance(value, dict | list) else self.plain(kind, field, value)


def _line(entry: Entry, position: int | None, words: _Words) -> Line:
    kind = entry.subject_kind
    details = dict(entry.details) if isinstance(entry.details, dict) else {}
    changes = [
        (words.label(key), words.said(kind, key, pair[0]), words.said(kind, key, pair[1]))
        for key, pair in details.pop("changes", {}).items()
    ]
    if details.get("page") == 1:
        del details["page"]  # the first page is what "read" means
    told = [(words.label(key), words.said(kind, key, value)) for key, value in details.items()]
    return Line(entry, position, words.act(entry.act), words.subject(kind), changes, told)


def _act(act: str) -> str:
    return str(ACT_WORDS.get(act, act))


def _subject(kind: str) -> str:
    return str(SUBJECT_WORDS.get(kind, kind))


def label(key: str) -> str:
    """A field, and the language of its text: "title.fr" → « Titre (Français) »."""
    field, _dot, locale = key.partition(".")
    named = str(FIELD_WORDS.get(field, field))
    return f"{named} ({language_name(locale)})" if locale else named


def said(kind: str, field: str, value: Any) -> str:
    """A value of a field in words; a long text is cut."""
    words = ports.values.get((kind, field))
    if words and value in words:
        return str(words[value])
    if value is None or value == "":
        return str(_("not stated"))
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return listing([str(FIELD_WORDS.get(one, one)) for one in value] if field == "fields" else value)
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False)
    text = _moment(str(value))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _moment(text: str) -> str:
    """A day or a moment in words; any other text as it is."""
    try:
        if _DAY.fullmatch(text):
            return day(datetime.fromisoformat(text))
        if _MOMENT.fullmatch(text):
            moment = datetime.fromisoformat(text)
            first, second = day(clock.local(moment)), f"{clock.local(moment):%H:%M}"
            return str(_("%(first)s, %(second)s", first=first, second=second))
    except ValueError:
        pass
    return text
