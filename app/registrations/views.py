"""Registering."""

from datetime import datetime

from flask import Blueprint, g, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.accounts.doors import public
from app.forums.models import Forum
from app.forums.public_rules import is_open
from app.platform import limits
from app.registrations import (
    choosing,
    entry_links,
    mail_slips,
    register_page,
    sending,
)
from app.registrations.whole_form import WholeForm

bp = Blueprint("registrations", __name__, template_folder="templates")
# Generous: all who sit in a hall, or share a phone network, come from one address, often in the same minute.
crowd = limits.per_address("600 per 10 minutes")


@bp.route("/forums/<forum:forum>/register", methods=["GET", "POST"])
@bp.route("/forums/<forum:forum>/register/<code:link>", methods=["GET", "POST"])
@public
@crowd
def register(forum: Forum, link: str = "") -> ResponseReturnValue:
    """The category first, where there are several; then the form. `link`: of a category or a delegation."""
    g.private = True
    if request.method == "POST":
        return sending.sent(forum, link)
    entered = entry_links.opened(forum, link) if link else None
    listed = choosing.listed(forum, entered)
    open_now = [one for one in listed if one.opens_at is None]
    if not open_now or not is_open(forum):
        return register_page.closed(forum, listed)
    wanted = request.args.get("category", "")
    chosen = next((one for one in open_now if str(one.category.id) == wanted), None)
    if chosen is None and len(listed) > 1:
        return register_page.choice(forum, listed)
    form = WholeForm(forum, (chosen or open_now[0]).category)
    return register_page.form(forum, form, listed, link=link, entered=entered, fresh=True)


@bp.post("/forums/<forum:forum>/register/mail")
@public
@crowd
def slips(forum: Forum) -> ResponseReturnValue:
    """{"meant": …}: the address that was probably meant, or "". By POST: it stands in no log."""
    g.private = True
    return jsonify(meant=mail_slips.suggestion(request.form.get("email", "")))


def filled_again(
    forum: Forum, typed: MultiDict[str, str], entry: str | None, until: datetime | None
) -> ResponseReturnValue:
    """The form with what a draft holds. `entry`: the link by which it was entered; `until`: how long that of
    the draft opens it, None where nothing was written yet.
    """
    return register_page.resumed(forum, typed, entry, until)
