"""The notice and the consents of one registration: read, given later, taken back."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import public
from app.platform.db import unit_of_work
from app.platform.errors import NotFound
from app.platform.i18n import _
from app.registrations import consents, links, notices, personal, personal_reading
from app.registrations.notice_form import NoticeForm
from app.registrations.personal import bp, patient
from app.registrations.words import ConsentKind
from app.ui.forms import Form


class NoticeReadForm(NoticeForm):
    """The notice as a form of its own, with a token."""

    class Meta(Form.Meta):
        csrf = True


@bp.route("/my/<code:link>/consents", methods=["GET", "POST"])
@public
@patient
def agreements(link: str) -> ResponseReturnValue:
    """The notice first for somebody who never read it, such as a colleague who took a registration over."""
    registration, forum = personal.opened(link)
    read, given = personal_reading.agreed(registration, forum)
    if read:
        if request.method == "POST":  # the form came twice
            return redirect(url_for(".agreements", link=link), 303)
        told = notices.told(forum)
        return personal.page("consents", registration, forum, link=link, given=given, told=told)
    form = NoticeReadForm(forum)
    if not form.validate_on_submit():
        page = personal.page("notice", registration, forum, link=link, form=form, told=notices.told(forum))
        return page, 422 if form.errors else 200
    with unit_of_work():
        links.hold(registration, link)
        consents.write(registration, notices.in_force(forum).id, form.given())
    flash(_("Saved."))
    return redirect(url_for("registrations.mine", link=link), 303)


@bp.post("/my/<code:link>/consents/answer")
@public
@patient
def answer(link: str) -> ResponseReturnValue:
    """Withdraw one, or give it later: each a row more."""
    registration, forum = personal.opened(link)
    asked = request.form.get("withdraw") or request.form.get("agree") or ""
    if asked not in set(ConsentKind):
        raise NotFound()
    with unit_of_work():
        links.hold(registration, link)
        if "withdraw" in request.form:
            consents.withdraw(registration, ConsentKind(asked))
        else:
            consents.agree(registration, forum, ConsentKind(asked))
    flash(_("Saved."))
    return redirect(url_for(".agreements", link=link), 303)
