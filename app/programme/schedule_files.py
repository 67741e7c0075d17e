"""The released programme as files: for calendars, for spreadsheets, for other programs."""

from flask import Blueprint, Response, request
from flask.json import dumps

from app.accounts.doors import public
from app.forums.kept import kept
from app.forums.models import Forum
from app.platform import calendar, limits
from app.platform.calendar import Entry
from app.platform.db import db, one_or_404
from app.platform.errors import NotFound
from app.platform.i18n import _, current, lazy
from app.platform.sheets import csv_rows
from app.platform.text import isolate
from app.programme import (
    agenda_entries,
    open_data,
    open_data_rows,
    released,
    schedule_reading,
    speaker_queries,
)
from app.programme.release_rows import Release
from app.programme.speaker_rows import Speaker

bp = Blueprint("schedule_files", __name__)
MOST_STARS = 300


@bp.get("/forums/<forum:forum>/programme/calendar.ics")
@public
@kept
def calendar_of_all(forum: Forum) -> Response:
    """For calendars, which read it again at the same address when they are subscribed to it."""
    _release(forum)
    return entries_file(agenda_entries.programme(forum), forum.slug, programme_name(forum))


@bp.get("/forums/<forum:forum>/programme/sessions/<code:ref>.ics")
@public
@kept
def calendar_of_session(forum: Forum, ref: str) -> Response:
    """One session; of one that is cancelled, the word that it is."""
    found = agenda_entries.sessions(forum, [ref])
    if not found:
        raise NotFound()
    return entries_file(found, f"{forum.slug}-{ref}", found[0].title)


@bp.get("/forums/<forum:forum>/programme/people/<code:ref>.ics")
@public
@kept
def calendar_of_person(forum: Forum, ref: str) -> Response:
    """The sessions of a person; who is in none any more is not named here either."""
    speaker: Speaker = one_or_404(speaker_queries.by_ref(ref).where(Speaker.forum_id == forum.id))
    found = agenda_entries.person(forum, speaker.person_id)
    if not found or speaker.person.erased_at:
        raise NotFound()
    shown = speaker.person_id in schedule_reading.speakers(forum.id)
    name = speaker.person.name.said() if shown else programme_name(forum)
    return entries_file(found, f"{forum.slug}-{ref}", name)


@bp.get("/forums/<forum:forum>/programme/mine.ics")
@public
@limits.per_address("120 per 5 minutes", reading=True)
def calendar_of_stars(forum: Forum) -> Response:
    """The sessions that somebody starred, `?s=<ref>&s=<ref>`; what is no session of this event is ignored."""
    found = agenda_entries.sessions(forum, set(request.args.getlist("s")[:MOST_STARS]))
    if not found:
        raise NotFound(lazy("No session with a star is in this programme."))
    name = str(_("My programme: %(event)s", event=isolate(forum.name.said())))
    answer = entries_file(found, f"{forum.slug}-mine", name)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@bp.get("/forums/<forum:forum>/programme/programme.json")
@public
@kept
def as_json(forum: Forum) -> Response:
    """Sessions, talks and people with their stable names; docs/open-data.md tells its shape."""
    release = _release(forum)
    told = dumps(open_data.programme(forum, release), ensure_ascii=False, indent=1, sort_keys=False)
    answer = Response(told, content_type="application/json; charset=utf-8")
    return _named(answer, f"{forum.slug}-programme.json")


@bp.get("/forums/<forum:forum>/programme/programme.csv")
@public
@kept
def as_csv(forum: Forum) -> Response:
    """One line for each session and for each talk, as spreadsheets open it."""
    release = _release(forum)
    told = open_data.programme(forum, release)
    answer = Response(
        b"".join(csv_rows(open_data_rows.rows(told))), content_type="text/csv; charset=utf-8; header=present"
    )
    return _named(answer, f"{forum.slug}-programme.csv")


def programme_name(forum: Forum) -> str:
    """What a calendar calls the forum."""
    return str(_("Programme: %(event)s", event=isolate(forum.name.said())))


def entries_file(found: list[Entry], filename: str, name: str) -> Response:
    """A calendar to be opened or subscribed to."""
    file = calendar.ics(found, name=name, locale=current())
    answer = Response(file, content_type="text/calendar; charset=utf-8")
    return _named(answer, f"{filename}-{current()}.ics")


def _named(answer: Response, filename: str) -> Response:
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def _release(forum: Forum) -> Release:
    release = db.session.scalar(released.current(forum.id))
    if release is None:
        raise NotFound(lazy("The programme of this event is not known yet."))
    return release
