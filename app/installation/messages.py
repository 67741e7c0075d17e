"""The administrator's pages about letters: all of them, their texts, the addresses that send them back."""

from flask import Blueprint, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.installation import correspondence, letter_texts, outbox, stopped_addresses
from app.installation.message_forms import AddressForm
from app.installation.outbox import Outbox
from app.platform.db import unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import _

bp = Blueprint("all_messages", __name__, template_folder="templates")
ALL = Outbox()


@bp.get("/administration/messages")
@needs("installation.messages")
def index() -> str:
    return outbox.index(ALL)


@bp.get("/administration/messages/<key:letter_id>")
@needs("installation.messages")
def show(letter_id: int) -> str:
    return outbox.show(ALL, letter_id)


@bp.post("/administration/messages/<key:letter_id>/repetition")
@needs("installation.messages")
def repeat(letter_id: int) -> ResponseReturnValue:
    return outbox.repeat(ALL, letter_id)


@bp.post("/administration/messages/repetition")
@needs("installation.messages")
def repeat_all() -> ResponseReturnValue:
    return outbox.repeat_all(ALL)


@bp.post("/administration/messages/<key:letter_id>/return")
@needs("installation.messages")
def record_return(letter_id: int) -> ResponseReturnValue:
    return outbox.record_return(ALL, letter_id)


@bp.get("/administration/messages/texts")
@needs("installation.messages")
def texts() -> str:
    return letter_texts.index(ALL)


@bp.route("/administration/messages/texts/<text_kind>", methods=["GET", "POST"])
@needs("installation.messages")
def edit_text(text_kind: str) -> ResponseReturnValue:
    return letter_texts.edit(ALL, text_kind)


@bp.route("/administration/messages/texts/<text_kind>/standard", methods=["GET", "POST"])
@needs("installation.messages")
def reset_text(text_kind: str) -> ResponseReturnValue:
    return letter_texts.reset(ALL, text_kind)


@bp.route("/administration/messages/addresses", methods=["GET", "POST"])
@needs("installation.messages")
def addresses() -> ResponseReturnValue:
    form = AddressForm()
    if not form.validate_on_submit():
        return stopped_addresses.index(ALL, form), 422 if form.errors else 200
    try:
        with unit_of_work():
            correspondence.stop(form.address.data, form.reason.data or "", by=g.user)
    except Conflict as refusal:
        form.address.errors = [refusal.message]
        return stopped_addresses.index(ALL, form), 409
    flash(_("Saved. Nothing more is sent to this address."))
    return redirect(url_for(".addresses"), 303)


@bp.post("/administration/messages/addresses/<key:address_id>/lifting")
@needs("installation.messages")
def lift(address_id: int) -> ResponseReturnValue:
    return stopped_addresses.lift(ALL, address_id)
