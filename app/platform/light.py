"""Public pages, sent packed, and not again to whoever has them: ETag, 304, gzip."""

import gzip
import hashlib

from flask import Flask, Response, current_app, g, request
from flask.globals import request_ctx


def init(app: Flask) -> None:
    """Look at each answer before it leaves."""
    app.after_request(_lighten)


def _lighten(response: Response) -> Response:
    """Answer 304 to whoever has this page already; else pack it where the browser unpacks it."""
    if response.mimetype != "text/html" or "ETag" in response.headers or not is_for_everybody(response):
        return response
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:16], weak=True)
    response.vary.add("Accept-Encoding")
    response.make_conditional(request)
    if response.status_code == 200 and request.accept_encodings.quality("gzip"):
        response.set_data(gzip.compress(response.get_data(), 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def is_for_everybody(response: Response) -> bool:
    """Whether an answer is the same for all: of a public view that has not even looked at the session.

    A page that holds a secret beside what a stranger can put into it must not be compressed (BREACH).
    """
    view = current_app.view_functions.get(request.endpoint or "")
    session = request_ctx._session  # `flask.session` would count as having looked at it
    return (
        response.status_code == 200
        and request.method in ("GET", "HEAD")
        and getattr(view, "door", "") == "public"
        and not g.get("private")
        and not (session is not None and session.accessed)
        and not response.is_streamed
    )
