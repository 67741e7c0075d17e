"""The events of an account, and the log of one. What the public reads is in `public.py`; an organiser
works in `overview.py`, `event.py` and `parts.py`.
"""

from functools import partial
from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import allowed
from app.accounts.doors import needs, signed_in
from app.accounts.queries import among, forum_ids
from app.audit.forms import LogForm
from app.audit.pages import log_page
from app.audit.queries import of_forum, of_subject
from app.audit.telling import Line
from app.forums import lists, queries
from app.forums.models import Forum
from app.platform.db import db
from app.platform.errors import NotFound
from app.platform.i18n import _
from app.ui import listing

bp = Blueprint("forums", __name__, template_folder="templates")
FEW = 8  # as many are found at a glance, without search and filters


@bp.get("/office/")
@signed_in
def offices() -> str:
    mine = forum_ids(g.memberships)
    may_create = allowed(among(g.memberships, None), "forums.create")
    if not request.args and len(few := db.session.scalars(queries.of(mine).limit(FEW + 1)).all()) <= FEW:
        return render_template("forums/offices.html", forums=few, may_create=may_create)
    page = listing.read(lists.events(mine), queries.of(mine), address=partial(url_for, ".offices"))
    return render_template("forums/offices_many.html", page=page, may_create=may_create)


@bp.get("/office/<forum:forum>/history")
@needs("audit.list")
def history(forum: Forum) -> ResponseReturnValue:
    page, status = log_page(of_forum(forum.id), LogForm(forum.id), of=forum, by=g.user)
    return _history(forum, address=partial(url_for, ".history", forum=forum), **page), status


@bp.get("/office/<forum:forum>/history/<string(maxlength=64):subject_kind>/<key:subject_id>")
@needs("audit.list")
def subject_history(forum: Forum, subject_kind: str, subject_id: int) -> ResponseReturnValue:
    page, status = log_page(of_subject(forum.id, subject_kind, subject_id), None, of=forum, by=g.user)
    if not page["rows"]:
        raise NotFound()
    heading = _("History: %(subject)s", subject=page["rows"][0].subject)
    lead = _("What was done here, newest first.")
    address = partial(
        url_for, ".subject_history", forum=forum, subject_kind=subject_kind, subject_id=subject_id
    )
    return _history(forum, address=address, heading=heading, lead=lead, **page), status


def _history(forum: Forum, **page: Any) -> str:
    def subject_url(line: Line) -> str | None:
        kind, key = line.entry.subject_kind, line.entry.subject_id
        return url_for(".subject_history", forum=forum, subject_kind=kind, subject_id=key) if key else None

    return render_template("forums/history.html", forum=forum, subject_url=subject_url, **page)
