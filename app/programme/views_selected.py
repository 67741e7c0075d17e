"""Several sessions changed at once: asked, shown as they would be, done."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.forums.models import Forum
from app.forums.parts_rules import PartRefused
from app.forums.queries import whole
from app.platform.db import one_or_404, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import _, lazy
from app.programme import queries, selected_actions, selected_words
from app.programme.forms_selected import FORMS, SelectedForm
from app.programme.office_filters import listing_of
from app.programme.selected import Act, Step, mark, steps
from app.programme.views import bp
from app.ui import listing
from app.ui.listing_read import rows_of


@bp.post("/office/<forum:forum>/programme/selected")
@needs("programme.edit")
def selected(forum: Forum) -> ResponseReturnValue:
    act = _asked()
    sessions = rows_of(listing.chosen(listing_of(forum), queries.sessions(forum.id)).select)
    form = FORMS[act](one_or_404(whole(forum.id)))
    if act is not Act.REMOVE and "step" not in request.form:
        return _page(forum, act, form, steps=[Step(one, {}) for one in sessions])
    if not form.validate_on_submit():
        return _page(forum, act, form, steps=[Step(one, {}) for one in sessions]), 422
    value = form.given()
    plan, shown = steps(act, value, sessions), mark(act, value, sessions)
    refused = [one for one in plan if one.refusal]
    if refused or request.form.get("seen") != shown:
        changed = bool(request.form.get("seen")) and request.form.get("step") == "do"
        page = _page(forum, act, form, steps=plan, refused=refused, seen=shown, changed=changed)
        return page, 409 if refused or changed else 200
    keys = [one.id for one in sessions]
    try:
        with unit_of_work():
            selected_actions.change(forum, keys, act, value, seen=shown, by=g.user)
    except PartRefused as refusal:
        form["value"].errors = [refusal.message]
        return _page(forum, act, form, steps=plan), 409
    flash(selected_words.done(act, len(keys)))
    return redirect(url_for(".index", forum=forum), 303)


def _asked() -> Act:
    try:
        return Act(request.form.get("act", ""))
    except ValueError:
        raise Conflict(lazy("Choose first what to do with the sessions. Nothing was done.")) from None


def _page(
    forum: Forum,
    act: Act,
    form: SelectedForm,
    *,
    steps: list[Step],
    refused: list[Step] | None = None,
    seen: str = "",
    changed: bool = False,
) -> str:
    whole_forum: Any = one_or_404(whole(forum.id))
    return render_template(
        "programme/selected.html",
        forum=forum,
        act=act,
        form=form,
        heading=selected_words.ACTS[act],
        steps=steps,
        refused=refused or [],
        seen="" if refused else seen,
        shown=bool(seen),
        changed=changed,
        now=lambda one: selected_words.now(act, one.session, whole_forum),
        then=lambda one: selected_words.then(act, one, whole_forum),
        button=selected_words.button(act, len(steps)),
        question=_(
            "Removed sessions cannot be brought back. A released programme keeps them until the next release."
        )
        if act is Act.REMOVE
        else "",
    )
