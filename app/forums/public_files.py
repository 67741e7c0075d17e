"""What the public takes from an event's page: the calendar entry, the share picture, logos, documents."""

from flask import Response, redirect
from flask.typing import ResponseReturnValue

from app.accounts.doors import public
from app.forums import documents, entry, public_queries, share
from app.forums.kept import kept
from app.forums.models import Forum
from app.forums.views import bp
from app.platform import calendar, storage
from app.platform.db import db, one_or_404
from app.platform.errors import NotFound
from app.platform.i18n import current, lazy
from app.ui.assets import FOREVER


@bp.get("/forums/<forum:forum>/calendar.ics")
@public
@kept
def calendar_entry(forum: Forum) -> Response:
    """For calendars, which read it again at the same address when they are subscribed to it."""
    forum = one_or_404(public_queries.whole(forum.id))
    found = entry.of(forum)
    if found is None:
        raise NotFound(lazy("The dates of this event are not known."))
    file = calendar.ics([found], name=forum.name.said(), locale=current())
    response = Response(file, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{forum.slug}-{current()}.ics"'
    return response


@bp.get("/forums/<forum:forum>/share/<code:digest>.png")
@public
@kept
def share_image(forum: Forum, digest: str) -> ResponseReturnValue:
    """The picture under the digest of what is written on it; an earlier address leads to the present one."""
    if digest != share.digest(forum):
        return redirect(share.address(forum))
    response = Response(share.png(forum), content_type="image/png")
    response.headers["Cache-Control"] = FOREVER
    return response


@bp.get("/forums/<forum:forum>/logos/<code:mark>.png")
@public
@kept
def partner_logo(forum: Forum, mark: str) -> Response:
    """The logo of a partner of this event, under the digest of its bytes."""
    key: str | None = db.session.scalars(public_queries.logo(forum.id, mark)).first()
    if not key:
        raise NotFound()
    try:
        with storage.open(key) as stored:
            response = Response(stored.read(), content_type="image/png")
    except storage.Missing as error:
        raise NotFound() from error
    response.headers["Cache-Control"] = FOREVER
    return response


@bp.get("/forums/<forum:forum>/documents/<code:ref>")
@public
def document(forum: Forum, ref: str) -> Response:
    """A document meant for the public; of others nobody is told whether they exist."""
    return documents.send(one_or_404(public_queries.document(forum, ref)))
