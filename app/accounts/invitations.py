"""The page of an invitation: who invites to what, and the answer."""

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import arrivals, inviting, links, ports, queries, security, sign_ins
from app.accounts.actions import AddressTaken
from app.accounts.doors import own_account, public
from app.accounts.forms_roles import JoinForm
from app.accounts.models import Invitation, InvitationState, User
from app.accounts.words import ROLE_HINTS, ROLE_WORDS
from app.platform import limits
from app.platform.db import db, unit_of_work
from app.platform.errors import Gone
from app.platform.i18n import _, current

bp = Blueprint("invitations", __name__, template_folder="templates")


@bp.get("/account/invitations/<code:link>")
@public
def show(link: str) -> ResponseReturnValue:
    g.private = True
    try:
        return _page(links.invitation(link), link)
    except Gone as refusal:
        return _gone(refusal)


@bp.post("/account/invitations/<code:link>/acceptance")
@own_account
def accept(link: str) -> ResponseReturnValue:
    """By an account that there is: whoever is signed in."""
    try:
        row = links.invitation(link)
        with unit_of_work():
            inviting.accept(row, by=g.user)
    except Gone as refusal:
        return _gone(refusal)
    return redirect(_place(row), 303)


@bp.post("/account/invitations/<code:link>/account")
@public
@limits.per_address("60 per 5 minutes")
def join(link: str) -> ResponseReturnValue:
    """By somebody who opens an account with it."""
    g.private = True
    try:
        row = links.invitation(link)
        form = JoinForm(known=(row.email,))
        if not form.validate_on_submit():
            return _page(row, link, form, 422)
        if sign_ins.whoever():  # somebody else, who is told so there
            return redirect(url_for(".show", link=link), 303)
        password_hash = security.hashed(form.new.data)
        with unit_of_work():
            user = inviting.join(row, name=form.name_.data, password_hash=password_hash, locale=current())
            token = sign_ins.begin(user, strong=False)
    except Gone as refusal:
        return _gone(refusal)
    except AddressTaken:  # the form was sent twice, or the account was opened by another invitation
        return redirect(url_for(".show", link=link), 303)
    return arrivals.into(user, token, _place(row))


@bp.get("/account/invitations/<code:link>/refusal")
@public
def ask_decline(link: str) -> ResponseReturnValue:
    g.private = True
    try:
        links.invitation(link)
    except Gone as refusal:
        return _gone(refusal)
    return render_template("accounts/invitation_decline.html", back_url=url_for(".show", link=link))


@bp.post("/account/invitations/<code:link>/refusal")
@public
def decline(link: str) -> ResponseReturnValue:
    g.private = True
    try:
        row = links.invitation(link)
        with unit_of_work():
            inviting.decline(row)
    except Gone as refusal:
        return _gone(refusal)
    return redirect(url_for(".show", link=link), 303)


def _page(row: Invitation, link: str, form: JoinForm | None = None, status: int = 200) -> ResponseReturnValue:
    """The invitation, with the way to answer it that fits who asks."""
    me = sign_ins.whoever()
    known = db.session.scalar(queries.user_by_email(row.email))
    inviter = db.session.get(User, row.invited_by_id) if row.invited_by_id else None
    page = render_template(
        "accounts/invitation.html",
        row=row,
        link=link,
        event=ports.event(row.forum_id),
        role=ROLE_WORDS[row.role],
        role_hint=ROLE_HINTS[row.role],
        inviter=inviter.name if inviter else "",
        accepted=row.state is InvitationState.ACCEPTED,
        me=me,
        known=known,
        form=form or JoinForm(formdata=None, known=(), name_=row.name),
    )
    return page, status


def _place(row: Invitation) -> str:
    """Where the role that was accepted is exercised."""
    event = ports.event(row.forum_id)
    return url_for("forums.office", forum=event) if event else url_for("forums.offices")


def _gone(refusal: Gone) -> ResponseReturnValue:
    page = render_template(
        "accounts/expired.html", title=_("This invitation is no longer open"), text=refusal.message
    )
    return page, 410
