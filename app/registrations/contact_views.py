"""The page behind the link of a letter: one button says that the e-mail is one's own."""

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import public
from app.forums.public_rules import is_open
from app.forums.queries import whole
from app.platform import limits
from app.platform.db import one_or_404, unit_of_work
from app.registrations import links, moving, proving, typed_moments
from app.registrations.words import State

bp = Blueprint("contact", __name__, template_folder="templates")


@bp.get("/confirm/<code:link>")
@public
def ask(link: str) -> str:
    """Programs that look into letters open their links: nothing is changed by that."""
    g.private = True
    registration = links.contact_opened(link)
    forum = one_or_404(whole(registration.forum_id))
    until = registration.hold_until
    return render_template(
        "personal/contact.html",
        registration=registration,
        forum=forum,
        asks=proving.may_ask(registration),
        until=typed_moments.said_until(until) if until else "",
        register_again=registration.state in (State.LAPSED, State.CANCELLED) and is_open(forum),
        mine=links.token(registration),
    )


@bp.post("/confirm/<code:link>")
@public
@limits.per_address("300 per 10 minutes")
def confirm(link: str) -> ResponseReturnValue:
    registration = links.contact_opened(link)
    if not proving.may_ask(registration):  # used already, or too late: the page says which
        return redirect(url_for(".ask", link=link), 303)
    with unit_of_work():
        links.hold_contact(registration, link)
        moving.confirm_contact(registration, is_read=True)
    return redirect(url_for("registrations.mine", link=links.token(registration)), 303)
