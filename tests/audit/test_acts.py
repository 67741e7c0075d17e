"""Each act leaves one line in the log, a refused one none, and no line tells a secret."""

import ast
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role, User
from app.audit.labels import FIELD_WORDS
from app.audit.models import Entry
from app.audit.words import ACT_WORDS
from app.platform.db import db
from app.platform.operator import Operator
from app.registrations import links, queries
from app.registrations.models import Registration
from app.verification import codes, keys
from config import ROOT
from tests import forms, make
from tests.site.addresses import Stock

PERSON = {
    "given_latin": "Zineb",
    "family_latin": "Berrada",
    "email": "zineb@example.org",
    "phone": "0612345678",
    "notice_read": "y",
}
PAPER = {"file": (b"%PDF-1.7 paper", "zineb.pdf")}
# Act → (method, endpoint, what is typed): done once by the administrator.
ACTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "forum.edited": ("POST", "forums.edit", {"motto-fr": "Palais"}),
    "forum.moved": ("POST", "forums.move", {}),
    "hall.added": ("POST", "parts.add", {"name_-fr": "Salle", "capacity": "5"}),
    "hall.edited": ("POST", "parts.edit", {"capacity": "5"}),
    "hall.removed": ("POST", "parts.remove", {}),
    "session.added": ("POST", "programme.create", {"title-fr": "Séance"}),
    "session.edited": ("POST", "programme.edit", {"title-fr": "Séance"}),
    "session.removed": ("POST", "programme.remove", {}),
    "category.added": ("POST", "categories.add", {"name_-fr": "Presse", "places": "5"}),
    "quota.changed": ("POST", "categories.set_total", {"places": "20"}),
    "gate.added": ("POST", "checkin.gates", {"name_-fr": "Porte"}),
    "agreement.prepared": ("POST", "memoranda.create", {"title-fr": "Accord"}),
    "agreement.edited": ("POST", "memoranda.edit", {"place-fr": "Fès"}),
    "party.added": (
        "POST",
        "memoranda.add_party",
        {"party-organisation_id": "999", "party-signatory-fr": "Zineb Berrada"},
    ),
    "party.removed": ("POST", "memoranda.remove_party", {}),
    "agreement.scanned": ("POST", "memoranda.attach_scan", PAPER),
    "agreement.signed": ("POST", "memoranda.sign", {}),
    "registrations.read": ("GET", "registry.index", {"q": "Zineb"}),
    "messages.read": ("GET", "messages.index", {}),
    "message.read": ("GET", "messages.show", {}),
    "message_text.written": ("POST", "messages.edit_text", {"subject-fr": "Bonjour"}),
    "badge.printed": ("GET", "badges.one", {}),
    "badges.printed": ("GET", "badges.everybody", {}),
}
# Acts that a rule refuses: (endpoint, what is typed, the status).
REFUSED = [
    ("forums.edit", {"slug": "no slug"}, 422),
    ("forums.edit", {"version": "99"}, 409),
    ("forums.move", {"state": "under_way"}, 409),
    ("parts.add", {"name_-fr": "Salle", "capacity": "0"}, 422),
    ("programme.create", {"title-fr": ""}, 422),
    ("categories.set_total", {"places": "-1"}, 422),
    ("checkin.gates", {"name_-fr": ""}, 422),
    ("memoranda.edit", {"version": "99"}, 409),
    ("memoranda.attach_scan", {"file": (b"hello", "paper.pdf")}, 422),
    ("registrations.register", {"given_latin": "", "email": ""}, 422),
]


@pytest.fixture
def stock(app: Flask) -> Stock:
    return Stock("live")


@pytest.fixture
def user(client: FlaskClient, stock: Stock) -> User:
    made = make.account(Role.ADMINISTRATOR)
    make.enter(client, made)
    return made


def do(
    app: Flask, client: FlaskClient, stock: Stock, method: str, endpoint: str, typed: dict[str, Any]
) -> int:
    """Act through the address of an endpoint, with its form as it stands but for what is typed."""
    rule = next(
        one for one in app.url_map.iter_rules() if one.endpoint == endpoint and method in (one.methods or ())
    )
    instead = {"state": typed["state"]} if "state" in typed else {}
    address = stock.address(app, rule, **instead)
    if method == "GET":
        answer = client.get(address, query_string=typed)
        answer.close()
        return answer.status_code
    page = client.get(address if "GET" in (rule.methods or ()) else "/ar/office/")
    filled: dict[str, Any] = forms.held(page) | typed
    if "file" in typed:
        filled["file"] = (BytesIO(typed["file"][0]), typed["file"][1])
    return client.post(address, data=filled).status_code


def entries(since: int = 0) -> list[Entry]:
    return list(db.session.scalars(sa.select(Entry).where(Entry.id > since).order_by(Entry.id)))


