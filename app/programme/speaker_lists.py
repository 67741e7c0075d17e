"""The office's list of who has a part in a programme. It tells no mail and no phone: the directory does,
where they may be read.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.forums.models import Forum
from app.people import lists
from app.people.lists_columns import FUNCTIONS, NAMES
from app.people.models import Person
from app.people.scope import scope
from app.platform.clock import local
from app.platform.db import db
from app.platform.i18n import _, hour, lazy, lazy_context
from app.platform.i18n import day as in_words
from app.programme import speaker_parts, speaker_queries
from app.programme.models import PartFacts, Participation, Session, SessionFacts
from app.programme.speaker_rows import Availability, Speaker
from app.programme.words import ANSWER_WORDS, PART_WORDS
from app.ui.listing import Column, Filter, Listing, by_name

Parts = Mapping[int, Sequence[tuple[PartFacts, SessionFacts]]]


def speakers(forum: Forum, parts: Parts, *, all_presence: bool = False) -> Listing:
    """The list of one forum. `parts`: what each person does, as `speaker_parts.by_person` tells.
    `all_presence`: with the hours of presence of everybody, for the table.
    """
    hours = presence(forum.id) if all_presence else {}

    def kinds(row: Any) -> str:
        told = (str(PART_WORDS[part.part]) for part, _session in parts.get(row[0].id, ()))
        return " · ".join(dict.fromkeys(told))

    columns = (
        Column("name", lazy("Name"), lambda row: row[0].name, by_name(Person), exported=False),
        *(_of_person(column) for column in (*NAMES, *FUNCTIONS)),
        Column("organisation", lazy("Organisation"), lambda row: _organisation(row[0]), shown=False),
        Column("parts", lazy("Part"), kinds),
        Column("sessions", lazy("Sessions"), lambda row: " | ".join(titles(parts, row[0].id)), shown=False),
        Column("answer", lazy("Answer"), lambda row: ANSWER_WORDS[row[1].answer], lambda: Speaker.answer),
        Column(
            "asked",
            lazy("Asked on"),
            lambda row: row[1].asked_at,
            lambda: Speaker.asked_at,
            "moment",
            shown=False,
        ),
        Column("answered", lazy("Answered on"), lambda row: row[1].answered_at, kind="moment", shown=False),
        Column("known", lazy_context("column", "What is there"), lambda row: "", exported=False),
        Column("presence", lazy("Presence"), lambda row: " | ".join(hours.get(row[0].id, ())), shown=False),
        Column("answer_note", lazy("A word to the team"), lambda row: row[1].answer_note, shown=False),
    )
    return Listing("speakers", Person, columns, (_answers(), _parts(forum)), order="name")


def titles(parts: Parts, person_id: int) -> list[str]:
    """The sessions of a person, each once."""
    told = (speaker_parts.title(session) for _part, session in parts.get(person_id, ()))
    return list(dict.fromkeys(told))


def rows(forum: Forum, query: str) -> sa.Select[Any]:
    """(person, speaker) of everybody with a part; those whom the team does not know are found by what the
    public knows of them.
    """
    return (
        lists.seen(scope("people.list"), query)
        .add_columns(Speaker)
        .join(Speaker, sa.and_(Speaker.person_id == Person.id, Speaker.forum_id == forum.id))
        .where(speaker_queries.with_a_part(forum.id))
        .options(joinedload(Person.organisation))
    )


def presence(forum_id: int, *, person_ids: list[int] | None = None) -> dict[int, list[str]]:
    """The hours of presence in words, by person; who gave none is left out: there all the time."""
    found = sa.select(Availability).where(Availability.forum_id == forum_id)
    if person_ids is not None:
        found = found.where(Availability.person_id.in_(person_ids))
    told: dict[int, list[str]] = {}
    for one in db.session.scalars(found.order_by(Availability.starts_at, Availability.id)):
        told.setdefault(one.person_id, []).append(in_presence(one))
    return told


def in_presence(one: Availability) -> str:
    """«السبت 22 يونيو 2019، من 09:30 إلى 12:00», the whole day, from or until an hour."""
    begin, end = local(one.starts_at), local(one.ends_at)
    day, from_start, to_end = (
        in_words(begin.date()),
        not (begin.hour or begin.minute),
        not (end.hour or end.minute),
    )
    if from_start and to_end:
        return str(_("%(day)s, all day", day=day))
    if to_end:
        return str(_("%(day)s from %(begin)s", day=day, begin=hour(begin)))
    if from_start:
        return str(_("%(day)s until %(end)s", day=day, end=hour(end)))
    return str(_("%(day)s from %(begin)s to %(end)s", day=day, begin=hour(begin), end=hour(end)))


def _answers() -> Filter:
    return Filter(
        "answer",
        lazy("Answer"),
        lambda: [(one.value, word) for one, word in ANSWER_WORDS.items()],
        lambda value: Speaker.answer == value,
        counted=Speaker.answer,
    )


def _parts(forum: Forum) -> Filter:
    def does(value: str) -> sa.ColumnElement[bool]:
        drafted = sa.select(Participation.person_id).join(Session, Session.id == Participation.session_id)
        return Person.id.in_(
            drafted.where(
                Session.forum_id == forum.id,
                Participation.part == value,
                Participation.person_id.is_not(None),
            )
        )

    return Filter("part", lazy("Part"), lambda: [(one.value, word) for one, word in PART_WORDS.items()], does)


def _of_person(column: Column) -> Column:
    """A column of persons, for rows of which the person is the first."""
    return Column(column.key, column.label, lambda row: column.value(row[0]), shown=False)


def _organisation(person: Person) -> Any:
    return person.organisation.name if person.organisation else ""
