"""A session in the words of schema.org, which search engines read."""

from datetime import datetime
from typing import Any

from flask import current_app, url_for

from app.forums.models import Forum
from app.forums.structured import VOCABULARY
from app.platform.clock import local
from app.platform.i18n import current
from app.programme.schedule_reading import Item
from app.programme.words import KIND_WORDS


def session(forum: Forum, item: Item) -> dict[str, Any] | None:
    """The session within its event; none without an hour, since no event lacks one there."""
    row = item.row
    if row.starts_at is None:
        return None
    base = current_app.config["SETTINGS"].base_url
    here = base + url_for("schedule.session", forum=forum, ref=row.ref)
    venue = ", ".join(text for text in (forum.venue.said(), forum.city.said()) if text)
    status = "EventCancelled" if item.is_cancelled else "EventScheduled"
    hall = row.hall.name.said() if row.hall else ""
    facts: dict[str, Any] = {
        "@context": VOCABULARY,
        "@type": "Event",
        "@id": here,
        "url": here,
        "name": row.title.said() or str(KIND_WORDS[row.kind]),
        "description": row.note.said(),
        "startDate": _moment(row.starts_at),
        "endDate": _moment(row.ends_at) if row.ends_at else None,
        "eventStatus": f"{VOCABULARY}/{status}",
        "inLanguage": row.languages or current(),
        "location": _place(hall or venue, venue) if hall or venue else None,
        "performer": [{"@type": "Person", "name": name} for name in _names(item)],
        "superEvent": {
            "@type": "Event",
            "@id": base + url_for("forums.show", forum=forum),
            "name": forum.name.said(),
            "startDate": (forum.starts_on or local(row.starts_at).date()).isoformat(),
            **({"location": _place(venue, venue)} if venue else {}),
        },
    }
    return {name: value for name, value in facts.items() if value}


def _names(item: Item) -> list[str]:
    """Each person once, whatever the parts; who was erased is in no file for search engines."""
    parts = [*item.people, *(part for talk in item.talks for part in talk.people)]
    people = {part.person.id: part.person for part in parts if part.person}
    return [one.name.said() for one in people.values() if not one.erased_at]


def _place(name: str, address: str) -> dict[str, str]:
    return {"@type": "Place", "name": name, **({"address": address} if address else {})}


def _moment(at: datetime) -> str:
    return local(at).isoformat(timespec="minutes")
