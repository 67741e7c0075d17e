"""The draft as a table for the team: one line a session, with its hours, hall and people."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.forums.models import Forum, Hall, Theme
from app.platform.clock import local
from app.platform.i18n import lazy, lazy_context
from app.programme import office_filters, office_list
from app.programme.models import Participation, Session, Talk
from app.programme.words import KIND_WORDS, PART_WORDS
from app.ui.listing import Asked, Column, Listing


def sessions(forum: Forum, asked: Asked) -> sa.Select[Session]:
    """The sessions that a search of the list finds, with all that the table tells."""
    known = [one.id for one in office_list.found(forum, asked)] if asked.query else []
    return (
        sa.select(Session)
        .where(Session.forum_id == forum.id, Session.id.in_(known) if asked.query else sa.true())
        .options(
            joinedload(Session.hall).load_only(Hall.name),
            joinedload(Session.theme).load_only(Theme.name),
            selectinload(Session.talks).load_only(Talk.title, Talk.minutes, Talk.position),
            selectinload(Session.people).options(
                joinedload(Participation.person), joinedload(Participation.talk)
            ),
        )
    )


def _people(row: Session) -> str:
    return " | ".join(_told(one) for one in row.people)


def _told(one: Participation) -> str:
    said = f"{PART_WORDS[one.part]}: {one.name.said()}"
    return f"{said} ({one.talk.title.said()})" if one.talk else said


def _yes(value: bool) -> Any:
    return lazy("yes") if value else lazy("no")


def _by_locale(name: str, label: Any, locale: str) -> Column:
    return Column(f"{name}_{locale}", label, lambda row: getattr(row, name).get(locale, ""))


def listing_of(forum: Forum) -> Listing:
    """The table: filtered as the list of the office is."""
    return replace(office_filters.listing_of(forum), name="sessions", columns=_columns(), order="day")


def _columns() -> tuple[Column, ...]:
    return (
        Column(
            "day",
            lazy("Day"),
            lambda row: local(row.starts_at).date() if row.starts_at else None,
            lambda: (Session.starts_at, Session.position),
            "date",
        ),
        Column("begins", lazy("Begins at"), lambda row: _clock(row.starts_at)),
        Column("ends", lazy("Ends at"), lambda row: _clock(row.ends_at)),
        Column("minutes", lazy("Length in minutes"), lambda row: row.minutes, kind="number"),
        Column("hall", lazy("Hall"), lambda row: row.hall.name if row.hall else ""),
        Column("kind", lazy("Kind of session"), lambda row: KIND_WORDS[row.kind]),
        _by_locale("title", lazy("Title in Arabic"), "ar"),
        _by_locale("title", lazy("Title in French"), "fr"),
        Column("theme", lazy("Theme"), lambda row: row.theme.name if row.theme else ""),
        Column("people", lazy_context("column", "People"), _people),
        Column("talks", lazy("Talks"), lambda row: " | ".join(one.title.said() for one in row.talks)),
        Column("capacity", lazy("Places"), lambda row: row.capacity, kind="number"),
        Column("languages", lazy("Languages"), lambda row: " ".join(row.languages)),
        Column("interpretation", lazy("Interpretation"), lambda row: " ".join(row.interpretation)),
        Column("needs_registration", lazy("Registration needed"), lambda row: _yes(row.needs_registration)),
        Column("is_public", lazy("Public"), lambda row: _yes(row.is_public)),
        Column("note", lazy("Note"), lambda row: row.note),
        Column("team_note", lazy("Note for the team"), lambda row: row.team_note),
        Column("ref", lazy("Reference"), lambda row: row.ref),
    )


def _clock(moment: Any) -> str:
    return f"{local(moment):%H:%M}" if moment else ""
