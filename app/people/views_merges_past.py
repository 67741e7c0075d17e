"""The merges of the past, each of which can be undone."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.audit import actions as audit
from app.people import merging_told, merging_undo
from app.people.duplicates_scope import accounts_of, merges, rows_of
from app.people.merge_rows import Merge, Sort
from app.people.merging_undo import Undone
from app.people.scope import scope
from app.platform.db import db, observe, one_or_404, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import _, listing
from app.ui.listing import PAGE, asked_page, one_page

bp = Blueprint("merges_past", __name__, template_folder="templates")
MERGE = "people.merge"


@bp.get("/directory/duplicates/merges")
@needs(MERGE)
def index() -> str:
    page = asked_page()
    found = db.session.scalars(one_page(merges(scope(MERGE)), page)).all()
    rows = {
        sort: rows_of(sort, [key for one in found if one.sort is sort for key in (one.kept_id, one.gone_id)])
        for sort in Sort
    }
    with observe() as session:
        audit.record("merges.read", g.user, by=g.user, session=session, page=page)
    return render_template(
        "merges/past.html",
        merges=[
            (one, rows[one.sort].get(one.kept_id), rows[one.sort].get(one.gone_id)) for one in found[:PAGE]
        ],
        accounts=accounts_of(found),
        moved=_moved,
        before=merging_told.name_before,
        page=page,
        more=len(found) > PAGE,
    )


@bp.route("/directory/duplicates/merges/<key:merge_id>/undoing", methods=["GET", "POST"])
@needs(MERGE)
def undo(merge_id: int) -> ResponseReturnValue:
    merge = one_or_404(merges(scope(MERGE)).where(Merge.id == merge_id))
    if merge.undone_at is not None:
        raise Conflict(merging_undo.APART)
    if request.method != "POST":
        rows = rows_of(merge.sort, [merge.kept_id, merge.gone_id])
        kept, gone = rows.get(merge.kept_id), rows.get(merge.gone_id)
        with observe() as session:
            audit.record(f"{merge.sort.value}.compared", kept or merge, by=g.user, session=session)
        return render_template("merges/undo.html", merge=merge, kept=kept, gone=gone, moved=_moved(merge))
    with unit_of_work():
        result = merging_undo.undo(merge, by=g.user)
    flash(_("Undone: the two stand apart again."))
    for sentence in _rest(result):
        flash(sentence)
    return redirect(url_for(".index"), 303)


def _moved(merge: Merge) -> list[str]:
    return merging_told.in_words({name: len(ids) for name, ids in merge.moved.items()})


def _rest(result: Undone) -> list[str]:
    """What could not be put back, in sentences."""
    told = []
    if result.left:
        left = listing(merging_told.in_words(result.left))
        told.append(_("Changed since, and left as it is: %(what)s.", what=left))
    if result.lost:
        told.append(_("What stood on both sides stands only once: there is no room for it any more."))
    if result.changed:
        told.append(_("What was written since into the one that was kept stays."))
    if result.picture:
        told.append(_("The picture of the one that stands apart again is lost: another one replaced it."))
    return told
