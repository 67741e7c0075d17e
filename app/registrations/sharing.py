"""What a person sends on about their registration, in plain text: with WhatsApp, or the system's own way.

Nothing leaves by itself: the addresses are links that somebody presses.
"""

from typing import Any
from urllib.parse import quote

from app.forums.models import Forum
from app.forums.queries import whole
from app.platform.db import one_or_404
from app.platform.i18n import _, days, using
from app.platform.text import isolate
from app.registrations import links
from app.registrations.models import Registration


def event(registration: Registration) -> Forum:
    """The event of a registration, with what its pages show."""
    forum: Forum = one_or_404(whole(registration.forum_id))
    return forum


def whatsapp(text: str) -> str:
    """An address that opens WhatsApp with a text to send; to whom, the person chooses there."""
    return f"https://wa.me/?text={quote(text)}"


def of_registration(registration: Registration, forum: Forum) -> str:
    """Event, dates, number and personal link, in the language of the person's messages."""
    with using(registration.locale):
        when = days(forum.starts_on, forum.ends_on or forum.starts_on) if forum.starts_on else ""
        lines = [
            forum.name.said(),
            when,
            _place(forum),
            _("Registration number: %(number)s", number=isolate(registration.number)),
            links.url(registration),
        ]
    return _text(lines)


def _place(forum: Forum) -> str:
    known = [isolate(place.said()) for place in (forum.venue, forum.city) if place]
    return _("%(first)s, %(second)s", first=known[0], second=known[1]) if known[1:] else "".join(known)


def of_draft(forum: Forum, address: str) -> str:
    """The event, and where its form goes on, in the reader's language."""
    return _text([forum.name.said(), _("My registration, to be continued:"), address])


def _text(lines: list[Any]) -> str:
    return "\n".join(str(line) for line in lines if line)
