"""The team of a forum: who has which role, who is invited, who goes."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import actions, inviting, queries
from app.accounts.access import NEEDS_SECOND_FACTOR
from app.accounts.doors import fresh, needs
from app.accounts.forms_roles import InviteForm, RoleForm
from app.accounts.models import Membership, Role
from app.accounts.withdrawing import confirm_withdrawal
from app.accounts.words import ROLE_HINTS, ROLE_WORDS
from app.audit import actions as audit
from app.forums.models import Forum
from app.platform.clock import now
from app.platform.db import db, observe, one_or_404, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import _
from app.platform.limits import TooMany
from app.platform.text import isolate
from app.ui.confirming import confirm_removal

bp = Blueprint("team", __name__, template_folder="templates")


@bp.get("/office/<forum:forum>/team")
@needs("team.manage")
def index(forum: Forum) -> str:
    rows = db.session.execute(queries.team(forum.id)).all()
    with observe() as session:
        audit.record("team.read", forum, by=g.user, session=session)
    return render_template(
        "forums/team.html",
        forum=forum,
        teams=[(role, [row for row in rows if row[0].role is role]) for role in Role],
        size=len(rows),
        invitations=db.session.scalars(queries.invitations(forum.id)).all(),
        role_words=ROLE_WORDS,
        role_hints=ROLE_HINTS,
        two_steps=NEEDS_SECOND_FACTOR,
        now=now(),
    )


@bp.route("/office/<forum:forum>/team/invite", methods=["GET", "POST"])
@needs("team.manage")
@fresh
def invite(forum: Forum) -> ResponseReturnValue:
    form = InviteForm()
    status = 422
    if form.validate_on_submit():
        try:
            inviting.count(form.email.data, by=g.user)
            with unit_of_work():
                inviting.invite(**form.values(), forum_id=forum.id, by=g.user)
        except (Conflict, TooMany) as refusal:
            form.email.errors, status = [refusal.message], refusal.status
        else:
            flash(_("The invitation is on its way."))
            return redirect(url_for(".index", forum=forum), 303)
    page = render_template("forums/team_invite.html", forum=forum, form=form, hints=_hints())
    return page, status if form.errors else 200


@bp.post("/office/<forum:forum>/team/invitations/<key:invitation_id>/repeat")
@needs("team.manage")
@fresh
def repeat(forum: Forum, invitation_id: int) -> ResponseReturnValue:
    row = one_or_404(queries.invitation(forum.id, invitation_id))
    inviting.count(row.email, by=g.user)
    with unit_of_work():
        inviting.repeat(row, by=g.user)
    flash(_("The invitation is on its way."))
    return redirect(url_for(".index", forum=forum), 303)


@bp.route("/office/<forum:forum>/team/invitations/<key:invitation_id>/withdrawal", methods=["GET", "POST"])
@needs("team.manage")
def withdraw(forum: Forum, invitation_id: int) -> ResponseReturnValue:
    row = one_or_404(queries.invitation(forum.id, invitation_id))
    if request.method != "POST":
        return confirm_withdrawal(row, back_url=url_for(".index", forum=forum))
    with unit_of_work():
        inviting.withdraw(row, by=g.user)
    flash(_("The invitation is withdrawn."))
    return redirect(url_for(".index", forum=forum), 303)


@bp.route("/office/<forum:forum>/team/<key:membership_id>", methods=["GET", "POST"])
@needs("team.manage")
@fresh
def change(forum: Forum, membership_id: int) -> ResponseReturnValue:
    membership: Membership = one_or_404(queries.member(forum.id, membership_id))
    name = membership.user.name
    form = RoleForm(role=membership.role.value)
    status = 422
    if form.validate_on_submit():
        try:
            with unit_of_work():
                actions.change_role(membership, Role(form.role.data), by=g.user)
        except Conflict as refusal:
            form.role.errors, status = [refusal.message], 409
        else:
            flash(_("Saved."))
            return redirect(url_for(".index", forum=forum), 303)
    page = render_template("forums/team_role.html", forum=forum, form=form, name=name, hints=_hints())
    return page, status if form.errors else 200


@bp.route("/office/<forum:forum>/team/<key:membership_id>/removal", methods=["GET", "POST"])
@needs("team.manage")
@fresh
def remove(forum: Forum, membership_id: int) -> ResponseReturnValue:
    membership: Membership = one_or_404(queries.member(forum.id, membership_id))
    if request.method != "POST":
        role = ROLE_WORDS[membership.role]
        name = _("%(name)s (%(role)s)", name=isolate(membership.user.name), role=role)
        return confirm_removal(name, back_url=url_for(".index", forum=forum))
    with unit_of_work():
        actions.remove_role(membership, by=g.user)
    flash(_("Removed."))
    return redirect(url_for(".index", forum=forum), 303)


def _hints() -> list[tuple[object, object]]:
    """What each role of a forum does."""
    return [(ROLE_WORDS[role], ROLE_HINTS[role]) for role in Role if role is not Role.ADMINISTRATOR]
