"""The personal page, its calendar, and cancelling."""

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.accounts.doors import public
from app.platform.db import unit_of_work
from app.platform.errors import NotFound
from app.registrations import (
    changing_rules,
    directory_link,
    letter_calendar,
    letters,
    links,
    moving,
    personal,
    personal_reading,
    ports,
    proving,
    rule_texts,
    states_before,
)
from app.registrations.personal import bp, patient
from app.registrations.standing import LIVE
from app.registrations.views import bp as registering_bp


@registering_bp.get("/my/<code:link>")
@public
def mine(link: str) -> str:
    registration, forum = personal.opened(link)
    read, given = personal_reading.agreed(registration, forum)
    return render_template(
        "registrations/mine.html",
        registration=registration,
        forum=forum,
        link=link,
        stands=registration.state in LIVE,
        is_request=states_before.was_request(registration),
        was_confirmed=states_before.was_confirmed,
        ways=personal_reading.ways(registration, forum),
        notice_read=read,
        given=given,
        proves=proving.may_ask(registration),
        entry=directory_link.found(registration),
        after=rule_texts.after(registration),
        offers=[Markup(draw(registration, link)) for draw in ports.offers],  # noqa: S704 — rendered templates
        **personal_reading.written(registration),
    )


@bp.get("/my/<code:link>/calendar.ics")
@public
def calendar(link: str) -> Response:
    registration, forum = personal.opened(link)
    found = letter_calendar.entries(registration)
    if not found:
        raise NotFound()
    headers = {"Content-Disposition": f"attachment; filename={forum.slug}.ics"}
    return Response(letter_calendar.file(found, forum), mimetype="text/calendar", headers=headers)


@registering_bp.route("/my/<code:link>/cancellation", methods=["GET"], endpoint="ask_cancellation")
@registering_bp.route("/my/<code:link>/cancellation", methods=["POST"], endpoint="cancel")
@public
@patient
def cancel(link: str) -> ResponseReturnValue:
    registration, forum = personal.opened(link)
    changing_rules.refuse_cancelling(registration, forum)
    if request.method != "POST":
        return personal.page("cancel", registration, forum, link=link)
    with unit_of_work():
        links.hold(registration, link)
        moving.cancel(registration)
    return redirect(url_for("registrations.mine", link=link), 303)


@bp.post("/my/<code:link>/proof")
@public
@patient
def prove(link: str) -> ResponseReturnValue:
    """Send the letter that confirms the e-mail once more."""
    registration, forum = personal.opened(link)
    proving.refuse(registration)
    with unit_of_work():
        links.hold(registration, link)
        letters.prove(registration, forum)
    return redirect(url_for("registrations.mine", link=link, _anchor="contact"), 303)


@bp.post("/my/<code:link>/directory")
@public
@patient
def link_entry(link: str) -> ResponseReturnValue:
    """Say that an entry of the directory is this person."""
    registration, _forum = personal.opened(link)
    with unit_of_work():
        links.hold(registration, link)
        directory_link.link(registration)
    return redirect(url_for("registrations.mine", link=link), 303)
