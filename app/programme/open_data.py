"""The released programme as data that anybody may reuse: plain values, one shape, stable names.

Moments are ISO 8601 with the offset of Morocco on that day; texts are by language.
"""

from datetime import datetime
from typing import Any

from flask import current_app, url_for

from app.forums.models import Forum
from app.platform import operator
from app.platform.clock import local
from app.platform.db import db
from app.platform.i18n import _, locales, using
from app.programme import released, schedule_reading
from app.programme.release_rows import Release
from app.programme.schedule_reading import Item, Role, Spoken

Told = dict[str, Any]


def programme(forum: Forum, release: Release) -> Told:
    """All of the current release that the public reads."""
    sessions = db.session.scalars(released.shown_alone(forum.id)).all()
    refs = schedule_reading.speakers(forum.id)
    return {
        "licence": by_locale(_licence),
        "event": {
            "name": dict(forum.name),
            "starts_on": forum.starts_on.isoformat() if forum.starts_on else None,
            "ends_on": forum.ends_on.isoformat() if forum.ends_on else None,
            "venue": dict(forum.venue),
            "city": dict(forum.city),
            "url": _urls("forums.show", forum=forum),
        },
        "release": {
            "number": release.number,
            "name": dict(release.name),
            "note": dict(release.note),
            "released_at": moment(release.created_at),
        },
        "sessions": [_session(forum, one, refs) for one in schedule_reading.items(sessions)],
    }


def moment(at: datetime | None) -> str | None:
    """2026-12-04T09:30:00+01:00."""
    return local(at).isoformat(timespec="seconds") if at else None


def by_locale(said: Any) -> dict[str, str]:
    """What `said()` says in each language of the installation."""
    found = {}
    for locale in locales():
        with using(locale):
            found[locale] = str(said())
    return found


def _licence() -> str:
    name = operator.held().name.said() or operator.site_name().said()
    return str(_("Free to reuse, if the source (%(source)s) and the date are named.", source=name))


def _session(forum: Forum, item: Item, refs: dict[int, str]) -> Told:
    one = item.row
    return {
        "ref": one.ref,
        "kind": one.kind.value,
        "title": dict(one.title),
        "abstract": dict(one.abstract),
        "note": dict(one.note),
        "starts_at": moment(one.starts_at),
        "ends_at": moment(one.ends_at),
        "minutes": one.minutes,
        "hall": dict(one.hall.name) if one.hall else None,
        "theme": dict(one.theme.name) if one.theme else None,
        "languages": list(one.languages),
        "interpretation": list(one.interpretation),
        "needs_registration": one.needs_registration,
        "people": [_person(part, refs) for part in item.people],
        "talks": [_talk(talk, refs) for talk in item.talks],
        "url": _urls("schedule.session", forum=forum, ref=one.ref),
    }


def _talk(talk: Spoken, refs: dict[int, str]) -> Told:
    return {
        "ref": talk.row.ref,
        "title": dict(talk.row.title),
        "abstract": dict(talk.row.abstract),
        "starts_at": moment(talk.starts_at),
        "ends_at": moment(talk.ends_at),
        "minutes": talk.row.minutes,
        "people": [_person(part, refs) for part in talk.people],
    }


def _person(one: Role, refs: dict[int, str]) -> Told:
    """A group whose names are not given has no ref, an erased person neither."""
    shown = one.person if one.person and not one.person.erased_at else None
    return {
        "ref": refs.get(shown.id) if shown else None,
        "name": dict(one.name),
        "function": dict(shown.function) if shown else {},
        "part": one.part.value,
    }


def _urls(endpoint: str, **values: Any) -> dict[str, str]:
    base = current_app.config["SETTINGS"].base_url
    return {locale: base + url_for(endpoint, **values, locale=locale) for locale in locales()}
