"""Every public page with its twin in the other languages, for search engines."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, current_app, render_template, url_for

from app.accounts.doors import public
from app.forums.public_queries import listed
from app.memoranda.models import Agreement
from app.memoranda.models import State as AgreementState
from app.platform.db import db
from app.platform.i18n import locales
from app.platform.page_cache import cached
from app.programme import schedule_indexed

bp = Blueprint("sitemap", __name__, template_folder="templates")
LEGAL = ("legal.legal", "legal.privacy", "legal.accessibility", "legal.contact")


@bp.get("/sitemap.xml")
@public
@cached()
def index() -> Response:
    base = current_app.config["SETTINGS"].base_url
    pages = [
        [(locale, base + url_for(endpoint, locale=locale, **values)) for locale in locales()]
        for endpoint, values in _pages()
    ]
    file = render_template("site/sitemap.xml", pages=pages)
    return Response(file, content_type="application/xml; charset=utf-8")


def _pages() -> Iterator[tuple[str, dict[str, Any]]]:
    for endpoint in ("site.home", "forums.index", *LEGAL):
        yield endpoint, {}
    events = {forum.id: forum for forum in db.session.scalars(listed())}
    for forum in events.values():
        yield "forums.show", {"forum": forum}
        yield "forums.practical", {"forum": forum}
    yield from schedule_indexed.pages(events)
    signed = sa.select(Agreement.forum_id, Agreement.ref).where(
        Agreement.state == AgreementState.SIGNED, Agreement.forum_id.in_(events)
    )
    for forum_id, ref in db.session.execute(signed.order_by(Agreement.id)):
        yield "memoranda.show", {"forum": events[forum_id], "ref": ref}
