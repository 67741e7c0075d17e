"""The page behind a personal link that opens nothing: how one finds one's own, and no word of whose."""

from flask import g, make_response, render_template
from flask.wrappers import Response

from app.forums.models import Forum
from app.forums.public_queries import listed
from app.forums.public_rules import OVER, has_ended
from app.platform.db import db
from app.registrations.links import VoidLink

_MOST = 6


def drawn(error: VoidLink) -> Response:
    """The same for a link that was replaced and for one that never was."""
    known = db.session.scalars(listed().where(Forum.state.not_in(OVER)))
    coming = [one for one in known if not has_ended(one)]
    g.private = True
    return make_response(render_template("registrations/void_link.html", forums=coming[:_MOST]), error.status)