@pytest.mark.parametrize("act", ACTS)
def test_an_act_leaves_one_entry_that_says_who_and_where(
    app: Flask, client: FlaskClient, stock: Stock, user: User, act: str
) -> None:
    method, endpoint, typed = ACTS[act]
    if typed.get("party-organisation_id"):
        typed = typed | {"party-organisation_id": str(make.organisation("آخر").id)}
    before = entries()[-1].id
    assert do(app, client, stock, method, endpoint, typed) in (200, 303)
    (entry,) = entries(before)
    assert (entry.act, entry.actor_id, entry.actor) == (act, user.id, user.name)
    assert entry.forum_id == stock.forum.id
    assert f"<div>{ACT_WORDS[act]}" in client.get("/ar/office/live/history").text


def test_a_new_event_is_created_and_its_organiser_named(
    app: Flask, client: FlaskClient, stock: Stock, user: User
) -> None:
    before = entries()[-1].id
    forms.send(client, "/fr/office/new", {"title-fr": "Assises", "slug": "fes"})
    assert [(one.act, one.actor_id) for one in entries(before)] == [
        ("forum.created", user.id),
        ("membership.granted", user.id),
    ]
    assert len({one.forum_id for one in entries(before)} - {None, stock.forum.id}) == 1


@pytest.mark.parametrize(("endpoint", "typed", "status"), REFUSED)
def test_an_act_that_is_refused_leaves_no_entry(
    app: Flask,
    client: FlaskClient,
    stock: Stock,
    user: User,
    endpoint: str,
    typed: dict[str, Any],
    status: int,
) -> None:
    before = entries()[-1].id
    assert do(app, client, stock, "POST", endpoint, typed) == status
    assert entries(before) == []


def test_what_the_public_does_has_no_actor(app: Flask, client: FlaskClient, stock: Stock) -> None:
    before = entries()[-1].id
    personal = forms.send(client, "/fr/forums/live/register", PERSON).location.partition("?")[0]
    forms.send(client, f"{personal}/cancellation")
    found = [(one.act, one.actor_id, one.actor, one.forum_id) for one in entries(before)]
    nobody = (None, "", stock.forum.id)
    assert found == [("registration.made", *nobody), ("registration.cancelled", *nobody)]


def test_an_admission_is_in_the_log_once(client: FlaskClient, stock: Stock, user: User) -> None:
    registration = db.session.scalars(sa.select(Registration).order_by(Registration.id)).first()
    assert registration
    code = codes.issue(keys.badge_keys(), bytes.fromhex(registration.public_id), 1)
    before = entries()[-1].id
    for typed in (code, code, "forged"):
        forms.send(client, "/fr/office/live/desk/1/readings", page="/fr/office/live/desk", code=typed)
    (entry,) = entries(before)
    assert (entry.act, entry.actor_id, entry.forum_id) == ("registration.admitted", user.id, stock.forum.id)


def test_no_entry_holds_a_code_a_link_or_what_a_person_is_called(
    app: Flask, client: FlaskClient, stock: Stock, user: User
) -> None:
    personal = forms.send(client, "/fr/forums/live/register", PERSON).location
    person = db.session.scalars(sa.select(Registration).order_by(Registration.id.desc())).first()
    assert person
    link = links.token(db.session.scalars(queries.by_id(person.id)).one())
    code = codes.issue(keys.badge_keys(), bytes.fromhex(person.public_id), 1)
    forms.send(client, "/fr/office/live/desk/1/readings", page="/fr/office/live/desk", code=code)
    for method, endpoint, typed in ACTS.values():
        do(app, client, stock, method, endpoint, typed)
    forms.send(client, f"{personal.partition('?')[0]}/cancellation")
    told = json.dumps([(one.act, one.details) for one in entries()], ensure_ascii=False)
    secrets = [
        *(text for text in PERSON.values() if text != "y"),
        "612345678",
        link,
        code,
        person.public_id,
        person.number,
        "zineb",
        make.PASSWORD,
    ]
    assert [secret for secret in secrets if secret in told] == []


def test_every_act_has_words() -> None:
    named = set()
    for path in sorted(Path(ROOT / "app").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("audit.record", "record"):
                named |= {one.value for one in node.args[:1] if isinstance(one, ast.Constant)}
    assert named
    assert sorted(named - set(ACT_WORDS)) == []


def test_everything_that_an_act_tells_has_words() -> None:
    """Keys of details; those of changes are the names of columns, and shown as they are where words lack."""
    aside = {"by", "session", "forum_id", "changes"}
    told = set()
    for path in sorted(Path(ROOT / "app").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("audit.record", "actions.record"):
                told |= {one.arg for one in node.keywords if one.arg}
    assert told > aside
    assert sorted(told - aside - set(FIELD_WORDS)) == []


def test_every_setting_of_the_installation_has_its_label() -> None:
    kept = {
        "id",
        "created_at",
        "version",
        "logo",
        "logo_key",
        "arms",
        "arms_key",
    }  # told as pictures, or never
    columns = {column.name for column in Operator.__table__.columns} - kept
    assert columns - set(FIELD_WORDS) == set()
