"""«Continue later»: keeping a half-filled form, its link, and going on."""

import secrets

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import InputRequired, Length

from app.accounts.doors import public
from app.forums.models import Forum
from app.forums.public_rules import is_open
from app.platform import limits, qr
from app.platform.clock import local
from app.platform.db import unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import _, current, day, lazy
from app.registrations import draft_letters, drafts, entry_links, links, register_page, sharing, views
from app.ui.forms import Form, Mail, shown_phone

bp = Blueprint("drafts", __name__, template_folder="templates")
# A hall shares one address; each person seldom leaves a form more than twice.
crowd = limits.per_address("300 per 10 minutes")
_in_a_day = limits.per_address("1500 per day")
# What two registrations by the same hand have in common.
_COMMON = ("organisation", "phone", "email", "registrant")
_ANOTHER = "another"  # marks a draft that begins a form: nobody wrote in it yet


class LetterForm(Form):
    """Where the link is sent."""

    email = Mail(lazy("E-mail"), validators=[InputRequired(), Length(max=254)])


@bp.post("/forums/<forum:forum>/register/draft")
@public
@crowd
@_in_a_day
def keep(forum: Forum) -> ResponseReturnValue:
    g.private = True
    if not is_open(forum):
        raise Conflict(lazy("Registration is not open for this event. What you wrote was not sent."))
    values = {name: texts for name, texts in request.form.lists() if name != "entry"}
    entry = request.args.get("entry") or request.form.get("entry") or ""
    with unit_of_work():
        link = drafts.keep(forum, values | ({"entry": [entry]} if entry else {}))
    if any(sent.filename for sent in request.files.values()):
        flash(_("Files were not kept: choose them again when you continue."))
    return redirect(url_for(".kept", forum=forum, link=link), 303)


@bp.get("/forums/<forum:forum>/register/draft/<code:link>")
@public
def kept(forum: Forum, link: str) -> ResponseReturnValue:
    return _kept(forum, link, None)


@bp.post("/forums/<forum:forum>/register/draft/<code:link>")
@public
@limits.per_address("60 per 10 minutes")
def send(forum: Forum, link: str) -> ResponseReturnValue:
    """Send the link by mail."""
    form = LetterForm()
    draft = drafts.found(forum, link)
    if draft is None or not form.validate_on_submit():
        return _kept(forum, link, form)
    if not draft_letters.may_send(form.email.data):
        raise limits.too_many()
    with unit_of_work():
        draft_letters.send(draft, link, to=form.email.data, locale=current())
    flash(_("The link is on its way to this address."))
    return redirect(url_for(".kept", forum=forum, link=link), 303)


@bp.get("/forums/<forum:forum>/register/continue/<code:link>")
@public
def resume(forum: Forum, link: str) -> ResponseReturnValue:
    """The form with all that was typed."""
    g.private = True
    if not is_open(forum):
        return register_page.closed(forum, [])
    draft, typed = drafts.found(forum, link), drafts.opened(forum, link)
    if draft is None or typed is None:
        return render_template("registrations/draft_gone.html", forum=forum), 404
    until = None if _ANOTHER in typed else draft.expires_at
    return views.filled_again(forum, typed, typed.get("entry") or None, until)


@bp.post("/my/<code:link>/another")
@public
@crowd
@_in_a_day
def another(link: str) -> ResponseReturnValue:
    """Register another person: the organisation, the contact and the link by which one came are filled in, in
    a draft of their own.
    """
    registration = links.opened(link)
    values = {name: [getattr(registration, name)] for name in _COMMON if getattr(registration, name)}
    if registration.phone:
        values["phone"] = [shown_phone(registration.phone).replace("\u00a0", " ")]
    values |= {"entry": [entry]} if (entry := entry_links.of_registration(registration)) else {}
    values[_ANOTHER] = ["1"]
    values["token"] = [secrets.token_hex(16)]  # sent twice, it is one registration
    forum = sharing.event(registration)
    with unit_of_work():
        draft = drafts.keep(forum, values)
    return redirect(url_for(".resume", forum=forum, link=draft), 303)


def _kept(forum: Forum, link: str, form: LetterForm | None) -> ResponseReturnValue:
    g.private = True
    draft, typed = drafts.found(forum, link), drafts.opened(forum, link)
    if draft is None or typed is None:
        return render_template("registrations/draft_gone.html", forum=forum), 404
    address = drafts.url(forum, link, current())
    page = render_template(
        "registrations/draft_kept.html",
        forum=forum,
        link=link,
        draft=draft,
        last_day=day(local(draft.expires_at).date()),
        address=address,
        code=qr.svg(qr.matrix(address), str(_("QR code of the link"))),
        whatsapp=sharing.whatsapp(sharing.of_draft(forum, address)),
        form=form or LetterForm(formdata=None, email=typed.get("email", "")),
    )
    return page, 422 if form else 200
