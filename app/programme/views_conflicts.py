"""The conflicts of a programme: all of them, and those of a session while it is typed."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.forums.models import Forum
from app.platform.db import unit_of_work
from app.platform.i18n import _
from app.programme import acceptances, checking
from app.programme import typed as typing
from app.programme.forms_conflicts import AcceptForm, TakeBackForm

bp = Blueprint("conflicts", __name__, template_folder="templates")


@bp.get("/office/<forum:forum>/programme/conflicts")
@needs("programme.edit")
def index(forum: Forum) -> str:
    return _page(forum)


@bp.post("/office/<forum:forum>/programme/conflicts/typed")
@needs("programme.edit")
def typed(forum: Forum) -> str:
    """The fields of a session's form as they stand now → a part of a page; nothing is saved."""
    return render_template("conflicts/_found.html", forum=forum, found=of_session(forum, _session()))


@bp.post("/office/<forum:forum>/programme/conflicts/acceptances")
@needs("programme.edit")
def accept(forum: Forum) -> ResponseReturnValue:
    form = AcceptForm().name_box()
    if not form.validate_on_submit():
        return _page(forum, form), 422
    mark, reason = form.mark.data or "", form.reason.data or ""
    with unit_of_work():
        acceptances.accept(forum, mark, reason, by=g.user)
    flash(_("Accepted. The warning no longer holds up a release."))
    return redirect(url_for(".index", forum=forum, session=_session()), 303)


@bp.post("/office/<forum:forum>/programme/conflicts/acceptances/removal")
@needs("programme.edit")
def take_back(forum: Forum) -> ResponseReturnValue:
    with unit_of_work():
        acceptances.take_back(forum, TakeBackForm().mark.data or "", by=g.user)
    flash(_("Taken back. The warning stands again."))
    return redirect(url_for(".index", forum=forum, session=_session()), 303)


def of_session(forum: Forum, session_id: int | None) -> list[checking.Finding]:
    """The conflicts of a session as the request sends it; of one that is only looked at, as it is saved."""
    if request.method == "POST":
        item = typing.item(forum, session_id)
        return checking.of(forum, instead=item) if item else []
    return [one for one in checking.of(forum) if session_id in one.keys] if session_id else []


def _page(forum: Forum, refused: AcceptForm | None = None) -> str:
    found, only = checking.of(forum), _session()
    item = next((item for one in found for item in one.items if item.slot.key == only), None)
    if item:
        found = [one for one in found if only in one.keys]
    return render_template(
        "conflicts/index.html",
        forum=forum,
        blocking=checking.blocking(found),
        waiting=_by_session(checking.waiting(found)),
        accepted=[one for one in found if one.accepted],
        only=item,
        refused=refused,
        form_of=lambda one: _form(one, refused),
    )


def _by_session(found: list[checking.Finding]) -> list[list[checking.Finding]]:
    """Those of the same session, or of the same two, together; in the order of the first of each."""
    groups: dict[tuple[int, ...], list[checking.Finding]] = {}
    for one in found:
        groups.setdefault(one.keys, []).append(one)
    return list(groups.values())


def _form(one: checking.Finding, refused: AcceptForm | None) -> Any:
    if refused and refused.mark.data == one.mark:
        return refused
    return AcceptForm(formdata=None, mark=one.mark).name_box()


def _session() -> int | None:
    """The session to which the page is narrowed."""
    return request.args.get("session", type=int)
