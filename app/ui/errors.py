"""Error pages in both languages: what happened, what to do, and one way on."""

import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, make_response, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from app.platform.errors import Refusal
from app.platform.i18n import lazy

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Words:
    """What a page says; `back` leads to the page before instead of home."""

    title: Any
    text: Any
    back: bool = False


PAGES = {
    400: Words(
        lazy("This request cannot be read"),
        lazy("Nothing was changed. Please go back and try again."),
        back=True,
    ),
    401: Words(lazy("Please sign in"), lazy("This page opens after signing in.")),
    403: Words(
        lazy("This page is not open to you"),
        lazy("Your account does not carry this right. The organiser of the event can give it."),
    ),
    404: Words(
        lazy("This page does not exist"),
        lazy("The address may be incomplete, or the page was moved. The home page leads to everything."),
    ),
    405: Words(
        lazy("This address cannot be opened so"), lazy("Please go back and use the button."), back=True
    ),
    409: Words(lazy("This is not possible now"), "", back=True),
    410: Words(lazy("This link has expired"), lazy("The home page leads to everything that is open.")),
    413: Words(
        lazy("The file is too large"),
        lazy("Nothing was saved. Please go back and attach a smaller file."),
        back=True,
    ),
    429: Words(
        lazy("Too many attempts"),
        lazy("Nothing was changed. Please wait a minute, then try again."),
        back=True,
    ),
    500: Words(lazy("Something went wrong on the platform"), "", back=True),
}
OF_THE_ADMINISTRATION = Words(
    PAGES[403].title,
    lazy("Your account does not carry this right. The administration of the platform can give it."),
)
EXPIRED_FORM = Words(
    lazy("This form was open for too long"),
    lazy("Nothing was sent. Please go back, open the page again and send it once more."),
    back=True,
)


def init(app: Flask) -> None:
    """Draw every refusal and every HTTP error as a page."""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(CSRFError, expired_form)
    app.register_error_handler(HTTPException, failed)


def refused(error: Refusal) -> Response:
    """A rule said no: its own sentence, under the title of its status."""
    words = PAGES.get(error.status, PAGES[409])
    return page(error.status, Words(words.title, error.message or words.text, words.back))


def expired_form(_error: CSRFError) -> Response:
    """The form's token is gone or is another visitor's."""
    return page(400, EXPIRED_FORM)


def failed(error: HTTPException) -> Response:
    """Any other HTTP error. An unforeseen exception arrives here as 500, logged already by Flask, once."""
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    status = error.code or InternalServerError.code
    if status < 400:
        return error.get_response()  # type: ignore[return-value]
    if isinstance(error, InternalServerError) and error.original_exception is None:
        log.error("Answered 500 without an exception: %s", error.description)
    words = PAGES.get(status) or PAGES[400 if status < 500 else 500]
    if status == HTTPStatus.FORBIDDEN and "/administration/" in request.path:
        words = OF_THE_ADMINISTRATION
    response = page(status, words)
    for name, value in error.get_headers(request.environ):
        if name != "Content-Type":
            response.headers[name] = value
    return response


def page(status: int, words: Words) -> Response:
    """One error page. It asks neither the session nor the database."""
    number = g.get("request_number", "") if status >= 500 else ""
    way = _before() if words.back else None
    html = render_template("ui/error.html", words=words, number=number, back=way, home=_home())
    response = make_response(html, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _home() -> str:
    known = "site.home" in current_app.view_functions
    return url_for("site.home") if known else "/"


def _before() -> str | None:
    """The page that led here, if it is one of ours."""
    origin = urlsplit(request.referrer or "")
    if origin.netloc != request.host or origin.scheme not in ("http", "https"):
        return None
    return origin.path + (f"?{origin.query}" if origin.query else "")
