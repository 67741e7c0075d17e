"""A new edition made from an earlier one."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Membership, Role, SignIn
from app.audit.models import Entry
from app.checkin.models import Gate
from app.forums.lifecycle import State
from app.forums.models import Contact, Day, Document, Forum, Hall, Partner, Theme
from app.platform.clock import now
from app.platform.db import db
from app.platform.mail_rows import MailTemplate
from app.platform.text import Translated
from app.programme.models import Session
from app.registrations.models import Category, Quota, Registration
from tests import forms, make
from tests.site.addresses import Stock

COPY = "/fr/office/live/copy"
PARTS = ["texts", "place", "halls", "themes", "partners", "contacts", "categories", "gates"]


@pytest.fixture
def earlier(app: Flask) -> Forum:
    stock = Stock("live")
    with make.unit_of_work():
        stock.forum.edition = 3
        stock.forum.about = Translated(fr="Présentation")
        stock.forum.motto = Translated(fr="Devise")
        stock.forum.patronage = Translated(fr="Patronage")
        stock.forum.patronage_ref = "12/2026"
        stock.forum.venue = Translated(fr="Palais")
    return stock.forum


@pytest.fixture
def organiser(client: FlaskClient, earlier: Forum) -> FlaskClient:
    return make.enter(client, make.account(Role.ORGANISER, earlier, "organises@example.org"))


def send(client: FlaskClient, *, parts: Sequence[str], roles: Sequence[str] = (), **more: str) -> Any:
    """The form with what is ticked, under a new address."""
    held = forms.held(client.get(COPY))
    kept = {name: text for name, text in held.items() if name not in ("parts", "roles")}
    return client.post(COPY, data=kept | {"slug": "next", "parts": list(parts), "roles": list(roles)} | more)


def counts(forum: Forum) -> dict[str, int]:
    models = (Hall, Theme, Partner, Contact, Category, Quota, Gate, Day, Document, Session, Registration)
    found = {}
    for model in models:
        query = sa.select(sa.func.count()).where(model.forum_id == forum.id).select_from(model)
        found[model.__tablename__] = db.session.scalar(query) or 0
    return found


def new() -> Forum:
    return db.session.scalars(sa.select(Forum).where(Forum.slug == "next")).one()


def test_all_that_is_ticked_comes_along_and_nothing_of_persons(
    organiser: FlaskClient, earlier: Forum
) -> None:
    assert send(organiser, parts=PARTS, starts_on="2028-05-05").location == "/fr/office/next/"
    made = new()
    kept = ("hall", "theme", "partner", "contact", "category", "quota", "gate")
    mine, theirs = counts(made), counts(earlier)
    # Those of the delegation and of the workshop stay with them.
    theirs["quota"] -= 2
    assert {name: mine[name] for name in kept} == {name: theirs[name] for name in kept}
    assert {name: number for name, number in mine.items() if name not in kept} == dict.fromkeys(
        set(mine) - set(kept), 0
    )
    assert (made.state, made.edition, made.about["fr"], made.venue["fr"]) == (
        State.DRAFT,
        4,
        "Présentation",
        "Palais",
    )
    assert (dict(made.motto), dict(made.patronage), made.patronage_ref, made.sources) == ({}, {}, "", [])
    assert db.session.scalars(sa.select(Quota.taken).where(Quota.forum_id == made.id)).all() == [0]
    roles = sa.select(Membership.role).where(Membership.forum_id == made.id)
    assert db.session.scalars(roles).all() == [Role.ORGANISER]


def test_what_is_not_ticked_stays(organiser: FlaskClient) -> None:
    assert send(organiser, parts=["themes"]).status_code == 303
    assert {name for name, number in counts(new()).items() if number} == {"theme"}
    assert (dict(new().about), dict(new().venue)) == ({}, {})


def test_the_roles_that_are_ticked_stay_with_their_persons(organiser: FlaskClient, earlier: Forum) -> None:
    desk = make.account(Role.DESK, earlier, "desk@example.org")
    assert send(organiser, parts=[], roles=["desk"]).status_code == 303
    held = db.session.execute(
        sa.select(Membership.user_id, Membership.role).where(Membership.forum_id == new().id)
    ).all()
    assert (desk.id, Role.DESK) in [tuple(row) for row in held]
    assert {role for _user, role in held} == {Role.ORGANISER, Role.DESK}


def test_it_is_one_act_in_the_log(organiser: FlaskClient) -> None:
    last = db.session.scalar(sa.select(sa.func.max(Entry.id))) or 0
    send(organiser, parts=PARTS)
    entries = db.session.scalars(sa.select(Entry).where(Entry.id > last).order_by(Entry.id)).all()
    assert [one.act for one in entries] == ["forum.copied", "membership.granted"]
    assert entries[0].details == {"slug": "next", "earlier": "live", "parts": PARTS}


def test_an_address_that_is_taken_leaves_nothing_behind(organiser: FlaskClient) -> None:
    before = db.session.scalar(sa.select(sa.func.count(Hall.id)))
    answer = send(organiser, parts=PARTS, slug="live")
    assert (answer.status_code, 'href="#slug"' in answer.text) == (422, True)
    assert db.session.scalar(sa.select(sa.func.count(Hall.id))) == before
    assert make.slugs() == ["live"]


def test_what_is_not_offered_is_no_answer(organiser: FlaskClient) -> None:
    assert send(organiser, parts=["registrations"]).status_code == 422
    assert send(organiser, parts=[], roles=["administrator"]).status_code == 422


def test_a_text_changed_in_the_new_edition_stays_in_the_earlier_one(
    organiser: FlaskClient, earlier: Forum
) -> None:
    send(organiser, parts=PARTS)
    hall = db.session.scalars(sa.select(Hall).where(Hall.forum_id == new().id)).one()
    with make.unit_of_work():
        hall.name["fr"] = "Autre salle"
    db.session.expire_all()
    first = db.session.scalars(sa.select(Hall).where(Hall.forum_id == earlier.id)).one()
    assert first.name["fr"] == "Grande salle"


def test_an_event_without_a_team_is_copied_too(app: Flask, client: FlaskClient, earlier: Forum) -> None:
    with make.unit_of_work():
        db.session.execute(sa.delete(Membership).where(Membership.forum_id == earlier.id))
        earlier.is_fictional = True
    make.enter(client, make.account(Role.ADMINISTRATOR))
    assert send(client, parts=["themes"]).location == "/fr/office/next/"
    assert new().is_fictional


def test_roles_are_given_only_by_who_has_just_proved_who_they_are(
    organiser: FlaskClient, earlier: Forum
) -> None:
    with make.unit_of_work():
        db.session.execute(sa.update(SignIn).values(confirmed_at=now() - timedelta(hours=2)))
    assert "/account/confirm" in (organiser.get(COPY).location or "")


def test_whose_account_is_closed_gets_no_role(organiser: FlaskClient, earlier: Forum) -> None:
    for email in ("one@example.org", "two@example.org"):
        desk = make.account(Role.DESK, earlier, email)
    with make.unit_of_work():
        desk.active = False
    assert send(organiser, parts=[], roles=["desk"]).status_code == 303
    held = sa.select(Membership).where(Membership.forum_id == new().id, Membership.role == Role.DESK)
    assert [one.user_id for one in db.session.scalars(held)] == [desk.id - 1]


def test_contacts_come_along_only_when_somebody_says_so(organiser: FlaskClient) -> None:
    page = organiser.get(COPY).text
    ticked = {name for name in PARTS if re.search(rf'<input[^>]*checked[^>]*value="{name}"', page)}
    assert ticked == set(PARTS) - {"contacts"}


def test_the_texts_of_messages_come_along_where_they_are_ticked(
    organiser: FlaskClient, earlier: Forum
) -> None:
    with make.unit_of_work():
        body = Translated(fr="Bonjour, {link}")
        db.session.add(MailTemplate(forum_id=earlier.id, kind="registration.confirmed", body=body))
    page = organiser.get(COPY).text
    tick = next(one for one in re.findall("<input[^>]*>", page) if 'value="messages"' in one)
    assert "checked" not in tick
    assert send(organiser, parts=["messages"]).status_code == 303
    brought = db.session.scalars(sa.select(MailTemplate).where(MailTemplate.forum_id == new().id)).one()
    assert (brought.kind, dict(brought.body), dict(brought.subject)) == (
        "registration.confirmed",
        {"fr": "Bonjour, {link}"},
        {},
    )
