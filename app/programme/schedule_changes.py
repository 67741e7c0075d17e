"""What each release changed, as a page and as a feed (Atom, RFC 4287) in each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask import Response, current_app, render_template, url_for

from app.accounts.doors import public
from app.forums.kept import kept
from app.forums.models import Forum, Hall
from app.forums.public_rules import is_told_by_sources
from app.platform.db import db
from app.platform.i18n import _
from app.platform.text import Translated
from app.programme import change_words, schedule_words
from app.programme.diffing import Spot, Turn
from app.programme.release_rows import Change, Release, ReleasedSession
from app.programme.schedule import bp, frame
from app.programme.schedule_reading import Programme
from app.programme.schedule_steps import steps

MOST_IN_FEED = 30


@dataclass(frozen=True)
class Changed:
    """One session that a release changed; `marks`: (words, tone) of each kind of change; `url`: its page,
    none where it is in the programme no more.
    """

    ref: str
    title: Translated
    marks: list[tuple[str, str]]
    lines: list[str]
    url: str
    is_cancelled: bool


@bp.get("/forums/<forum:forum>/programme/changes")
@public
@kept
def changes(forum: Forum) -> str:
    told = _told(forum)
    programme = Programme(told[0][0]) if told else Programme()
    return render_template(
        "schedule/changes.html", **frame(forum, programme, str(_("Changes of the programme"))), steps=told
    )


@bp.get("/forums/<forum:forum>/programme/changes.atom")
@public
@kept
def feed(forum: Forum) -> Response:
    base = current_app.config["SETTINGS"].base_url
    found = _told(forum)[:MOST_IN_FEED]
    file = render_template(
        "schedule/feed.xml",
        forum=forum,
        words=schedule_words,
        sourced=is_told_by_sources(forum),
        steps=found,
        base=base,
        here=base + url_for("schedule.feed", forum=forum),
        page=base + url_for("schedule.changes", forum=forum),
        updated=_written(found[0][0].created_at if found else forum.created_at),
        written=_written,
    )
    return Response(file, content_type="application/atom+xml; charset=utf-8")


def _told(forum: Forum) -> list[tuple[Release, list[Changed]]]:
    """All releases, the latest first, in three queries."""
    found = steps(forum.id)
    rows = db.session.scalars(sa.select(Hall).where(Hall.forum_id == forum.id))
    halls = {hall.id: hall.name for hall in rows}
    spots = _spots([step.release.id for step in found])
    current = {ref for release_id, ref in spots if release_id == found[0].release.id}
    return [
        (
            step.release,
            [
                _changed(forum, one, halls, spots.get((step.release.id, one["ref"])), current)
                for one in step.changes
            ],
        )
        for step in found
    ]


def _changed(
    forum: Forum, change: Change, halls: Mapping[int, Translated], spot: Spot | None, current: set[str]
) -> Changed:
    ref, turns = change["ref"], [Turn(kind) for kind in change["kinds"]]
    return Changed(
        ref,
        Translated(change["title"]),
        [(str(change_words.TURN_WORDS[turn]), change_words.TURN_TONES.get(turn, "calm")) for turn in turns],
        _lines(change, spot, halls),
        url_for("schedule.session", forum=forum, ref=ref) if ref in current else "",
        Turn.CANCELLED in change["kinds"],
    )


def _lines(change: Change, spot: Spot | None, halls: Mapping[int, Translated]) -> list[str]:
    """What the marks do not say: of what is new, where it stands; of what moved, where it stood too."""
    if Turn.MOVED in change["kinds"] and spot:
        moved = Change(ref=change["ref"], kinds=[Turn.MOVED], title=change["title"], was=change["was"])
        return change_words.said(moved, halls, spot)
    stands = change_words.spot(spot, halls) if Turn.NEW in change["kinds"] and spot else ""
    return [stands] if stands else []


def _spots(release_ids: list[int]) -> dict[tuple[int, str], Spot]:
    """Where each public session stands in each of these releases."""
    row = ReleasedSession
    found = db.session.execute(
        sa.select(row.release_id, row.ref, row.starts_at, row.minutes, row.hall_id).where(
            row.release_id.in_(release_ids), row.is_public
        )
    )
    return {
        (release_id, ref): Spot(starts_at.isoformat() if starts_at else None, minutes, hall_id)
        for release_id, ref, starts_at, minutes, hall_id in found
    }


def _written(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
