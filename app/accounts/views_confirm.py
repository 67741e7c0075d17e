"""Proving once more who one is, before a page that changes how the account is entered."""

from flask import g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts import arrivals, challenges, passkeys, second_factor, security, sign_ins
from app.accounts.doors import own_account
from app.accounts.forms import CodeForm, PasskeyForm, PasswordForm
from app.accounts.passkeys import use
from app.accounts.views import bp, flood, refused, shown_passkey, wrong_code
from app.platform import limits
from app.platform.db import unit_of_work
from app.platform.i18n import _


@bp.route("/account/confirm", methods=["GET", "POST"])
@own_account
@flood
def confirm() -> ResponseReturnValue:
    password, code = PasswordForm(formdata=None), CodeForm(formdata=None)
    if request.method != "POST":
        return _page(password, code, 200)
    if "code" in request.form:
        code = CodeForm()
        status = _by_code(code)
    else:
        password = PasswordForm()
        status = _by_password(password)
    return _page(password, code, status) if status else _back()


@bp.post("/account/confirm/passkey")
@own_account
@flood
def confirm_by_passkey() -> ResponseReturnValue:
    form = PasskeyForm()
    found = shown_passkey(form, "confirm", g.user)
    if found:
        with unit_of_work():
            second_factor.alone(g.user)
            good = use(found)
            if good:
                sign_ins.confirm(g.sign_in, strong=True)
        if good:
            return _back()
    return _page(PasswordForm(formdata=None), CodeForm(formdata=None), 422, refused(form))


def _by_password(form: PasswordForm) -> int:
    """0 when the password was right; else the status of the page that says why not."""
    if not form.validate_on_submit() or not _password_serves():
        return 422
    if not arrivals.may_try_password(g.user.email, g.user):
        form.password.errors = [limits.too_many().message]
        return 429
    if not security.is_right(g.user, form.password.data):
        form.password.errors = [_("The password is not right. Please try again.")]
        return 422
    with unit_of_work():
        arrivals.forgive(g.user)
        sign_ins.confirm(g.sign_in, strong=False)
    return 0


def _by_code(form: CodeForm) -> int:
    if not form.validate_on_submit():
        return 422
    if not arrivals.may_try_code(g.user):
        form.code.errors = [limits.too_many().message]
        return 429
    with unit_of_work():
        second_factor.alone(g.user)
        if second_factor.accept(g.user, form.code.data):
            arrivals.forgive(g.user, codes=True)
            sign_ins.confirm(g.sign_in, strong=True)
            return 0
    form.code.errors = [wrong_code()]
    return 422


def _password_serves() -> bool:
    """Who came in before the account had a second factor must show it: the password is too little."""
    return g.sign_in.strong or not second_factor.factors(g.user).some


def _back() -> ResponseReturnValue:
    return redirect(arrivals.own_page(request.args.get("next")), 303)


def _page(
    password: PasswordForm, code: CodeForm, status: int, passkey: PasskeyForm | None = None
) -> ResponseReturnValue:
    return render_template(
        "accounts/confirm.html",
        password=password,
        code=code,
        passkey=passkey or PasskeyForm(formdata=None),
        factors=second_factor.factors(g.user),
        password_serves=_password_serves(),
        options=passkeys.options_to_show(g.user, challenges.asked("confirm")),
    ), status
