"""The badges of the registrations that were ticked in the office's list."""

from tempfile import TemporaryFile
from typing import BinaryIO

from flask import Blueprint, g, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.audit import actions as audit
from app.badges import pdf, queries
from app.forums.models import Forum
from app.platform.db import db, unit_of_work
from app.platform.i18n import _, lazy, plural
from app.registrations import lists
from app.registrations.queries import with_badge
from app.ui import listing

bp = Blueprint("ticked_badges", __name__, template_folder="templates")
# By the name of the choice: the paper, whether its badges stand on sheets, and the choice in words.
PAPERS = {
    "a6": ("a6", False, lazy("A6, one per page")),
    "a6-sheets": ("a6", True, lazy("A6, on A4 sheets with cut marks")),
    "cr80": ("cr80", False, lazy("Card (CR80), one per page")),
    "cr80-sheets": ("cr80", True, lazy("Card (CR80), on A4 sheets with cut marks")),
}


@bp.post("/office/<forum:forum>/registrations/badges")
@needs("badges.print")
def write(forum: Forum) -> ResponseReturnValue:
    rows = listing.chosen(lists.registrations(forum), with_badge(forum.id))
    asked = listing.ask(
        rows,
        heading=_("Print badges"),
        text=plural(
            "%(num)d badge: a badge for each confirmed registration among those you selected.",
            "%(num)d badges: a badge for each confirmed registration among those you selected.",
            rows.count,
        ),
        submit=plural("Print %(num)d badge", "Print %(num)d badges", rows.count),
        back_url=url_for("registry.index", forum=forum),
        template="badges/many.html",
        papers={key: label for key, (_paper, _sheets, label) in PAPERS.items()},
    )
    if asked:
        return asked
    paper, sheets, _label = PAPERS.get(request.form.get("paper", ""), PAPERS["a6"])
    out: BinaryIO = TemporaryFile()  # noqa: SIM115 — the answer closes it
    found = db.session.scalars(rows.select.execution_options(yield_per=200))
    draw = pdf.write_sheets if sheets else pdf.write_badges
    draw(out, (queries.badge(row) for row in found), queries.design(forum, paper))
    with unit_of_work():
        audit.record("badges.printed", forum, by=g.user, paper=paper, count=rows.count)
    out.seek(0)
    return send_file(out, mimetype="application/pdf", download_name=f"{forum.slug}-{paper}.pdf")
