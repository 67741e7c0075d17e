"""The administrator's pages about accounts: who there is, what each may do, help for who is locked out."""

from functools import partial

import sqlalchemy as sa
from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import actions, inviting, lists, ports, queries, sign_ins
from app.accounts.doors import fresh, needs
from app.accounts.forms_roles import AdministratorForm, GiveRoleForm
from app.accounts.models import Membership, User
from app.accounts.withdrawing import confirm_withdrawal
from app.accounts.words import ROLE_WORDS
from app.audit import actions as audit
from app.platform.clock import now
from app.platform.db import db, observe, one_or_404, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import _
from app.platform.limits import TooMany
from app.platform.text import isolate
from app.ui import listing
from app.ui.confirming import confirm_removal

bp = Blueprint("accounts_office", __name__, template_folder="templates")
ACCOUNTS = "installation.accounts"


@bp.get("/administration/accounts")
@needs(ACCOUNTS)
def index() -> str:
    page = listing.read(
        lists.accounts({}),
        queries.accounts(),
        address=partial(url_for, ".index"),
        export=partial(url_for, ".export"),
    )
    with observe() as session:
        audit.record("accounts.read", g.user, by=g.user, session=session, page=page.number)
    return render_template(
        "accounts/office_index.html",
        page=page,
        roles=lists.roles_of([user.id for user, *_rest in page.rows]),
        invitations=db.session.scalars(queries.invitations(None)).all(),
        role_words=ROLE_WORDS,
        now=now(),
    )


@bp.get("/administration/accounts.<any(xlsx, csv):suffix>")
@needs(ACCOUNTS)
def export(suffix: str) -> ResponseReturnValue:
    table = listing.export(lists.accounts(lists.roles_of()), queries.accounts(), suffix, str(_("Accounts")))
    with observe() as session:
        audit.record("accounts.exported", g.user, by=g.user, session=session, rows=table.rows)
    return table


@bp.get("/administration/accounts/<key:account_id>")
@needs(ACCOUNTS)
def show(account_id: int) -> str:
    found = db.session.execute(queries.accounts().where(User.id == account_id)).one_or_none()
    if found is None:
        abort(404)
    user, second_factor, last_seen = found
    roles = db.session.scalars(queries.roles_of(user.id)).all()
    devices = db.session.scalar(
        sa.select(sa.func.count()).select_from(sign_ins.open_ones(user.id).subquery())
    )
    with observe() as session:
        audit.record("account.read", user, by=g.user, session=session)
    return render_template(
        "accounts/office_show.html",
        account=user,
        second_factor=second_factor,
        last_seen=last_seen,
        devices=devices,
        roles=roles,
        events=ports.events(frozenset(one.forum_id for one in roles if one.forum_id is not None)),
        role_words=ROLE_WORDS,
        own=user.id == g.user.id,
    )


@bp.route("/administration/accounts/<key:account_id>/roles", methods=["GET", "POST"])
@needs(ACCOUNTS)
@fresh
def give_role(account_id: int) -> ResponseReturnValue:
    user: User = one_or_404(queries.account(account_id))
    form = GiveRoleForm([event for event in ports.events().values() if not event.is_archived])
    status = 422
    if form.validate_on_submit():
        values = form.values()
        try:
            with unit_of_work():
                actions.grant(user, values["role"], forum_id=values["forum_id"], by=g.user)
        except Conflict as refusal:
            form.role.errors, status = [refusal.message], 409
        else:
            flash(_("Saved."))
            return redirect(_page_of(user), 303)
    page = render_template("accounts/office_role.html", form=form, account=user)
    return page, status if form.errors else 200


@bp.route(
    "/administration/accounts/<key:account_id>/roles/<key:membership_id>/removal", methods=["GET", "POST"]
)
@needs(ACCOUNTS)
@fresh
def remove_role(account_id: int, membership_id: int) -> ResponseReturnValue:
    membership: Membership = one_or_404(queries.role_of(account_id, membership_id))
    back = url_for(".show", account_id=account_id)
    if request.method != "POST":
        event = ports.event(membership.forum_id)
        place = event.name.said() if event else _("The whole platform")
        role = _("%(role)s, %(event)s", role=ROLE_WORDS[membership.role], event=isolate(place))
        return confirm_removal(role, back_url=back)
    with unit_of_work():
        actions.remove_role(membership, by=g.user)
    flash(_("Removed."))
    return redirect(back, 303)


