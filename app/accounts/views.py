"""Signing in, with its second step, and out."""

from collections.abc import Callable

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts import arrivals, challenges, halfway, passkeys, queries, second_factor, security, sign_ins
from app.accounts.doors import View, own_account, public
from app.accounts.forms import CodeForm, PasskeyForm, SignInForm
from app.accounts.models import User
from app.audit import actions as audit
from app.platform import limits
from app.platform.db import db, unit_of_work
from app.platform.i18n import _

bp = Blueprint("accounts", __name__, template_folder="templates")
flood: Callable[[View], View] = limits.per_address("120 per 5 minutes")


@bp.route("/sign-in", methods=["GET", "POST"])
@public
@flood
def sign_in() -> ResponseReturnValue:
    g.private = True
    if request.method != "POST" and sign_ins.whoever():
        return redirect(arrivals.own_page(request.args.get("next")), 303)
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form, 422 if form.errors else 200)
    user = db.session.scalars(queries.user_by_email(form.email.data)).one_or_none()
    if not arrivals.may_try_password(form.email.data, user):
        form.password.errors = [limits.too_many().message]
        return _sign_in_page(form, 429)
    if not security.is_right(user, form.password.data):
        form.password.errors = [_("The e-mail or the password is not right. Check both, then try again.")]
        return _sign_in_page(form, 422)
    assert user is not None  # noqa: S101 — is_right() answers False for nobody
    return arrivals.by_password(user, form.password.data, request.args.get("next"))


@bp.post("/sign-in/passkey")
@public
@flood
def sign_in_by_passkey() -> ResponseReturnValue:
    g.private = True
    form = PasskeyForm()
    found = shown_passkey(form, "sign in")
    done = arrivals.by_passkey(found, request.args.get("next")) if found else None
    return done or _sign_in_page(SignInForm(formdata=None), 422, refused(form))


@bp.route("/sign-in/second-step", methods=["GET", "POST"])
@public
@flood
def second_step() -> ResponseReturnValue:
    g.private = True
    half = halfway.held()
    if half is None:
        return redirect(url_for(".sign_in"), 303)
    form = CodeForm()
    if not form.validate_on_submit():
        return _second_step_page(half, form, 422 if form.errors else 200)
    if not arrivals.may_try_code(half.user):
        form.code.errors = [limits.too_many().message]
        return _second_step_page(half, form, 429)
    done = arrivals.by_code(half, form.code.data)
    if done:
        return done
    form.code.errors = [wrong_code()]
    return _second_step_page(half, form, 422)


@bp.post("/sign-in/second-step/passkey")
@public
@flood
def second_step_by_passkey() -> ResponseReturnValue:
    g.private = True
    half = halfway.held()
    if half is None:
        return redirect(url_for(".sign_in"), 303)
    form = PasskeyForm()
    found = shown_passkey(form, "second step", half.user)
    done = arrivals.by_passkey(found, half.wanted) if found else None
    return done or _second_step_page(half, CodeForm(formdata=None), 422, refused(form))


@bp.post("/sign-out")
@own_account
def sign_out() -> ResponseReturnValue:
    with unit_of_work():
        sign_ins.end(g.sign_in)
        audit.record("account.signed_out", g.user, by=g.user)
    session.clear()
    return redirect(url_for("site.home"), 303)


def shown_passkey(form: PasskeyForm, purpose: str, user: User | None = None) -> passkeys.Shown | None:
    """What answered, when a passkey of `user`, or of anybody, answered the challenge."""
    challenge = challenges.answered(purpose)
    if challenge is None or not form.validate_on_submit():
        return None
    found = passkeys.shown(form.answer.data, challenge)
    return found if found and (user is None or found.user.id == user.id) else None


def refused(form: PasskeyForm) -> PasskeyForm:
    """The form, with what is said of a passkey that did not open."""
    form.answer.errors = [
        _("The passkey was not accepted. Nothing was changed. Please try again, or use another way.")
    ]
    return form


def wrong_code() -> str:
    """What is said of a code that is not right."""
    return _(
        "This code is not right, or it was used already. "
        "Write the next one that the app shows, or another recovery code."
    )


def _sign_in_page(form: SignInForm, status: int, passkey: PasskeyForm | None = None) -> ResponseReturnValue:
    return render_template(
        "accounts/sign_in.html",
        form=form,
        passkey=passkey or PasskeyForm(formdata=None),
        options=passkeys.options_to_show(None, challenges.asked("sign in")),
        wanted=request.args.get("next"),
    ), status


def _second_step_page(
    half: halfway.Halfway, form: CodeForm, status: int, passkey: PasskeyForm | None = None
) -> ResponseReturnValue:
    return render_template(
        "accounts/second_step.html",
        form=form,
        passkey=passkey or PasskeyForm(formdata=None),
        factors=second_factor.factors(half.user),
        options=passkeys.options_to_show(half.user, challenges.asked("second step")),
    ), status
