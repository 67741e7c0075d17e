"""The pages on which a person changes the own registration, or gives it to a colleague."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import public
from app.forums.models import Forum
from app.platform import limits
from app.platform.db import unit_of_work
from app.platform.errors import Conflict, Overtaken
from app.platform.i18n import _
from app.platform.text import isolate
from app.registrations import (
    changing,
    changing_rules,
    letters,
    links,
    mail_slips,
    marks,
    personal,
    registering,
    transferring,
)
from app.registrations.change_form import WholeChange
from app.registrations.models import Registration
from app.registrations.person_form import PersonForm
from app.registrations.personal import bp, patient
from app.ui.differing import differing


@bp.route("/my/<code:link>/change", methods=["GET", "POST"])
@public
@patient
def change(link: str) -> ResponseReturnValue:
    """All of it in one form; a category whose questions were not on the page is asked for them first. Another
    e-mail may make another link: the page goes on under it.
    """
    registration, forum = personal.opened(link)
    changing_rules.refuse(registration, forum, None, by=None)
    whole = WholeChange(registration, forum)
    if request.method != "POST":
        whole.person.version.data = registration.version
        return _page(registration, forum, link, whole)
    if whole.person.turned:
        return _page(registration, forum, link, whole, turned=True)
    if not whole.validate():
        return _page(registration, forum, link, whole), 422
    try:
        with unit_of_work():
            links.hold(registration, link)
            changing.change(
                registration,
                whole.columns(),
                version=whole.person.version.data,
                category=whole.person.wanted,
                workshop_ids=whole.workshops.chosen(),
                answers=whole.questions.values(),
            )
    except Overtaken:
        return _overtaken(link, whole)
    except marks.KnownAlready as known:
        _tell_again(known.registration_id)
        return _refused(link, whole, known)
    except Conflict as refusal:
        return _refused(link, whole, refusal)
    flash(_("Saved."))
    return redirect(url_for("registrations.mine", link=links.token(registration)), 303)


@bp.route("/my/<code:link>/transfer", methods=["GET", "POST"])
@public
@patient
def transfer(link: str) -> ResponseReturnValue:
    """Name the colleague. The page of who gave it away goes on under a new link, which the letter has."""
    registration, forum = personal.opened(link)
    changing_rules.refuse_transfer(registration, forum, by=None)
    form = PersonForm()
    page: dict[str, Any] = {"form": form, "meant": mail_slips.suggestion(form.email.data or "")}
    if not form.validate_on_submit():
        return personal.page("transfer", registration, forum, link=link, **page), 422 if form.errors else 200
    identity = registering.new_identity()
    try:
        with unit_of_work():
            links.hold(registration, link)
            heir = transferring.transfer(registration, form.columns(), identity=identity)
    except Conflict as refusal:
        if isinstance(refusal, marks.KnownAlready):
            _tell_again(refusal.registration_id)
        registration, forum = personal.opened(link)
        return personal.page("transfer", registration, forum, link=link, refusal=refusal, **page), 409
    if not heir.email:
        flash(
            _(
                "Your colleague has no e-mail, so no message goes out. Please pass on their registration "
                "number, shown here once: %(number)s.",
                number=isolate(heir.number),
            )
        )
    return redirect(url_for("registrations.mine", link=links.token(registration)), 303)


def _page(registration: Registration, forum: Forum, link: str, whole: WholeChange, **more: Any) -> str:
    meant = mail_slips.suggestion(whole.person.email.data or "")
    return personal.page(
        "change", registration, forum, link=link, whole=whole, form=whole.person, meant=meant, **more
    )


def _overtaken(link: str, whole: WholeChange) -> ResponseReturnValue:
    """What was typed, next to what stands now; to send it again is then a decision."""
    registration, forum = personal.opened(link)
    theirs = WholeChange(registration, forum, formdata=None)
    whole.person.version.data = registration.version
    differences = [
        one for mine, other in zip(whole.parts, theirs.parts, strict=True) for one in differing(mine, other)
    ]
    return _page(registration, forum, link, whole, ahead=True, differences=differences), 409


def _refused(link: str, whole: WholeChange, refusal: Conflict) -> ResponseReturnValue:
    registration, forum = personal.opened(link)
    return _page(registration, forum, link, whole, refusal=refusal), 409


def _tell_again(registration_id: int) -> None:
    if limits.take("registration.again", str(registration_id), most=3, within=timedelta(days=1)):
        with unit_of_work():
            letters.again(registration_id)
