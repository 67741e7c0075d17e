"""The list taken away: all that it knows of each person but the number of the identity card."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.forums.models import Forum
from app.platform import i18n
from app.platform.db import db
from app.platform.i18n import _, language_name, lazy
from app.registrations import list_choices, list_rows, lists, question_fields, question_queries
from app.registrations.list_choices import Choices
from app.registrations.models import Registration
from app.registrations.question_rows import Answer, Question
from app.registrations.rule_rows import Consent
from app.registrations.words import (
    ARRANGEMENT_WORDS,
    SOURCE_WORDS,
    STATE_WORDS,
    Arrangement,
    ConsentKind,
    QuestionKind,
)
from app.ui.listing import Column, Listing


@dataclass(frozen=True)
class Taken:
    """A registration with what stands about it in other tables."""

    row: Registration
    rank: int | None
    workshops: str
    answers: dict[int, Answer]
    consents: dict[ConsentKind, Consent]


class Taking:
    """The listing of an event with all columns, and what fills them, block by block."""

    def __init__(self, forum: Forum) -> None:
        self.choices: Choices = list_choices.read(forum.id)
        # Asked or not: what was answered to an earlier question is told too.
        found = sa.select(Question).where(Question.forum_id == forum.id)
        questions = db.session.scalars(found.order_by(Question.position, Question.id)).all()
        page = lists.registrations(forum, self.choices)
        self.listing: Listing = replace(
            page, columns=(*page.columns, *self._columns(), *map(_question, questions))
        )

    def bring(self, rows: Sequence[Registration]) -> Iterator[Taken]:
        """The rows of a block with all that their columns read, in three statements."""
        found = list_rows.besides(rows, workshops=bool(self.choices.workshops))
        ids = [row.id for row in rows]
        answers: dict[int, dict[int, Answer]] = {}
        for one in question_queries.answers(ids):
            answers.setdefault(one.registration_id, {})[one.question_id] = one
        consents: dict[int, dict[ConsentKind, Consent]] = {}
        given = sa.select(Consent).where(Consent.registration_id.in_(ids)).order_by(Consent.id)
        for consent in db.session.scalars(given):
            consents.setdefault(consent.registration_id, {})[consent.kind] = consent
        for row in rows:
            chosen = found.workshops.get(row.id, ())
            titles = [title.said() for key, title in self.choices.workshops.items() if key in chosen]
            yield Taken(
                row,
                found.ranks.get(row.id),
                " · ".join(titles),
                answers.get(row.id, {}),
                consents.get(row.id, {}),
            )

    def _columns(self) -> list[Column]:
        delegations = self.choices.delegations
        return [
            *_own(),
            Column(
                "x_delegation",
                lazy("Delegation"),
                lambda one: delegations.get(one.row.delegation_id),
                shown=False,
            ),
            Column("x_workshops", lazy("Workshops"), lambda one: one.workshops, shown=False),
            *_told(),
        ]


def _own() -> list[Column]:
    """Who it is, how to reach them, how it stands."""
    said: list[tuple[Any, Any, Any]] = [
        (lazy("Number"), lambda row: row.number, "text"),
        (lazy("Name in Arabic"), lambda row: row.name.get("ar"), "text"),
        (lazy("Name in Latin letters"), lambda row: row.name.get("fr"), "text"),
        (lazy("Organisation"), lambda row: row.organisation, "text"),
        (lazy("Capacity (function)"), lambda row: row.function, "text"),
        (lazy("Phone"), lambda row: row.phone, "phone"),
        (lazy("E-mail"), lambda row: row.email, "mail"),
        (lazy("Contact confirmed on"), lambda row: row.contact_verified_at, "moment"),
        (lazy("Language of messages"), lambda row: language_name(row.locale), "text"),
        (lazy("Category"), lambda row: row.category.name, "text"),
        (lazy("State"), lambda row: STATE_WORDS[row.state], "text"),
        (lazy("Registered on"), lambda row: row.created_at, "moment"),
        (lazy("Source"), lambda row: SOURCE_WORDS[row.source], "text"),
        (lazy("Registered by"), lambda row: row.registrant, "text"),
        (lazy("To prepare"), prepared, "text"),
        (lazy("Reason"), lambda row: row.reason, "text"),
    ]
    return [
        Column(f"x_{number}", label, _of_row(read), kind=kind, shown=False)
        for number, (label, read, kind) in enumerate(said)
    ]


def _of_row(read: Callable[[Registration], Any]) -> Callable[[Taken], Any]:
    return lambda one: read(one.row)


def _told() -> list[Column]:
    """The rank of who waits, and what was read and agreed to."""
    consents = {
        ConsentKind.PHOTO: lazy("Agreed to pictures"),
        ConsentKind.DIRECTORY: lazy("Agreed to the directory"),
        ConsentKind.LATER: lazy("Agreed to later news"),
    }
    return [
        Column("x_rank", lazy("Rank on the waiting list"), lambda one: one.rank, kind="number", shown=False),
        Column("x_notice", lazy("Notice read on"), _read_on, kind="moment", shown=False),
        *(Column(f"x_{kind}", label, _agreed(kind), shown=False) for kind, label in consents.items()),
    ]


def prepared(row: Registration) -> str:
    """What is to be prepared for a person, in words; "" for nothing."""
    known = [str(ARRANGEMENT_WORDS[Arrangement(one)]) for one in row.arrangements if one in list(Arrangement)]
    return i18n.listing([one for one in (*known, row.arrangements_note) if one])


def _read_on(one: Taken) -> Any:
    read = one.consents.get(ConsentKind.NOTICE)
    return read.created_at if read else None


def _agreed(kind: ConsentKind) -> Callable[[Taken], str]:
    def said(one: Taken) -> str:
        given = one.consents.get(kind)
        return "" if given is None else str(_("Yes") if given.is_given else _("No"))

    return said


def _question(question: Question) -> Column:
    kinds: dict[QuestionKind, Any] = {QuestionKind.NUMBER: "number", QuestionKind.DATE: "date"}
    kind = kinds.get(question.kind, "text")

    def value(one: Taken) -> Any:
        answer = one.answers.get(question.id)
        if answer is None or kind == "text":
            return question_fields.told(answer) if answer else None
        return date.fromisoformat(answer.value) if kind == "date" else answer.value

    return Column(f"q_{question.id}", question.label.said(), value, kind=kind, shown=False)