@bp.route("/administration/accounts/<key:account_id>/deactivation", methods=["GET", "POST"])
@needs(ACCOUNTS)
@fresh
def deactivate(account_id: int) -> ResponseReturnValue:
    user: User = one_or_404(queries.account(account_id))
    if request.method != "POST":
        return _ask(
            user,
            _("Deactivate the account"),
            _("This account is signed out everywhere, and opens no more. Its name stays in the log."),
            _("Yes, deactivate"),
        )
    with unit_of_work():
        actions.deactivate(user, by=g.user)
    flash(_("The account is deactivated."))
    return redirect(_page_of(user), 303)


@bp.post("/administration/accounts/<key:account_id>/reactivation")
@needs(ACCOUNTS)
@fresh
def reactivate(account_id: int) -> ResponseReturnValue:
    user: User = one_or_404(queries.account(account_id))
    with unit_of_work():
        actions.reactivate(user, by=g.user)
    flash(_("The account opens again."))
    return redirect(_page_of(user), 303)


@bp.post("/administration/accounts/<key:account_id>/sign-out")
@needs(ACCOUNTS)
def sign_out(account_id: int) -> ResponseReturnValue:
    user: User = one_or_404(queries.account(account_id))
    with unit_of_work():
        actions.sign_out_everywhere(user, by=g.user)
    flash(_("The account is signed out on all devices."))
    return redirect(_page_of(user), 303)


@bp.route("/administration/accounts/<key:account_id>/second-factor-removal", methods=["GET", "POST"])
@needs(ACCOUNTS)
@fresh
def remove_second_factor(account_id: int) -> ResponseReturnValue:
    user: User = one_or_404(queries.account(account_id))
    if request.method != "POST":
        return _ask(
            user,
            _("Remove two-step verification"),
            _(
                "For somebody who has lost both their device and their codes. First make sure who asks, by "
                "phone or in person. The account is signed out everywhere, and its owner is told by mail."
            ),
            _("Yes, remove it"),
        )
    with unit_of_work():
        actions.remove_second_factor(user, by=g.user)
    flash(_("Two-step verification is removed."))
    return redirect(_page_of(user), 303)


@bp.route("/administration/accounts/invite", methods=["GET", "POST"])
@needs(ACCOUNTS)
@fresh
def invite() -> ResponseReturnValue:
    form = AdministratorForm()
    status = 422
    if form.validate_on_submit():
        try:
            inviting.count(form.email.data, by=g.user)
            with unit_of_work():
                inviting.invite(**form.values(), forum_id=None, by=g.user)
        except (Conflict, TooMany) as refusal:
            form.email.errors, status = [refusal.message], refusal.status
        else:
            flash(_("The invitation is on its way."))
            return redirect(url_for(".index"), 303)
    return render_template("accounts/office_invite.html", form=form), status if form.errors else 200


@bp.post("/administration/accounts/invitations/<key:invitation_id>/repeat")
@needs(ACCOUNTS)
@fresh
def repeat(invitation_id: int) -> ResponseReturnValue:
    row = one_or_404(queries.invitation(None, invitation_id))
    inviting.count(row.email, by=g.user)
    with unit_of_work():
        inviting.repeat(row, by=g.user)
    flash(_("The invitation is on its way."))
    return redirect(url_for(".index"), 303)


@bp.route("/administration/accounts/invitations/<key:invitation_id>/withdrawal", methods=["GET", "POST"])
@needs(ACCOUNTS)
def withdraw(invitation_id: int) -> ResponseReturnValue:
    row = one_or_404(queries.invitation(None, invitation_id))
    if request.method != "POST":
        return confirm_withdrawal(row, back_url=url_for(".index"))
    with unit_of_work():
        inviting.withdraw(row, by=g.user)
    flash(_("The invitation is withdrawn."))
    return redirect(url_for(".index"), 303)


def _ask(user: User, heading: str, text: str, submit: str) -> str:
    return render_template(
        "ui/confirm.html",
        heading=_("%(act)s: %(name)s", act=heading, name=isolate(user.name)),
        text=text,
        submit=submit,
        back_url=_page_of(user),
    )


def _page_of(user: User) -> str:
    return url_for(".show", account_id=user.id)
