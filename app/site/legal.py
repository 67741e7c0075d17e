"""The pages that every public site owes its visitors: legal notice, personal data, accessibility, contact.

Each says what is known of the operator. Where the operator wrote a text of its own in the language of the
page, that text stands in place of ours.
"""

from typing import Any

from flask import Blueprint, render_template

from app.accounts.doors import public
from app.platform import markup, operator
from app.platform.i18n import current, language_name, lazy
from app.platform.page_cache import cached

bp = Blueprint("legal", __name__, template_folder="templates")


@bp.get("/legal")
@public
@cached()
def legal() -> str:
    return _page("legal", lazy("Legal notice"))


@bp.get("/privacy")
@public
@cached()
def privacy() -> str:
    return _page("privacy", lazy("Personal data"))


@bp.get("/accessibility")
@public
@cached()
def accessibility() -> str:
    return _page("accessibility", lazy("Accessibility"))


@bp.get("/contact")
@public
@cached()
def contact() -> str:
    return _page("contact", lazy("Contact"))


def _page(name: str, heading: Any) -> str:
    written: dict[str, str] = getattr(operator.whole(), f"{name}_text")
    own = written.get(current())
    return render_template(
        f"site/{name}.html",
        heading=heading,
        own=markup.html(own, current()) if own else None,
        elsewhere=[(one, language_name(one)) for one in written if one != current() and not own],
    )
