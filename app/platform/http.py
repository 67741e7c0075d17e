"""The HTTP edge: content security policy, headers, a number for each request, loopback only in demo."""

import ipaddress
import re
import secrets
from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, g, request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter

POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; "
    "img-src 'self' data: blob:; style-src 'self'; script-src 'self'; font-src 'self'; connect-src 'self'"
)
_HERE = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d+)?")
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), payment=(), usb=()",
}


LARGEST_KEY = 2**31 - 1  # what an integer column of PostgreSQL holds


class Key(IntegerConverter):
    """The key of a row in an address of the office; a larger number is no address of ours."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_KEY)


class Code(UnicodeConverter):
    """A reference or a personal link in an address: letters, figures and hyphens."""

    regex = "[0-9A-Za-z-]{1,100}"

    def __init__(self, url_map: Map) -> None:
        super(UnicodeConverter, self).__init__(url_map)


class Application(Flask):
    """Flask, except that a failure is logged by its endpoint: an address may hold a personal link."""

    def log_exception(self, exc_info: Any) -> None:
        self.logger.error("Failed in %s [%s].", request.endpoint, request.method, exc_info=exc_info)


def init(app: Flask) -> None:
    """Number each request, refuse strangers in demo, and set the headers of every answer."""
    app.url_map.converters.update(key=Key, code=Code)
    # Before anything else reads the address: the preprocessors that follow load rows.
    app.url_value_preprocessor(lambda _endpoint, _values: _number())
    app.url_value_preprocessor(lambda _endpoint, _values: _loopback_only_in_demo())
    app.after_request(_headers)
    proxies: int = app.config["SETTINGS"].proxies
    if proxies:  # else a visitor could say in a header whatever address suits them
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]


def pages(app: Flask, blueprint: Blueprint) -> None:
    """Put the pages of a feature under the language prefix: `/ar/…`, `/fr/…`."""
    locales = ", ".join(app.config["SETTINGS"].locales)
    app.register_blueprint(blueprint, url_prefix=f"/<any({locales}):locale>")


def _number() -> None:
    g.request_number = secrets.token_hex(4)


def _loopback_only_in_demo() -> None:
    settings = current_app.config["SETTINGS"]
    if not settings.demo:
        return
    # Through a proxy, or under another name (which a foreign page could make point here), it is not for us.
    forwarded = any(name in request.headers for name in ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host"))
    named = _HERE.fullmatch(request.headers.get("Host", ""))
    if forwarded or not named or not ipaddress.ip_address(request.remote_addr or "0.0.0.0").is_loopback:  # noqa: S104
        abort(403, "The demonstration answers on this machine only.")


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["X-Request-Id"] = g.get("request_number", "")
    if current_app.config["SETTINGS"].mode == "production":
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if g.get("private"):
        # Whatever the library that made the answer says: it belongs to one person.
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex"
    elif "text/html" in response.content_type:
        response.headers.setdefault("Cache-Control", "no-cache")
    return response
