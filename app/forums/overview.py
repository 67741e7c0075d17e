"""A forum's first page: what needs somebody today, what is missing for the next step, what comes next."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import may, needs
from app.forums import actions, agenda, checklist, lifecycle, ports, steps
from app.forums.lifecycle import State
from app.forums.models import STATE_WORDS, Forum
from app.forums.views import bp
from app.platform.db import unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import _, lazy


@bp.get("/office/<forum:forum>/")
@needs("forums.office")
def office(forum: Forum) -> str:
    to = lifecycle.forward(forum.state)
    lacks = checklist.lacks(forum, to) if to else []
    told = [one for _order, _name, tell in ports.todays for one in tell(forum)]
    needed = [one for one in [*told, *agenda.stands_below(lacks)] if may(one.permission)]
    back = lifecycle.back(forum.state)
    return render_template(
        "forums/office.html",
        forum=forum,
        needed=needed,
        agenda=agenda.of(forum),
        to=to,
        lacks=lacks,
        step=steps.words(forum.state, to) if to else None,
        back=(back, steps.words(forum.state, back)[0]) if back else None,
    )


@bp.route(
    "/office/<forum:forum>/step/<any(draft, announced, open, under_way, closed, archived):state>",
    methods=["GET", "POST"],
)
@needs("forums.announce")
def move(forum: Forum, state: str) -> ResponseReturnValue:
    to = State(state)
    if request.method != "POST":
        return _ask(forum, to)
    with unit_of_work():
        actions.move(forum, to, by=g.user)
    flash(_("The event is now at this step: %(state)s.", state=STATE_WORDS[to]))
    return redirect(url_for(".office", forum=forum), 303)


def _ask(forum: Forum, to: State) -> str:
    """What the public will see, before it is done."""
    if to not in lifecycle.NEXT[forum.state]:
        raise Conflict(lazy("This event is no longer at that step. Open it again to see where it stands."))
    label, consequence = steps.words(forum.state, to)
    back = lifecycle.is_back(forum.state, to)
    concerned = [said for ask in ports.stakes.values() if (said := ask(forum))] if back else []
    return render_template(
        "forums/step.html",
        forum=forum,
        heading=label,
        text=consequence,
        submit=_("Yes, go to this step"),
        kind="primary",
        back_url=url_for(".office", forum=forum),
        lacks=checklist.lacks(forum, to),
        concerned=concerned,
    )
