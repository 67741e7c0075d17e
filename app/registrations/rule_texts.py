"""The organiser's texts above the form and on the last page: Markdown, with names that are filled in.

A value is put in after the Markdown was drawn, so that nothing in it is read as Markdown or as HTML.
"""

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from markupsafe import Markup, escape

from app.forums.models import Forum
from app.platform import letters, markup
from app.platform.db import db
from app.platform.i18n import days, lazy, using
from app.platform.letters import NAME, Kind
from app.platform.text import Translated, group
from app.registrations import rules
from app.registrations.models import Registration

_OF_EVENT = {
    "event": lazy("Name of the event"),
    "date": lazy("Day or days of the event"),
    "city": lazy("City"),
}
_OF_PERSON = _OF_EVENT | {"name": lazy("Name of the person"), "number": lazy("Registration number")}


def _latest(forum_id: int | None) -> int | None:
    found: int | None = db.session.scalar(
        sa.select(sa.func.max(Registration.id)).where(
            Registration.forum_id == forum_id, Registration.erased_at.is_(None)
        )
    )
    return found


def _facts(registration_id: int) -> dict[str, str]:
    registration = db.session.get_one(Registration, registration_id)
    forum = db.session.get_one(Forum, registration.forum_id)
    return of_event(forum) | {"name": registration.name.said(), "number": group(registration.number)}


def _kind(name: str, label: Any, placeholders: dict[str, Any]) -> Kind:
    """Not a letter, and declared nowhere: only what a letter knows of its names is wanted."""
    return Kind(
        name=name,
        label=label,
        placeholders=placeholders,
        subject="",
        body="",
        facts=_facts,
        latest=_latest,
        seen_by="registrations.list",
        secrets=frozenset(),
        of_forum=True,
        lines=frozenset(),
    )


# By column of `Rules`.
TEXTS = {
    "intro": _kind("registration.intro", lazy("Text above the form"), _OF_EVENT),
    "after": _kind("registration.after", lazy("Text on the last page"), _OF_PERSON),
}


def of_event(forum: Forum) -> dict[str, str]:
    """What is known before anybody registered, in the language in force."""
    date = days(forum.starts_on, forum.ends_on or forum.starts_on) if forum.starts_on else ""
    return {"event": forum.name.said(), "date": date, "city": forum.city.said()}


def intro(forum: Forum) -> Markup:
    """What stands above the form; empty where the organiser wrote nothing."""
    return filled("intro", rules.of(forum.id).intro, lambda: of_event(forum))


def after(registration: Registration) -> Markup:
    """What stands on the last page of a registration; empty where the organiser wrote nothing."""
    return filled("after", rules.of(registration.forum_id).after, lambda: _facts(registration.id))


def sample(which: str, forum: Forum, registration_id: int | None) -> Callable[[], Mapping[str, str]]:
    """The facts of a preview: of the event, or of a registration; without one, what would stand where."""
    if which == "intro":
        return lambda: of_event(forum)
    if registration_id is None:
        return lambda: letters.sample(TEXTS[which]) | of_event(forum)
    return lambda: _facts(registration_id)


def filled(which: str, text: Translated, facts: Callable[[], Mapping[str, str]]) -> Markup:
    """A text as HTML, in the language in which it is there; `facts` gives the values in that language. A
    sentence of which nothing is known is left out.
    """
    if not text:
        return Markup("")
    locale = text.spoken()
    with using(locale):
        values = facts()
        # Each known name stands for itself until the Markdown is drawn.
        known = {name: f"{{{name}}}" for name, value in values.items() if value}
        drawn = markup.html(letters.body_text(TEXTS[which], text.said(), known), locale)
    return Markup(NAME.sub(lambda found: str(escape(values.get(found[1], found[0]))), drawn))  # noqa: S704 — escaped
