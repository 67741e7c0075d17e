"""The list where a programme editor builds the programme, and what is done there to one session."""

from functools import partial

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.forums.models import Forum
from app.platform.db import db, one_or_404, unit_of_work
from app.platform.i18n import _
from app.platform.text import isolate
from app.programme import actions, office_list, order_actions, queries, released
from app.programme.office_filters import listing_of
from app.programme.release_rows import ReleasedSession
from app.programme.selected_words import ACTS
from app.programme.views import bp
from app.ui import listing


@bp.get("/office/<forum:forum>/programme")
@needs("programme.edit")
def index(forum: Forum) -> str:
    asked = listing.asked(listing_of(forum))
    sessions = office_list.found(forum, asked)
    whole = not asked.query and not any(values for key, values in asked.on.items() if key != "day")
    known = office_list.standing(forum)
    saved = request.args.get("saved", type=int)
    return render_template(
        "programme/index.html",
        forum=forum,
        page=listing.Page(
            asked,
            sessions,
            1,
            len(sessions),
            {},
            partial(url_for, ".index", forum=forum),
            partial(url_for, ".sheet", forum=forum),
            (),
        ),
        days=office_list.days(forum, sessions, known, whole=whole),
        cancelled=known.cancelled,
        clashing=[one for one in known.findings if saved in one.keys and (one.blocks or one.waits)],
        acts=ACTS,
    )


@bp.post("/office/<forum:forum>/programme/<key:session_id>/<any(up, down):way>")
@needs("programme.edit")
def shift(forum: Forum, session_id: int, way: str) -> ResponseReturnValue:
    session = one_or_404(queries.session(forum.id, session_id))
    with unit_of_work():
        order_actions.shift(forum, session, way == "up", by=g.user)
    return redirect(url_for(".index", forum=forum, _anchor=f"session-{session_id}"), 303)


@bp.route("/office/<forum:forum>/programme/<key:session_id>/removal", methods=["GET", "POST"])
@needs("programme.edit")
def remove(forum: Forum, session_id: int) -> ResponseReturnValue:
    session = one_or_404(queries.session(forum.id, session_id))
    if request.method != "POST":
        asked = str(_("To be removed: %(name)s. This cannot be undone.", name=isolate(session.title.said())))
        current = released.current(forum.id).join(ReleasedSession).where(ReleasedSession.ref == session.ref)
        if db.session.scalar(current):
            asked += " " + _("The public sees it now: the next release will tell it as cancelled.")
        return render_template(
            "ui/confirm.html",
            heading=_("Remove"),
            text=asked,
            submit=_("Yes, remove"),
            back_url=url_for(".index", forum=forum),
        )
    with unit_of_work():
        actions.remove(session, by=g.user)
    flash(_("Removed."))
    return redirect(url_for(".index", forum=forum), 303)
