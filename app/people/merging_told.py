"""A merge in words: what moves, what would stand twice, what the rows say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

import sqlalchemy as sa

from app.people import ports
from app.people.merge_rows import Merge, Pair
from app.people.merging_fields import MODELS, Field, Row
from app.people.merging_schema import pointers, standing_twice
from app.people.models import Organisation
from app.people.words import CIVILITY_WORDS, DEGREE_WORDS, GENDER_WORDS, KIND_WORDS
from app.platform.db import db
from app.platform.i18n import _, day, language_name, lazy, listing
from app.platform.text import Translated
from app.ui.forms import shown_phone

NAMES = ("given_ar", "family_ar", "given_latin", "family_latin")
_WORDS: Mapping[Any, Any] = {**KIND_WORDS, **CIVILITY_WORDS, **DEGREE_WORDS, **GENDER_WORDS}

_REASONS = {
    "name": lazy("the name"),
    "mail": lazy("the e-mail"),
    "phone": lazy("the phone"),
    "organisation": lazy("the organisation"),
    "acronym": lazy("the acronym"),
    "city": lazy("the city"),
}


@dataclass(frozen=True)
class Preview:
    """What will move from the row that goes, and what both have and is kept once, in words; `held`: how many
    rows point at the one that is kept already.
    """

    moves: list[str]
    twice: list[str]
    held: int
    count: int


def preview(kept: Row, gone: Row) -> Preview:
    """What a merge would do now."""
    moves, twice = dict[str, int](), dict[str, int]()
    held = 0
    for pointer in pointers(type(kept)):
        count = sa.select(sa.func.count()).select_from(pointer.table)
        pointing = db.session.scalar(count.where(pointer.column == gone.id)) or 0
        held += db.session.scalar(count.where(pointer.column == kept.id)) or 0
        twice[pointer.name] = len(standing_twice(pointer, kept.id, gone.id)) if pointing else 0
        moves[pointer.name] = pointing - twice[pointer.name]
    return Preview(in_words(moves), in_words(twice), held, sum(moves.values()) + sum(twice.values()))


def in_words(counts: Mapping[str, int]) -> list[str]:
    """«3 parts in sessions», by "table.column"; nothing for none."""
    return [ports.moved[_pair(name)](count) for name, count in counts.items() if count]


def _pair(name: str) -> tuple[str, str]:
    table, column = name.split(".")
    return table, column


def reasons(pair: Pair) -> str:
    """What speaks for two rows being one: «the name, the mail and the phone»."""
    return listing([str(_REASONS[one]) for one in pair.because if one in _REASONS])


def name_before(merge: Merge, kept: Row) -> Translated:
    """What the one that was kept was called before the merge, whatever name it took from the other."""
    columns = ("name",) if isinstance(kept, Organisation) else ("printed", *NAMES)
    held = {name: merge.filled[name][0] if name in merge.filled else getattr(kept, name) for name in columns}
    return Translated(MODELS[merge.sort](**held).name)


def organisation_names(rows: Iterable[Row]) -> dict[int, Translated]:
    """The names of the organisations that these rows refer to."""
    columns = ("organisation_id", "took_over_from_id", "parent_id")
    wanted = {getattr(row, name, None) for row in rows for name in columns} - {None}
    found = db.session.execute(
        sa.select(Organisation.id, Organisation.name).where(Organisation.id.in_(wanted))
    )
    return {row.id: Translated(row.name) for row in found}


def lines(field: Field, values: list[Any], names: Mapping[int, Translated]) -> list[str]:
    """What a row says in a field, a line for each text; none when it says nothing."""
    if field.picture:
        return [_("A picture")] if values[0] else []
    if field.key in ("arabic", "latin"):
        return [" ".join(filter(None, values))] if any(values) else []
    return [line for value in values for line in _lines(field.key, value, names)]


def _lines(key: str, value: Any, names: Mapping[int, Translated]) -> list[str]:
    if not value:
        return []
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    if isinstance(value, Translated):
        return [text for text in value.values() if text]
    if isinstance(value, int):
        return [names[value].said()] if value in names else []
    if isinstance(value, Enum):
        return [str(_WORDS[value])]
    if isinstance(value, date):
        return [_("since %(day)s", day=day(value))]
    return [_plain(key, value)]


def _plain(key: str, value: str) -> str:
    if key == "phone":
        return shown_phone(value)
    return language_name(value) if key == "locale" else value


def _texts(one: Mapping[str, Any]) -> list[str]:
    """The texts of an earlier name or of a source."""
    titles = one.get("title") or {key: one.get(key) for key in ("ar", "fr")}
    return [text for text in titles.values() if text] if isinstance(titles, dict) else [str(titles)]
