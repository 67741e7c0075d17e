"""What forums add to the application."""

from typing import Any

from flask import Flask, current_app, g, has_request_context, request, url_for
from werkzeug.routing import BaseConverter

from app.accounts import doors
from app.accounts import ports as account_ports
from app.accounts.doors import may
from app.audit import ports as audit_ports
from app.forums import (
    agenda,
    archive,
    checklist,
    copying,
    copying_actions,
    directory,
    messages,
    models,
    office_queries,
    parts,
    parts_kinds,
    people,
    ports,
    queries,
    rights,
    series,
    team,
    views,
    words,
)
from app.forums import event as event
from app.forums import overview as overview
from app.forums import public as public
from app.forums import public_files as public_files
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.people import ports as people_ports
from app.platform import http
from app.platform.db import db
from app.platform.errors import NotFound
from app.platform.i18n import lazy, plural
from app.ui.areas import Desk, navigation


class _Slug(BaseConverter):
    """A forum in an address. Views receive the forum itself: `_load` replaces the slug."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"

    def to_url(self, value: Any) -> str:
        return str(getattr(value, "slug", value))


def plug(app: Flask) -> None:
    """The pages of forums, and the loading of the forum that an address names."""
    app.url_map.converters["forum"] = _Slug
    app.url_value_preprocessor(_load)
    app.context_processor(_words)
    _name(app)
    _tell()
    http.pages(app, views.bp)
    rights.declare()
    http.pages(app, parts.bp)
    http.pages(app, series.bp)
    http.pages(app, copying.bp)
    http.pages(app, messages.bp)
    http.pages(app, people.bp)
    http.pages(app, team.bp)
    doors.behind["archive"] = archive.refuse_changes
    _open_desks()


def _name(app: Flask) -> None:
    """The words of states and kinds, for templates and for the log."""
    app.jinja_env.globals.update(
        state_words=models.STATE_WORDS,
        state_tones=models.STATE_TONES,
        kind_words=models.KIND_WORDS,
        partner_words=models.PARTNER_WORDS,
        spoken=words.spoken,
    )
    audit_ports.values["forum", "state"] = models.STATE_WORDS
    audit_ports.values["forum", "kind"] = models.KIND_WORDS
    audit_ports.events[:] = [queries.names]


def _tell() -> None:
    """What the floors below ask of forums, and what forums themselves answer to their own questions."""
    people_ports.appear(
        people_ports.organisations,
        people_ports.Presence(
            "partners", queries.organisations_within, queries.organisations_shown, directory.told
        ),
    )
    people_ports.moved["partner", "organisation_id"] = lambda n: plural(
        "%(num)d part as a partner of an event", "%(num)d parts as a partner of events", n
    )
    ports.ask(checklist.own)
    ports.today(10, "forums", agenda.needs_today)
    ports.date_things("days", office_queries.days_outside_in_words)
    copying_actions.offer()
    account_ports.keep_closed(archive.refuse)
    account_ports.name_events(lambda ids: db.session.scalars(queries.of(ids)).all())


def _open_desks() -> None:
    """The office navigation, in the order of the work."""
    for order, label, endpoint, permission in (
        (10, lazy("Overview"), "forums.office", "forums.office"),
        (15, lazy("Event"), "forums.event", "forums.edit"),
        (16, lazy("Days and halls"), "parts.days", "forums.edit"),
        (17, lazy("Themes"), "parts.themes", "forums.edit"),
        (18, lazy("Partners"), "parts.partners", "forums.edit"),
        (19, lazy("Contacts and documents"), "parts.contacts", "forums.edit"),
        (25, lazy("People"), "forum_people.index", "people.list"),
        (75, lazy("Messages"), "messages.index", "messages.list"),
        (80, lazy("Team"), "team.index", "team.manage"),
        (90, lazy("Log"), "forums.history", "audit.list"),
    ):
        ports.open_office(Desk(label, endpoint, permission, order))


def _load(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Put the forum in place of its slug; to the public a forum in preparation does not exist."""
    if not values or not isinstance(values.get("forum"), str):
        return
    view = current_app.view_functions.get(endpoint or "")
    if getattr(view, "takes_slug", False):  # a kept page reads the event only when it is drawn
        return
    forum: Forum | None = db.session.scalar(queries.by_slug(values["forum"]))
    if getattr(view, "door", "") == "public" and not (forum and forum.is_public):
        raise NotFound()
    values["forum"] = forum  # of an office nobody is told whether it exists before signing in: see the door


def _page_of_part(forum: Forum) -> str:
    """The page on which the part stands that is added or changed; "" elsewhere."""
    kind = parts_kinds.KINDS.get((request.view_args or {}).get("kind", ""))
    return url_for(kind.page, forum=forum) if kind and request.blueprint == parts.bp.name else ""


def _words() -> dict[str, Any]:
    """The frame of a forum's office: its title, and the places that this person may open."""
    forum = (request.view_args or {}).get("forum") if has_request_context() else None
    if forum is None or "roles" not in g:
        return {}
    return {
        "office_title": forum.name,
        "office_nav": navigation(
            [desk for desk in ports.offices if may(desk.permission)],
            lambda endpoint: url_for(endpoint, forum=forum),
            here=_page_of_part(forum),
        ),
        "office_public": url_for("forums.show", forum=forum) if forum.is_public else None,
        "frozen": forum.state is State.ARCHIVED,
        "office_alert": "forums/_archived.html" if forum.state is State.ARCHIVED else None,
    }
