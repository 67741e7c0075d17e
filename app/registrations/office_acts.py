"""What the office does with one registration. Each act answers with a sentence on its page."""

from collections.abc import Mapping
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.accounts.ports import refuse_closed
from app.forums.models import Forum
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import _, lazy
from app.registrations import deeds, full_words, link_actions, moving, office_one, one_page, queries
from app.registrations.deeds import DEEDS
from app.registrations.models import Registration
from app.registrations.office import bp
from app.registrations.office_one import ONE
from app.registrations.reasons import ReasonForm
from app.registrations.seats import Full
from app.registrations.words import Covers

# What was done, said to the team.
DONE = {
    "approval": lazy("Approved: the place is given."),
    "refusal": lazy("The request is declined."),
    "waiting": lazy("Put on the waiting list."),
    "contact": lazy("The contact is confirmed."),
    "letter": lazy("The letter is on its way again."),
    "withdrawal": lazy("The registration is cancelled; its places are free again."),
}


@bp.post(f"{ONE}/approval")
@needs("registrations.edit")
def approve(forum: Forum, number: int) -> ResponseReturnValue:
    """Where something is full, the page says what, and what can be done instead."""
    row = one_page.found(forum, number)
    without = [int(key) for key in request.form.getlist("without") if key.isascii() and key.isdigit()]
    try:
        with unit_of_work():
            refuse_closed(forum.id)
            moving.approve(row, by=g.user, without=without)
    except Full as full:
        return _full(forum, number, full), 409
    flash(DONE["approval"])
    return redirect(url_for(".show", forum=forum, number=number), 303)


@bp.post(f"{ONE}/<any(waiting, contact, letter):deed>")
@needs("registrations.edit")
def act(forum: Forum, number: int, deed: str) -> ResponseReturnValue:
    return _done(forum, one_page.found(forum, number), deed, {})


@bp.route(f"{ONE}/<any(refusal, withdrawal):ending>", methods=["GET", "POST"])
@needs("registrations.edit")
def end(forum: Forum, number: int, ending: str) -> ResponseReturnValue:
    """Decline or cancel, with a reason that the person reads."""
    row, form = one_page.found(forum, number), ReasonForm(ending)
    if not DEEDS[ending].suits(row):
        raise Conflict(lazy("This registration was changed meanwhile. Look at it again."))
    if not form.validate_on_submit():
        page = render_template("registrations/end.html", forum=forum, row=row, ending=ending, form=form)
        return page, 422 if form.errors else 200
    return _done(forum, row, ending, form.given())


@bp.route(f"{ONE}/link", methods=["GET", "POST"])
@needs("registrations.edit")
def renew_link(forum: Forum, number: int) -> ResponseReturnValue:
    """Make the personal link and the badge void, and write with the new ones."""
    row = one_page.found(forum, number)
    back = url_for(".show", forum=forum, number=number)
    if request.method != "POST":
        return render_template(
            "registrations/renewal.html",
            heading=_("Renew the personal link"),
            text=_(
                "The link and the badge that were sent will open nothing any more. "
                "A letter with new ones leaves."
            ),
            submit=_("Yes, renew it"),
            back_url=back,
        )
    badge = link_actions.next_badge(row)
    with unit_of_work():
        refuse_closed(forum.id)
        link_actions.renew(row, forum, badge, by=g.user)
    flash(_("The earlier link and badge are void."))
    return redirect(back, 303)


def _done(forum: Forum, row: Registration, deed: str, given: Mapping[str, Any]) -> ResponseReturnValue:
    with unit_of_work():
        refuse_closed(forum.id)
        deeds.do(deed, row, given, g.user)
    flash(DONE[deed])
    return redirect(url_for(".show", forum=forum, number=int(row.number)), 303)


def _full(forum: Forum, number: int, full: Full) -> str:
    """The page of the registration, with what is full and the ways on."""
    row = one_page.found(forum, number)
    said, workshops = full_words.nothing_left(full.quota), []
    if full.quota.covers is Covers.WORKSHOP:
        chosen = list(db.session.scalars(queries.chosen(row.id)))
        workshops = full_words.full_workshops(forum.id, chosen)
    return office_one.page(forum, row, full=said, full_workshops=workshops)
