"""The language of an address, what every template may call, the static files, the error pages."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, g, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from app.platform import operator
from app.platform.i18n import current, direction, language_name, locales, preferred
from app.ui import assets, errors, styles
from app.ui.forms import shown_phone


def plug(app: Flask) -> None:
    """Put the look under every page."""
    app.url_value_preprocessor(take_locale)
    app.url_defaults(give_locale)
    app.add_url_rule("/", "root", root)
    app.register_blueprint(Blueprint("ui", __name__, template_folder="templates"))
    assets.init(app)
    errors.init(app)
    settings = app.config["SETTINGS"]
    # Macros are imported without the page's variables: what they call is global.
    app.jinja_env.globals.update(
        direction=direction,
        language_name=language_name,
        phone=shown_phone,
        has_endpoint=lambda name: name in current_app.view_functions,
    )
    app.context_processor(page_words)
    if settings.mode in ("demo", "test"):
        styles.init(app)


def take_locale(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Set `g.locale` from `/ar/…`; an address without a language speaks the one the browser prefers."""
    named = (values or {}).pop("locale", None)
    first = request.path.split("/", 2)[1]
    g.locale = named or (first if first in locales() else preferred())


def give_locale(endpoint: str, values: dict[str, Any]) -> None:
    """Links stay in the language of the page."""
    if "locale" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "locale"):
        values["locale"] = current()


def root() -> Response:
    """`/` leads to the home page in the language that the browser prefers."""
    response = make_response(redirect(url_for("site.home", locale=preferred())))
    response.headers["Vary"] = "Accept-Language"
    return response


root.door = "public"  # type: ignore[attr-defined]


def page_words() -> dict[str, Any]:
    """What `ui/base.html` needs beyond the platform's words."""
    settings = current_app.config["SETTINGS"]
    help_phone = operator.help_phone()
    return {
        "operator": operator.held(),
        "site_name": operator.site_name().said(),
        "help_phone": help_phone,
        "help_phone_shown": shown_phone(help_phone),
        "demo": settings.demo,
        "base_url": settings.base_url,
        "canonical": canonical,
        "other_locales": other_locales,
        "twins": twins,
    }


def canonical() -> str:
    """The address of this page without its query, as search engines should know it."""
    return f"{current_app.config['SETTINGS'].base_url}{request.path}"


def other_locales() -> list[tuple[str, str, str]]:
    """(locale, its name in its own language, the address of this same page in it)."""
    return [(one, language_name(one), same_page(one)) for one in locales() if one != current()]


def twins() -> list[tuple[str, str]]:
    """(hreflang, address without a query) of this page in each language, and of that for all others."""
    base = current_app.config["SETTINGS"].base_url
    found = [
        (one, canonical() if one == current() else base + same_page(one).partition("?")[0])
        for one in locales()
    ]
    return [*found, ("x-default", found[0][1])]


def same_page(locale: str) -> str:
    """This page in another language; home where the address has none, as on an error page."""
    readable = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
    values = request.view_args or {}
    if not readable:
        return _page_before(locale)
    if (
        request.endpoint
        and current_app.url_map.is_endpoint_expecting(request.endpoint, "locale")
        and None not in values.values()  # an event that is not there
    ):
        path = url_for(request.endpoint, **{**values, "locale": locale})
        # The query stands apart: url_for() takes words such as _external for its own.
        query = request.query_string.decode("ascii", "replace")
        return f"{path}?{query}" if query else path
    return _home(locale)


def _page_before(locale: str) -> str:
    """A refused form may stand at an address that only takes it: the page it was opened on is meant."""
    before = urlsplit(request.referrer or "")
    first, _slash, rest = before.path.lstrip("/").partition("/")
    if before.netloc != request.host or first not in locales():
        return _home(locale)
    return f"/{locale}/{rest}" + (f"?{before.query}" if before.query else "")


def _home(locale: str) -> str:
    return url_for("site.home", locale=locale) if "site.home" in current_app.view_functions else f"/{locale}/"
