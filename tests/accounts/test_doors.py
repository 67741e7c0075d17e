"""Who may open what. The table stands here by itself, so that a change of `access.py` is noticed."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.accounts.models import Role
from tests import forms, make
from tests.site.addresses import PLAIN, Stock, build, rules

EVERYBODY = "nobody stranger administrator organiser programme_editor registrar desk legal_desk reader"
SIGNED_IN = "stranger administrator organiser programme_editor registrar desk legal_desk reader"
INSIDE = "administrator organiser programme_editor registrar desk legal_desk reader"
ORGANISERS = "administrator organiser"
# Endpoint → (who may, what a GET answers them, what a POST with nothing but its token answers them).
TABLE: dict[str, tuple[str, int | None, int | None]] = {
    "accounts.sign_in": (EVERYBODY, 200, 422),
    "accounts.sign_out": (SIGNED_IN, None, 303),
    "asset": (EVERYBODY, 200, None),
    "badges.everybody": (f"{ORGANISERS} registrar desk", 200, None),
    "badges.index": (f"{ORGANISERS} registrar desk", 200, None),
    "badges.mine": (EVERYBODY, 200, None),
    "badges.one": (f"{ORGANISERS} registrar desk", 200, None),
    "checkin.desk": (f"{ORGANISERS} registrar desk", 200, None),
    "checkin.gates": (ORGANISERS, 200, 422),
    "checkin.read": (f"{ORGANISERS} registrar desk", None, 200),
    "forums.create": (f"stranger {ORGANISERS}", 200, 422),  # the stranger organises another forum
    "forums.edit": (ORGANISERS, 200, 422),
    "forums.history": (ORGANISERS, 200, None),
    "forums.move": (ORGANISERS, None, 303),
    "forums.office": (INSIDE, 200, None),
    "forums.offices": (SIGNED_IN, 200, None),
    "forums.show": (EVERYBODY, 200, None),
    "memoranda.add_party": ("administrator legal_desk", None, 422),
    "memoranda.attach_scan": ("administrator legal_desk", None, 422),
    "memoranda.create": ("administrator legal_desk", 200, 422),
    "memoranda.draft_summary": (f"{ORGANISERS} legal_desk reader", 200, None),
    "memoranda.edit": ("administrator legal_desk", 200, 409),  # a form without its version is an old one
    "memoranda.index": (f"{ORGANISERS} legal_desk reader", 200, None),
    "memoranda.record": (f"{ORGANISERS} legal_desk reader", 200, None),
    "memoranda.remove_party": ("administrator legal_desk", 200, 303),
    "memoranda.scan": (f"{ORGANISERS} legal_desk reader", 200, None),
    "memoranda.show": (EVERYBODY, 200, None),
    "memoranda.sign": ("administrator legal_desk", None, 303),
    "memoranda.summary": (EVERYBODY, 200, None),
    "parts.add_hall": (ORGANISERS, None, 422),
    "parts.add_partner": (ORGANISERS, None, 422),
    "parts.add_theme": (ORGANISERS, None, 422),
    "parts.index": (ORGANISERS, 200, None),
    "parts.remove": (ORGANISERS, 200, 303),
    "programme.create": (f"{ORGANISERS} programme_editor", 200, 422),
    "programme.edit": (f"{ORGANISERS} programme_editor", 200, 422),
    "programme.index": (f"{ORGANISERS} programme_editor", 200, None),
    "programme.remove": (f"{ORGANISERS} programme_editor", 200, 303),
    "registrations.ask_cancellation": (EVERYBODY, 200, None),
    "registrations.cancel": (EVERYBODY, None, 303),
    "registrations.mine": (EVERYBODY, 200, None),
    "registrations.register": (EVERYBODY, 200, 422),
    "registry.add_category": (ORGANISERS, None, 422),
    "registry.categories": (ORGANISERS, 200, None),
    "registry.index": (f"{ORGANISERS} registrar", 200, None),
    "registry.messages": (f"{ORGANISERS} registrar", 200, None),
    "registry.repeat": (f"{ORGANISERS} registrar", None, 409),
    "registry.set_places": (ORGANISERS, None, 422),
    "registry.set_total": (ORGANISERS, None, 422),
    "robots.robots": (EVERYBODY, 200, None),
    "root": (EVERYBODY, 302, None),
    "site.home": (EVERYBODY, 200, None),
    "site.outbox": (EVERYBODY, 404, None),  # there is one in the demonstration alone
    "styles": (EVERYBODY, 200, None),
    "styles_desk": (EVERYBODY, 200, None),
    "styles_office": (EVERYBODY, 200, None),
    "styles_root": (EVERYBODY, 302, None),
}
# What takes away what the others look at comes last, and leaving last of all.
LATE = ("forums.move", "registrations.cancel", "accounts.sign_out")
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
    if (endpoint, method) == ("accounts.sign_in", "GET") and who != "nobody":
        return 303  # on to the office
    if who in may.split():
        return reading if method == "GET" else writing
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
            for kind in ("halls", "themes", "partners") if "kind" in rule.arguments else ("",):
                instead = {"kind": kind} if kind else {}
                theirs = other.values(app, rule, **instead)
                mixed = stock.values(app, rule, **instead) | {key: theirs[key]}
                data = {"csrf_token": token} if method == "POST" else None
                answer = client.open(build(app, rule, mixed), method=method, data=data)
                found[method, rule.endpoint, key, kind] = told(answer)
    assert len(found) > 20
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
