"""What is held about one registration, for its person: to read, for another program, and to have erased."""

import json

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import public
from app.audit import actions as audit
from app.people import rights
from app.people.ports import Subject
from app.people.rights_words import for_machines, told
from app.platform import operator
from app.platform.clock import now
from app.platform.db import observe, unit_of_work
from app.registrations import emptying, erasing, links, personal
from app.registrations.models import Registration
from app.registrations.personal import bp, patient


@bp.get("/my/<code:link>/data")
@public
def data(link: str) -> str:
    registration, forum = personal.opened(link)
    with observe() as session:
        audit.record("registration.data_read", registration, by=None, session=session)
    return personal.page("data", registration, forum, link=link, parts=told(_held(registration)))


@bp.get("/my/<code:link>/data.json")
@public
def data_file(link: str) -> Response:
    """The same tables as the page, as JSON."""
    registration, _forum = personal.opened(link)
    with observe() as session:
        audit.record("registration.data_exported", registration, by=None, session=session)
    content = {
        "made_at": now().isoformat(),
        "held_by": dict(operator.held().name or operator.site_name()),
        "tables": for_machines(_held(registration)),
    }
    text = json.dumps(content, ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": f"attachment; filename=registration-{registration.number}.json"}
    return Response(text, mimetype="application/json", headers=headers)


@bp.route("/my/<code:link>/erasure", methods=["GET", "POST"])
@public
@patient
def erasure(link: str) -> ResponseReturnValue:
    """Done at once where the e-mail was proved; else the team is asked, which knows the person first."""
    registration, forum = personal.opened(link)
    at_once = registration.email_proved_at is not None
    if request.method != "POST":
        return personal.page(
            "erasure", registration, forum, link=link, at_once=at_once, parts=told(_held(registration))
        )
    with unit_of_work():
        links.hold(registration, link)
        at_once = registration.email_proved_at is not None
        if at_once:
            emptying.erase(registration)
        else:
            erasing.ask(registration)
    if at_once:
        return personal.page("erased", registration, forum, link="")
    return redirect(url_for("registrations.mine", link=link), 303)


def _held(registration: Registration) -> list[rights.Part]:
    """The rows of this registration alone; others that share its contact are no business of this link."""
    return rights.held(Subject({"registration": frozenset({registration.id})}))
