"""The letters of one event, and their texts."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.forums.models import Forum
from app.installation import letter_texts, outbox, stopped_addresses
from app.installation.outbox import Outbox

bp = Blueprint("messages", __name__)


@bp.get("/office/<forum:forum>/messages")
@needs("messages.list")
def index(forum: Forum) -> str:
    return outbox.index(Outbox(forum))


@bp.get("/office/<forum:forum>/messages/<key:letter_id>")
@needs("messages.list")
def show(forum: Forum, letter_id: int) -> str:
    return outbox.show(Outbox(forum), letter_id)


@bp.post("/office/<forum:forum>/messages/<key:letter_id>/repetition")
@needs("messages.send")
def repeat(forum: Forum, letter_id: int) -> ResponseReturnValue:
    return outbox.repeat(Outbox(forum), letter_id)


@bp.post("/office/<forum:forum>/messages/repetition")
@needs("messages.send")
def repeat_all(forum: Forum) -> ResponseReturnValue:
    return outbox.repeat_all(Outbox(forum))


@bp.post("/office/<forum:forum>/messages/<key:letter_id>/return")
@needs("messages.send")
def record_return(forum: Forum, letter_id: int) -> ResponseReturnValue:
    return outbox.record_return(Outbox(forum), letter_id)


@bp.get("/office/<forum:forum>/messages/texts")
@needs("messages.edit")
def texts(forum: Forum) -> str:
    return letter_texts.index(Outbox(forum))


@bp.route("/office/<forum:forum>/messages/texts/<text_kind>", methods=["GET", "POST"])
@needs("messages.edit")
def edit_text(forum: Forum, text_kind: str) -> ResponseReturnValue:
    return letter_texts.edit(Outbox(forum), text_kind)


@bp.route("/office/<forum:forum>/messages/texts/<text_kind>/standard", methods=["GET", "POST"])
@needs("messages.edit")
def reset_text(forum: Forum, text_kind: str) -> ResponseReturnValue:
    return letter_texts.reset(Outbox(forum), text_kind)


@bp.get("/office/<forum:forum>/messages/addresses")
@needs("messages.edit")
def addresses(forum: Forum) -> str:
    return stopped_addresses.index(Outbox(forum))


@bp.post("/office/<forum:forum>/messages/addresses/<key:stop_id>/lifting")
@needs("messages.edit")
def lift(forum: Forum, stop_id: int) -> ResponseReturnValue:
    return stopped_addresses.lift(Outbox(forum), stop_id)
