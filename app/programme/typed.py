"""A session as it stands in its form while it is typed: not saved, and perhaps half filled in."""

from typing import Any

from app.forums.models import Forum
from app.forums.queries import whole
from app.platform.db import one_or_404
from app.programme import queries
from app.programme.forms import SessionForm
from app.programme.slots import Item, Played, slot

_TIME = frozenset({"day", "hour", "minutes", "ends"})


def item(forum: Forum, session_id: int | None) -> Item | None:
    """What the request sends of the form of a session, None for a new one. Raises NotFound for one of another
    forum.

    What cannot be read as yet counts as not stated; None when it says not even what kind of session it is.
    """
    session = None
    if session_id is not None:
        session = one_or_404(queries.with_parts(queries.session(forum.id, session_id)))
    # A form of its own: that of the page may show other rows by now, and no errors yet.
    form = SessionForm(one_or_404(whole(forum.id)), session)
    form.validate()
    try:
        values = form.values()
    except ValueError:  # a choice that is not among those offered
        return None
    timed = not _TIME & form.errors.keys()
    talks = list(enumerate(values["talks"]))
    lasting = timed and "talks" not in form.errors
    return Item(
        slot(
            key=session.id if session else 0,
            ref=session.ref if session else "",
            kind=values["kind"],
            hall=values["hall_id"],
            starts_at=values["starts_at"] if timed else None,
            minutes=values["minutes"] if timed else None,
            promised=values["capacity"],
            interpretation=values["interpretation"],
            talks=[(number, talk["minutes"] if lasting else None) for number, talk in talks],
            played=[
                *_played(values["people"], None),
                *(one for number, talk in talks for one in _played(talk["people"], number)),
            ],
        ),
        values["title"],
    )


def _played(parts: list[dict[str, Any]], talk: int | None) -> list[Played]:
    return [
        Played(part["person_id"], part["part"], talk)
        for part in parts
        if part["person_id"] is not None or part["unnamed"]
    ]
