"""The fictional event: open for registration, dated after the day it is loaded."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from app.accounts import inviting
from app.accounts.models import Role
from app.audit import actions as audit
from app.checkin import actions as checkin
from app.demo import asking, programme
from app.demo.accounts import Accounts
from app.demo.asking import Asked
from app.demo.content import read, sources
from app.demo.directory import Directory
from app.demo.history import parties
from app.demo.parts import add_parts
from app.demo.practical import publish
from app.demo.scan import Paper
from app.forums import actions as forums
from app.forums.lifecycle import State
from app.forums.models import Forum, Kind
from app.memoranda import actions as memoranda
from app.memoranda import queries
from app.memoranda.models import Kind as AgreementKind
from app.memoranda.models import State as AgreementState
from app.people import ties
from app.platform.clock import today
from app.platform.db import db
from app.platform.text import Translated
from app.registrations import actions as registrations
from app.registrations.models import Quota
from app.registrations.words import Covers


def load(
    directory: Directory,
    accounts: Accounts,
    papers: Mapping[str, Paper],
    documents: Mapping[str, Paper],
    *,
    day: date,
) -> Forum:
    """Add the event in preparation, with all that opening the registration asks for."""
    content = read("live")
    organiser = accounts[Role.ORGANISER]
    starts_on = day + timedelta(days=content["starts_in_days"])
    values = content["forum"] | {
        "kind": Kind(content["forum"]["kind"]),
        "starts_on": starts_on,
        "ends_on": starts_on + timedelta(days=content["lasts_days"] - 1),
        "sources": sources(content["forum"]["sources"]),
    }
    forum = forums.create(values, by=organiser)
    places = add_parts(forum, content, directory, by=organiser)
    publish(forum, content, documents, by=organiser)
    ties.tie_all([directory.people[one["key"]] for one in content["people"]], forum.id, by=organiser)
    ties.tie_all(
        [directory.organisations[key] for key in content["tied_organisations"]], forum.id, by=organiser
    )
    programme.load(forum, starts_on, directory, places, day=day, by=accounts[Role.PROGRAMME_EDITOR])
    for name in content["gates"]:
        checkin.add_gate(forum.id, name=Translated(name), by=organiser)
    for one in content["invitations"]:
        inviting.write(**one | {"role": Role(one["role"])}, forum_id=forum.id, by=organiser)
    for one in content["agreements"]:
        _agreement(forum, one, directory, accounts, papers, day)
    return forum


def open_registration(forum: Forum, accounts: Accounts) -> Asked:
    """Add the categories with all that is asked, and take the steps to «registration open»."""
    content = read("live")
    organiser = accounts[Role.ORGANISER]
    db.session.add(Quota(forum_id=forum.id, covers=Covers.EVENT, places=content["places"]))
    categories = {}
    for place, one in enumerate(content["categories"], start=1):
        category = registrations.add_category(forum, name=one["name"], places=one["places"], by=organiser)
        category.colour, category.position = one["colour"], place
        categories[one["key"]] = category
    db.session.flush()
    asked = asking.lay(forum, categories, by=organiser)
    forums.move(forum, State.ANNOUNCED, by=organiser)
    if forum.ends_on and forum.ends_on < today():  # loaded as if it were an earlier day
        forum.state = State.OPEN
        audit.record("forum.moved", forum, by=organiser, changes=audit.changes(forum))
    else:
        forums.move(forum, State.OPEN, by=organiser)
    return asked


def _agreement(
    forum: Forum,
    content: Mapping[str, Any],
    directory: Directory,
    accounts: Accounts,
    papers: Mapping[str, Paper],
    day: date,
) -> None:
    desk = accounts[Role.LEGAL_DESK]
    values = {
        "kind": AgreementKind(content["kind"]),
        "title": content["title"],
        "place": content["place"],
        "note": content["note"],
        "signed_on": day - timedelta(days=content["signed_days_before"]),
        "sources": sources(content["sources"]),
        "parties": parties(content["parties"], directory),
    }
    agreement = memoranda.prepare(forum, values, by=desk)
    if AgreementState(content["state"]) is AgreementState.SIGNED:
        paper = papers[content["key"]]
        memoranda.attach_scan(
            agreement, paper.stored, filename=paper.filename, content_type="application/pdf", by=desk
        )
        whole = db.session.scalars(queries.agreement(forum.id, agreement.ref)).one()
        memoranda.sign(whole, by=desk)
