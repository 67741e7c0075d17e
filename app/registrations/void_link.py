"""The page behind a personal link that opens nothing: it says how one finds one's registration, of nobody what."""

from flask import make_response, render_template
from flask.wrappers import Response

from app.forums.lifecycle import State
from app.forums.public_queries import listed
from app.forums.public_rules import has_ended
from app.platform.db import db
from app.registrations.links import VoidLink

_MOST = 6
_REGISTERED = (State.OPEN, State.CLOSED)


def drawn(error: VoidLink) -> Response:
    """The same for a link that was replaced and for one that never was."""
    coming = [one for one in db.session.scalars(listed()) if one.state in _REGISTERED and not has_ended(one)]
    page = render_template("registrations/void_link.html", forums=coming[:_MOST])
    response = make_response(page, error.status)
    response.headers["Cache-Control"] = "no-store"
    return response
