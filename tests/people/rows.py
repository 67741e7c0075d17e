"""Rows of the directory and what points at them, for the tests of duplicates and merges. All commit."""

from typing import Any

import sqlalchemy as sa

from app.forums.models import Forum, Partner
from app.memoranda.models import Agreement, Party
from app.people.merge_rows import Merge
from app.people.models import Kind, Organisation, Person, Tie
from app.platform.db import Model, db, unit_of_work
from app.platform.text import Translated
from app.programme.models import Participation, Session
from app.programme.words import Part

# What acts leave behind them by design: the log, the record of the merge, and how often a row was written.
_TRACES = frozenset({"audit_entry", "merge", "page_version"})


def person(given: str = "محمد", family: str = "العلمي", **values: Any) -> Person:
    """Somebody with an Arabic name."""
    return _added(Person(given_ar=given, family_ar=family, **values))


def organisation(name: str = "جمعية الأمل", kind: Kind = Kind.ASSOCIATION, **values: Any) -> Organisation:
    """An organisation with an Arabic name."""
    return _added(Organisation(name=Translated(ar=name), kind=kind, **values))


def part(who: Person, session: Session, of: Part = Part.SPEAKER) -> Participation:
    """A part in a session."""
    return _added(Participation(session_id=session.id, person_id=who.id, part=of))


def tie(row: Person | Organisation, forum: Forum) -> Tie:
    """A place in the directory of a forum."""
    key = "person_id" if isinstance(row, Person) else "organisation_id"
    return _added(Tie(forum_id=forum.id, **{key: row.id}))


def partner(row: Organisation, forum: Forum, role: str = "partner") -> Partner:
    """A part as a partner."""
    return _added(Partner(forum_id=forum.id, organisation_id=row.id, role=role))


def party(row: Organisation, agreement: Agreement) -> Party:
    """A party under the name that the organisation bears now."""
    made = Party(agreement_id=agreement.id, organisation_id=row.id, name=Translated(row.name))
    db.session.expunge(
        agreement
    )  # else the agreement is read again, with its parties, while this one is written
    return _added(made)


def merged() -> Merge:
    """The only merge there is."""
    return db.session.scalars(sa.select(Merge)).one()


def again(row: Any) -> Any:
    """The row as it stands in the database now."""
    return db.session.get_one(type(row), row.id, populate_existing=True)


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables, but for what an act leaves behind by design."""
    db.session.rollback()
    return {
        table.name: [
            {name: value for name, value in row.items() if name != "version"}
            for row in db.session.execute(sa.select(table).order_by(table.c.id)).mappings()
        ]
        for table in Model.metadata.sorted_tables
        if table.name not in _TRACES
    }


def _added(row: Any) -> Any:
    with unit_of_work():
        db.session.add(row)
    return row
