"""What the public read of a programme before there were releases is the first release afterwards."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from flask import Flask

from app.people.models import Tie
from app.platform.db import db
from app.programme import queries, released
from app.programme.models import Session
from app.programme.release_rows import Release, ReleasedPart, ReleasedSession
from app.programme.speaker_rows import Speaker
from tests import application
from tests.databases import PostgreSQL, SQLite

BEFORE = "0015"
AT = datetime(2026, 3, 14, 9, tzinfo=UTC)
FILLED: dict[type, Any] = {object: {}, int: 1, bool: False, datetime: AT, str: "", bytes: b""}

Put = Callable[..., int]


def _putting(connection: sa.Connection) -> Put:
    """Writes a row of a table as it stands at that revision, what is not named filled in; gives its key."""
    tables = sa.MetaData()

    def put(table: str, **values: Any) -> int:
        found = sa.Table(table, tables, autoload_with=connection)
        plain = {
            column.name: FILLED[column.type.python_type]
            for column in found.columns
            if not (column.nullable or column.primary_key)
        }
        key = connection.execute(found.insert().values(plain | values)).inserted_primary_key
        assert key
        return int(key[0])

    return put


@pytest.fixture
def earlier(built: Flask, database: SQLite | PostgreSQL) -> Iterator[Flask]:
    """A database of before, with an event that is announced, one in preparation and one without a session."""
    database.create()
    application.upgrade(built, BEFORE)
    with built.app_context(), db.engine.begin() as connection:
        put = _putting(connection)
        speaker = put("person", family_ar="العلمي")
        for slug, state in (("shown", "announced"), ("prepared", "draft"), ("bare", "open")):
            forum = put("forum", slug=slug, state=state, title={"fr": slug})
            hall = put("hall", forum_id=forum, name={"fr": "Grande salle"})
            for number in range(2) if slug != "bare" else ():
                session = put(
                    "session",
                    forum_id=forum,
                    kind="plenary",
                    title={"ar": f"جلسة {number}", "fr": f"Séance {number}"},
                    note={"fr": "une remarque"},
                    starts_at=AT if number else None,
                    minutes=90 if number else None,
                    position=number,
                    hall_id=hall,
                )
                put("participation", session_id=session, person_id=speaker, part="chair", unnamed={})
                put("participation", session_id=session, part="speaker", unnamed={"fr": "D’autres"})
    with built.app_context():
        application.forget(built)
    yield built
    with built.app_context():
        application.forget(built)


def test_what_was_public_is_release_1_and_a_draft_is_not_released(earlier: Flask) -> None:
    application.upgrade(earlier)
    with earlier.app_context():
        (release,) = db.session.scalars(sa.select(Release))
        assert (release.number, release.is_current, release.changes, dict(release.name)) == (1, True, [], {})
        assert release.created_at.tzinfo
        assert _slug(release.forum_id) == "shown"
        shown = db.session.scalars(released.shown(release.forum_id)).all()
        drafts = db.session.scalars(queries.sessions(release.forum_id)).all()
        assert [_told(one) for one in shown] == [_told(one) for one in drafts]
        assert [one.title["fr"] for one in shown] == ["Séance 1", "Séance 0"]  # no hour: at the end
        assert [(one.part, dict(one.name)) for one in shown[0].people] == [
            ("chair", {"ar": "العلمي"}),
            ("speaker", {"fr": "D’autres"}),
        ]
        refs = db.session.scalars(sa.select(Session.ref)).all()
        assert len({ref for ref in refs if ref}) == 4
        # Who has a part in a programme is known in it, in preparation too.
        assert len(db.session.scalars(sa.select(Speaker)).all()) == 2


def test_a_team_still_knows_whom_it_knew_by_a_part_and_no_part_opens_anybody_after_that(
    earlier: Flask,
) -> None:
    with earlier.app_context(), db.engine.begin() as connection:
        put = _putting(connection)
        speaker = connection.scalar(sa.text("SELECT id FROM person"))
        shown = connection.scalar(sa.text("SELECT id FROM forum WHERE slug = 'shown'"))
        session = connection.scalar(sa.text("SELECT max(id) FROM session"))
        put("tie", forum_id=shown, person_id=speaker, knows=False)
        erased = put("person", erased_at=AT)
        put("participation", session_id=session, person_id=erased, part="chair", unnamed={})
    with earlier.app_context():
        db.engine.dispose()
    application.upgrade(earlier)
    with earlier.app_context():
        ties = db.session.scalars(sa.select(Tie).order_by(Tie.id)).all()
        assert [(_slug(one.forum_id), one.person_id, one.knows) for one in ties] == [
            ("shown", speaker, False),  # said on purpose: it stays
            ("prepared", speaker, True),
        ]
        assert all(one.created_at.tzinfo for one in ties)


def test_the_programme_is_the_same_when_the_releases_are_taken_back(earlier: Flask) -> None:
    with earlier.app_context():
        before = _rows()
        db.engine.dispose()
    application.upgrade(earlier)
    with earlier.app_context():
        command.downgrade(earlier.extensions["migrate"].migrate.get_config(), BEFORE)
        assert _rows() == before
        db.engine.dispose()
    application.upgrade(earlier)
    with earlier.app_context():
        counted = [
            db.session.scalar(sa.select(sa.func.count()).select_from(model))
            for model in (Release, ReleasedSession, ReleasedPart)
        ]
        assert counted == [1, 2, 4]


def _slug(forum_id: int) -> str:
    return str(db.session.scalar(sa.text("SELECT slug FROM forum WHERE id = :id"), {"id": forum_id}))


def _told(session: Any) -> tuple[Any, ...]:
    facts = ("ref", "kind", "title", "note", "starts_at", "minutes", "position", "hall_id", "theme_id")
    more = ("abstract", "languages", "interpretation", "needs_registration", "is_public")
    people = [(one.part, one.person_id, dict(one.unnamed), one.position) for one in session.people]
    return (*(getattr(session, name) for name in facts + more), people)


def _rows() -> dict[str, list[tuple[Any, ...]]]:
    """The programme as the tables of before hold it."""
    with db.engine.connect() as connection:
        tables = {
            name: sa.Table(name, sa.MetaData(), autoload_with=connection)
            for name in ("session", "participation")
        }
        return {
            name: [tuple(row) for row in connection.execute(sa.select(table).order_by(table.c.id))]
            for name, table in tables.items()
        }
