"""The devices on which one's own account is signed in."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import second_factor, sign_ins
from app.accounts.device_names import device_name
from app.accounts.doors import own_account
from app.accounts.models import SignIn
from app.accounts.views import bp
from app.audit import actions as audit
from app.platform.db import db, one_or_404, unit_of_work
from app.platform.i18n import _


@bp.get("/account/devices")
@own_account
def devices() -> str:
    rows = db.session.scalars(sign_ins.open_ones(g.user.id)).all()
    return render_template("accounts/devices.html", rows=rows, device_name=device_name)


@bp.post("/account/devices/<key:device_id>/end")
@own_account
def end_device(device_id: int) -> ResponseReturnValue:
    device = one_or_404(sign_ins.open_ones(g.user.id).where(SignIn.id == device_id))
    with unit_of_work():
        sign_ins.end(device)
        audit.record("account.device_ended", g.user, by=g.user)
    flash(_("The device is disconnected."))
    return redirect(url_for(".devices"), 303)


@bp.post("/account/devices/end-others")
@own_account
def end_other_devices() -> ResponseReturnValue:
    with unit_of_work():
        second_factor.alone(g.user)
        sign_ins.end_all(g.user.id, but=g.sign_in.id)
        audit.record("account.devices_ended", g.user, by=g.user)
    flash(_("All other devices are disconnected."))
    return redirect(url_for(".devices"), 303)
