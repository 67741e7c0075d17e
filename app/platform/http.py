"""The HTTP edge: content security policy, headers, a number for each request, loopback only in demo."""

import ipaddress
import secrets

from flask import Blueprint, Flask, Response, abort, current_app, g, request

POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; "
    "img-src 'self' data: blob:; style-src 'self'; script-src 'self'; font-src 'self'; connect-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), payment=(), usb=()",
}


def init(app: Flask) -> None:
    """Number each request, refuse strangers in demo, and set the headers of every answer."""
    app.before_request(_number)
    app.before_request(_loopback_only_in_demo)
    app.after_request(_headers)


def pages(app: Flask, blueprint: Blueprint) -> None:
    """Put the pages of a feature under the language prefix: `/ar/…`, `/fr/…`."""
    locales = ", ".join(app.config["SETTINGS"].locales)
    app.register_blueprint(blueprint, url_prefix=f"/<any({locales}):locale>")


def _number() -> None:
    g.request_number = secrets.token_hex(4)


def _loopback_only_in_demo() -> None:
    settings = current_app.config["SETTINGS"]
    if settings.demo and not ipaddress.ip_address(request.remote_addr or "0.0.0.0").is_loopback:  # noqa: S104
        abort(403, "The demonstration answers on this machine only.")


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["X-Request-Id"] = g.get("request_number", "")
    if current_app.config["SETTINGS"].mode == "production":
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if "text/html" in response.content_type:
        response.headers.setdefault("Cache-Control", "private, no-store" if g.get("private") else "no-cache")
    return response
