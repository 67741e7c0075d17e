"""Who may open what, by the table of `doors`."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.accounts.models import Role
from app.platform.db import db
from tests import forms, make
from tests.accounts.doors import EVERYBODY, MINE, TABLE
from tests.site.addresses import PLAIN, Stock, build, rules

# What takes away what the others look at comes last, and leaving last of all.
LATE = ["people.remove", "organisations.remove", "imports.drop", "parts.remove", "programme.remove"]
LATE += ["delegations.remove", "workshops.remove"]
LATE += ["forums.move", "registrations.cancel", "personal.erasure", "accounts.sign_out"]
PEOPLE = EVERYBODY.split()


@pytest.fixture
def stock(app: Flask) -> Stock:
    return Stock("live")


def come_in(client: FlaskClient, who: str, stock: Stock) -> str:
    """Sign in as `who`, in the forum of the stock (a stranger: in another); gives the token of the forms."""
    if who != "nobody":
        role = Role.ORGANISER if who == "stranger" else Role(who)
        of = make.forum("elsewhere") if who == "stranger" else stock.forum
        make.enter(client, make.account(role, of))
    return token_of(client)


def token_of(client: FlaskClient) -> str:
    """The token of the forms, from the office, or from the sign-in page to which it leads nobody."""
    return forms.held(client.get("/ar/office/", follow_redirects=True))["csrf_token"]


def told(answer: TestResponse) -> int | str:
    """The status; or that the answer leads to the sign-in page."""
    answer.close()
    to_sign_in = answer.status_code == 303 and "/sign-in" in answer.location
    return "sign in" if to_sign_in else answer.status_code


def due(who: str, endpoint: str, method: str) -> int | str | None:
    """What the table promises."""
    may, reading, writing = TABLE[endpoint]
    if may == MINE and who in ("organiser", "stranger"):
        return 404
    if (endpoint, method) == ("accounts.sign_in", "GET") and who != "nobody":
        return 303  # on to the office
    if who in may.replace(",", "").split():
        return reading if method == "GET" else writing
    if may == "administrator":  # of no forum: who has any role learns that there is an administration
        return "sign in" if who == "nobody" else 403
    return {"nobody": "sign in", "stranger": 404}.get(who, 403)


def late(method_and_rule: tuple[str, Rule]) -> tuple[int, str]:
    endpoint = method_and_rule[1].endpoint
    return LATE.index(endpoint) if endpoint in LATE else -1, endpoint


def test_the_table_has_a_row_for_every_endpoint(app: Flask) -> None:
    assert sorted(TABLE) == sorted({rule.endpoint for rule in app.url_map.iter_rules()})


def test_nobody_learns_which_offices_exist(client: FlaskClient, stock: Stock) -> None:
    known, unknown = (told(client.get(f"/ar/office/{slug}/")) for slug in (stock.forum.slug, "nowhere"))
    assert (known, unknown) == ("sign in", "sign in")


@pytest.mark.parametrize("who", PEOPLE)
def test_each_person_opens_what_the_table_says_and_nothing_else(
    app: Flask, client: FlaskClient, stock: Stock, who: str
) -> None:
    come_in(client, who, stock)
    asked = [(rule.endpoint, stock.address(app, rule)) for _get, rule in rules(app, reading=True)]
    found = {endpoint: told(client.get(address)) for endpoint, address in asked}
    assert found == {endpoint: due(who, endpoint, "GET") for endpoint, _address in asked}


@pytest.mark.parametrize("who", PEOPLE)
def test_each_person_changes_what_the_table_says_and_nothing_else(
    app: Flask, client: FlaskClient, stock: Stock, who: str
) -> None:
    token = come_in(client, who, stock)
    asked = [
        (method, rule.endpoint, stock.address(app, rule))
        for method, rule in sorted(rules(app, reading=False), key=late)
    ]
    found = {
        (method, endpoint): told(client.open(address, method=method, data={"csrf_token": token}))
        for method, endpoint, address in asked
    }
    assert found == {(method, endpoint): due(who, endpoint, method) for method, endpoint, _address in asked}


def test_nothing_is_changed_without_the_token_of_a_form(
    app: Flask, client: FlaskClient, stock: Stock
) -> None:
    make.enter(client, make.account(Role.ADMINISTRATOR))
    found = {
        (method, rule.endpoint): client.open(stock.address(app, rule), method=method).status_code
        for method, rule in rules(app, reading=False)
    }
    assert found == dict.fromkeys(found, 400)


def rows() -> dict[str, list[object]]:
    """Everything that the database holds, but for what a reading may leave."""
    left = {"audit_entry", "attempts", "sign_in"}
    tables = [table for table in db.metadata.sorted_tables if table.name not in left]
    return {table.name: list(db.session.execute(table.select().order_by(table.c.id))) for table in tables}


def test_what_is_asked_by_head_changes_nothing(app: Flask, client: FlaskClient, stock: Stock) -> None:
    """A mail scanner asks so for the links of a letter, and no token is asked of it."""
    make.enter(client, make.account(Role.ADMINISTRATOR))
    asked = {rule.endpoint: stock.address(app, rule) for _get, rule in rules(app, reading=True)}
    before = rows()
    found = {endpoint: told(client.head(address)) for endpoint, address in asked.items()}
    assert rows() == before
    assert found == {endpoint: told(client.get(address)) for endpoint, address in asked.items()}


def test_what_belongs_to_another_forum_is_not_found_through_this_one(
    app: Flask, client: FlaskClient, stock: Stock
) -> None:
    other = Stock("other")
    make.enter(client, make.account(Role.ADMINISTRATOR))
    token = token_of(client)
    found = {}
    for method, rule in [*rules(app, reading=True), *rules(app, reading=False)]:
        if "forum" not in rule.arguments:
            continue
        for key in rule.arguments - PLAIN:
            for kind in rule._converters["kind"].items if "kind" in rule.arguments else ("",):
                instead = {"kind": kind} if kind else {}
                theirs = other.values(app, rule, **instead)
                mixed = stock.values(app, rule, **instead) | {key: theirs[key]}
                data = {"csrf_token": token} if method == "POST" else None
                answer = client.open(build(app, rule, mixed), method=method, data=data)
                found[method, rule.endpoint, key, kind] = told(answer)
    assert len(found) > 20
    # Nothing is lost of a form sent by a void link: it is drawn again, as the form of this event.
    assert found.pop(("POST", "registrations.register", "link", "")) == 409
    assert {asked: status for asked, status in found.items() if status != 404} == {}


def test_an_account_without_any_role_makes_no_event(client: FlaskClient, app: Flask) -> None:
    make.enter(client, make.account())
    assert client.get("/ar/office/new").status_code == 404


@pytest.mark.parametrize("who", PEOPLE)
def test_an_event_in_preparation_is_on_no_public_page(
    app: Flask, client: FlaskClient, stock: Stock, who: str
) -> None:
    come_in(client, who, stock)
    with make.unit_of_work():
        stock.forum.state = make.State.DRAFT
    public = ("forums.show", "registrations.register", "memoranda.show", "memoranda.summary")
    found = {
        rule.endpoint: client.get(stock.address(app, rule)).status_code
        for _get, rule in rules(app, reading=True)
        if rule.endpoint in public
    }
    assert found == dict.fromkeys(public, 404)
    assert "/forums/live/" not in client.get("/ar/").text
