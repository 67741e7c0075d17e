"""Photos and logos as they are sent: the public gets what it may see, the team more."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs, public
from app.people import queries
from app.people.organisations import bp as organisations
from app.people.scope import scope, visible_people
from app.people.views import bp as people
from app.platform import storage
from app.platform.db import db, one_or_404
from app.platform.errors import NotFound

top = Blueprint("faces", __name__)
A_DAY = "public, max-age=86400"  # not for ever: who is no longer shown is no longer sent


@top.get("/photo/<code:photo>")
@public
def photo(photo: str) -> ResponseReturnValue:
    """The photo of somebody whom the public sees, under the digest of its bytes."""
    row = db.session.scalars(queries.with_photo(photo)).first()
    return _send(row.photo_key if row else None, photo)


@people.get("/directory/people/<key:person_id>/photo")
@needs("people.list")
def photo_of(person_id: int) -> ResponseReturnValue:
    row = one_or_404(queries.person(visible_people(scope("people.list")), person_id))
    return _send(row.photo_key, (row.photo or {}).get("digest", ""))


@organisations.get("/directory/organisations/<key:organisation_id>/logo")
@needs("organisations.list")
def logo(organisation_id: int) -> ResponseReturnValue:
    row = one_or_404(queries.organisation(organisation_id))
    return _send(row.logo_key, (row.logo or {}).get("digest", ""))


def _send(key: str | None, digest: str) -> Response:
    if key is None:
        raise NotFound()
    try:
        with storage.open(key) as stored:
            response = Response(stored.read(), content_type="image/png")
    except storage.Missing as error:
        raise NotFound() from error
    response.headers["Cache-Control"] = A_DAY
    response.set_etag(digest)
    response.make_conditional(request)
    return response
