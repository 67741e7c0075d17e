"""The office's pages about registrations: who comes."""

from functools import partial

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import may, needs
from app.audit import actions as audit
from app.forums.models import Forum
from app.platform.db import observe
from app.platform.i18n import _
from app.registrations import (
    list_choices,
    list_conditions,
    list_export,
    list_rows,
    lists,
    ports,
    queries,
)
from app.ui import listing
from app.ui.listing import Act

bp = Blueprint("registry", __name__, template_folder="templates")


@bp.get("/office/<forum:forum>/registrations")
@needs("registrations.list")
def index(forum: Forum) -> str:
    choices = list_choices.read(forum.id)
    page = listing.read(
        lists.registrations(forum, choices),
        queries.of_forum(forum.id),
        address=partial(url_for, ".index", forum=forum),
        export=partial(url_for, ".export", forum=forum) if may("registrations.export") else None,
        acts=[
            Act(act.label, partial(url_for, act.endpoint, forum=forum, **act.values), act.icon, act.first)
            for act in ports.acts
            if may(act.permission) and not (act.endpoint.startswith("registry.") and forum.is_archived)
        ],
    )
    with observe() as session:
        audit.record("registrations.read", forum, by=g.user, session=session, page=page.number)
    return render_template(
        "registrations/index.html",
        forum=forum,
        page=page,
        choices=choices,
        besides=list_rows.besides(page.rows, workshops=bool(choices.workshops)),
        to_call=list_conditions.is_to_call,
    )


@bp.get("/office/<forum:forum>/registrations.<any(xlsx, csv):suffix>")
@needs("registrations.export")
def export(forum: Forum, suffix: str) -> ResponseReturnValue:
    taking, found = list_export.Taking(forum), queries.of_forum(forum.id)
    table = listing.export(taking.listing, found, suffix, str(_("Registrations")), taking.bring)
    with observe() as session:
        audit.record("registrations.exported", forum, by=g.user, session=session, rows=table.rows)
    return table
