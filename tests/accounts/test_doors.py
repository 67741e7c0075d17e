"""Who may open what. The table stands here by itself, so that a change of `access.py` is noticed."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.accounts.models import Role
from app.platform.db import db
from tests import forms, make
from tests.site.addresses import PLAIN, Stock, build, rules

INSIDE = " ".join(Role)
SIGNED_IN = f"stranger {INSIDE}"
EVERYBODY = f"nobody {SIGNED_IN}"
ORGANISERS = "administrator organiser"
AGREEMENTS = f"{ORGANISERS} legal_desk legal_approver ministers_office reader"
MESSAGES = f"{ORGANISERS} registrar communications"
TEXTS = f"{ORGANISERS} communications"
MINE = "administrator, and who began it"  # an organiser finds those of others as little as a stranger
EDITORS = f"{ORGANISERS} programme_editor"
LISTERS = f"{EDITORS} protocol"
# Endpoint → (who may, what a GET answers them, what a POST with nothing but its token answers them).
TABLE: dict[str, tuple[str, int | str | None, int | str | None]] = {
    "accounts.confirm": (SIGNED_IN, 200, 422),
    "accounts.confirm_by_passkey": (SIGNED_IN, None, 422),
    "accounts.devices": (SIGNED_IN, 200, None),
    "accounts.end_device": (SIGNED_IN, None, 404),  # one's own alone
    "accounts.end_other_devices": (SIGNED_IN, None, 303),
    "accounts.passkeys": (SIGNED_IN, 200, 422),
    "accounts.recovery_codes": (SIGNED_IN, 303, 303),  # there are none before a second factor
    "accounts.remove_passkey": (SIGNED_IN, 404, 404),
    "accounts.remove_second_factor": (SIGNED_IN, 303, 303),
    "accounts.rename_passkey": (SIGNED_IN, 404, 404),
    "accounts.second_factor": (SIGNED_IN, 200, 422),
    "accounts.second_step": (EVERYBODY, "sign in", "sign in"),  # it follows a right password
    "accounts.second_step_by_passkey": (EVERYBODY, None, "sign in"),
    "accounts.sign_in": (EVERYBODY, 200, 422),
    "accounts.sign_in_by_passkey": (EVERYBODY, None, 422),
    "accounts.sign_out": (SIGNED_IN, None, 303),
    "accounts_office.deactivate": ("administrator", 200, 303),
    "accounts_office.export": ("administrator", 200, None),
    "accounts_office.give_role": ("administrator", 200, 422),
    "accounts_office.index": ("administrator", 200, None),
    "accounts_office.invite": ("administrator", 200, 422),
    "accounts_office.reactivate": ("administrator", None, 303),
    "accounts_office.remove_role": ("administrator", 200, 303),
    "accounts_office.remove_second_factor": ("administrator", 200, 303),
    "accounts_office.repeat": ("administrator", None, 303),
    "accounts_office.show": ("administrator", 200, None),
    "accounts_office.sign_out": ("administrator", None, 303),
    "accounts_office.withdraw": ("administrator", 200, 303),
    "administration.index": ("administrator", 200, None),
    "all_messages.addresses": ("administrator", 200, 422),
    "all_messages.edit_text": ("administrator", 200, 303),
    "all_messages.index": ("administrator", 200, None),
    "all_messages.lift": ("administrator", None, 303),
    "all_messages.record_return": ("administrator", None, 422),
    "all_messages.repeat": ("administrator", None, 409),
    "all_messages.repeat_all": ("administrator", None, 303),
    "all_messages.reset_text": ("administrator", 200, 303),
    "all_messages.show": ("administrator", 200, None),
    "all_messages.texts": ("administrator", 200, None),
    "asset": (EVERYBODY, 200, None),
    "badges.everybody": (f"{ORGANISERS} registrar desk", 200, None),
    "badges.index": (f"{ORGANISERS} registrar desk", 200, None),
    "badges.mine": (EVERYBODY, 200, None),
    "badges.one": (f"{ORGANISERS} registrar desk", 200, None),
    "checkin.desk": (f"{ORGANISERS} registrar desk", 200, None),
    "checkin.gates": (ORGANISERS, 200, 422),
    "checkin.read": (f"{ORGANISERS} registrar desk", None, 200),
    "copying.copy": (ORGANISERS, 200, 422),
    "faces.photo": (EVERYBODY, 200, None),
    "forum_people.index": (LISTERS, 200, None),
    "forums.calendar_entry": (EVERYBODY, 200, None),
    "forums.create": (f"stranger {ORGANISERS}", 200, 422),  # the stranger organises another forum
    "forums.document": (EVERYBODY, 200, None),
    "forums.edit": (ORGANISERS, 200, 422),
    "forums.history": (ORGANISERS, 200, None),
    "forums.event": (ORGANISERS, 200, None),
    "forums.index": (EVERYBODY, 200, None),
    "forums.move": (ORGANISERS, 200, 303),
    "forums.office": (INSIDE, 200, None),
    "forums.offices": (SIGNED_IN, 200, None),
    "forums.partner_logo": (EVERYBODY, 200, None),
    "forums.practical": (EVERYBODY, 200, None),
    "forums.share_image": (EVERYBODY, 200, None),
    "forums.show": (EVERYBODY, 200, None),
    "forums.subject_history": (ORGANISERS, 200, None),
    "health.show": ("administrator", 200, None),
    "imports.choose_columns": (MINE, None, 409),
    "imports.confirm": (MINE, None, 409),
    "imports.create": (f"stranger {ORGANISERS}", 200, 422),
    "imports.decide": (MINE, None, 409),
    "imports.drop": (MINE, 200, 303),
    "imports.go_back": (MINE, None, 303),
    "imports.index": (f"stranger {ORGANISERS}", 200, None),
    "imports.model": (f"stranger {ORGANISERS}", 200, None),
    "imports.resume": (MINE, None, 409),
    "imports.show": (MINE, 200, None),
    "imports.take_back": (MINE, 200, 409),
    "imports.to_correct": (MINE, 200, None),
    "invitations.accept": (SIGNED_IN, None, 409),  # it is somebody else's
    "invitations.ask_decline": (EVERYBODY, 200, None),
    "invitations.decline": (EVERYBODY, None, 303),
    "invitations.join": (EVERYBODY, None, 422),
    "invitations.show": (EVERYBODY, 200, None),
    "jobs.index": ("administrator", 200, None),
    "jobs.retry": ("administrator", None, 303),
    "jobs.retry_all": ("administrator", None, 303),
    "jobs.stop": ("administrator", None, 409),
    "legal.accessibility": (EVERYBODY, 200, None),
    "legal.contact": (EVERYBODY, 200, None),
    "legal.legal": (EVERYBODY, 200, None),
    "legal.privacy": (EVERYBODY, 200, None),
    "log.check": ("administrator", None, 303),
    "log.export": ("administrator", 200, None),
    "log.index": ("administrator", 200, None),
    "mark.show": (EVERYBODY, 200, None),
    "marks.index": ("administrator", 200, None),
    "marks.put": ("administrator", None, 422),
    "marks.remove": ("administrator", 200, 303),
    "memoranda.add_party": ("administrator legal_desk", None, 422),
    "memoranda.attach_scan": ("administrator legal_desk", None, 422),
    "memoranda.create": ("administrator legal_desk", 200, 422),
    "memoranda.draft_summary": (AGREEMENTS, 200, None),
    "memoranda.edit": ("administrator legal_desk", 200, 409),  # a form without its version is an old one
    "memoranda.index": (AGREEMENTS, 200, None),
    "memoranda.record": (AGREEMENTS, 200, None),
    "memoranda.remove_party": ("administrator legal_desk", 200, 303),
    "memoranda.scan": (AGREEMENTS, 200, None),
    "memoranda.show": (EVERYBODY, 200, None),
    "memoranda.sign": ("administrator legal_desk", None, 303),
    "memoranda.summary": (EVERYBODY, 200, None),
    "merges.create": (ORGANISERS, 200, 409),
    "merges.index": (f"stranger {ORGANISERS}", 200, None),
    "merges.part": (ORGANISERS, None, 303),
    "merges.search": (f"stranger {ORGANISERS}", None, 303),
    "merges_past.index": (f"stranger {ORGANISERS}", 200, None),
    "merges_past.undo": (ORGANISERS, 200, 303),
    "messages.addresses": (TEXTS, 200, None),
    "messages.edit_text": (TEXTS, 200, 303),
    "messages.index": (MESSAGES, 200, None),
    "messages.lift": (TEXTS, None, 303),
    "messages.record_return": (MESSAGES, None, 422),
    "messages.repeat": (MESSAGES, None, 409),
    "messages.repeat_all": (MESSAGES, None, 303),
    "messages.reset_text": (TEXTS, 200, 303),
    "messages.show": (MESSAGES, 200, None),
    "messages.texts": (TEXTS, 200, None),
    "organisations.create": (f"stranger {EDITORS} legal_desk", 200, 422),
    "organisations.edit": (f"{EDITORS} legal_desk", 200, 422),
    "organisations.export": (f"stranger {LISTERS} legal_desk legal_approver", 200, None),
    "organisations.hints": (f"stranger {LISTERS} legal_desk legal_approver", 200, None),
    "organisations.index": (f"stranger {LISTERS} legal_desk legal_approver", 200, None),
    "organisations.logo": (f"stranger {LISTERS} legal_desk legal_approver", 200, None),
    "organisations.remove": (f"{EDITORS} legal_desk", 200, 303),
    "organisations.show": (f"stranger {LISTERS} legal_desk legal_approver", 200, None),
    "organisations.tie": (f"stranger {EDITORS} legal_desk", None, 409),
    "organisations.untie": (f"{EDITORS} legal_desk", None, 303),
    "parts.add": (ORGANISERS, 200, 422),
    "parts.contacts": (ORGANISERS, 200, None),
    "parts.days": (ORGANISERS, 200, None),
    "parts.download": (ORGANISERS, 200, None),
    "parts.edit": (ORGANISERS, 200, 422),
    "parts.partners": (ORGANISERS, 200, None),
    "parts.remove": (ORGANISERS, 200, 303),
    "parts.shift": (ORGANISERS, None, 303),
    "parts.themes": (ORGANISERS, 200, None),
    "people.create": (f"stranger {EDITORS}", 200, 422),
    "people.edit": (EDITORS, 200, 409),
    "people.export": (f"stranger {ORGANISERS}", 200, None),
    "people.index": (f"stranger {LISTERS}", 200, None),
    "people.photo_of": (LISTERS, 200, None),
    "people.remove": (EDITORS, 200, 303),
    "people.show": (LISTERS, 200, None),
    "people.suggest": (f"stranger {EDITORS}", 200, None),
    "people.tie": (EDITORS, None, 409),
    "people.tie_many": (f"stranger {EDITORS}", None, 409),
    "people.untie": (EDITORS, None, 303),
    "probes.alive": (EVERYBODY, 200, None),
    "probes.ready": (EVERYBODY, 503, None),  # no worker leads in a test
    "profile.address": (SIGNED_IN, 200, 422),
    "profile.confirm_address": (EVERYBODY, 200, 303),
    "profile.edit": (SIGNED_IN, 200, 422),
    "profile.leave": (SIGNED_IN, 404, 404),  # one's own alone
    "profile.password": (SIGNED_IN, 200, 422),
    "profile.show": (SIGNED_IN, 200, None),
    "programme.create": (f"{ORGANISERS} programme_editor", 200, 422),
    "programme.edit": (f"{ORGANISERS} programme_editor", 200, 422),
    "programme.index": (f"{ORGANISERS} programme_editor", 200, None),
    "programme.remove": (f"{ORGANISERS} programme_editor", 200, 303),
    "recovery.ask": (EVERYBODY, 200, 422),
    "recovery.done": (EVERYBODY, 200, None),
    "recovery.renew": (EVERYBODY, 200, 422),
    "recovery.sent": (EVERYBODY, 200, None),
    "registrations.ask_cancellation": (EVERYBODY, 200, None),
    "registrations.cancel": (EVERYBODY, None, 303),
    "registrations.mine": (EVERYBODY, 200, None),
    "registrations.register": (EVERYBODY, 200, 422),
    "registry.add_category": (ORGANISERS, None, 422),
    "registry.categories": (ORGANISERS, 200, None),
    "registry.export": (f"{ORGANISERS} registrar", 200, None),
    "registry.index": (f"{ORGANISERS} registrar", 200, None),
    "registry.set_places": (ORGANISERS, None, 422),
    "registry.set_total": (ORGANISERS, None, 422),
    "rights.erase": ("administrator", 303, 303),  # without a person there: to the search
    "rights.export": ("administrator", 200, None),
    "rights.find": ("administrator", 200, 422),
    "rights.held": ("administrator", 303, None),
    "rights.index": ("administrator", 200, None),
    "rights.oppose": ("administrator", 303, 303),
    "rights.rectify": ("administrator", 303, 303),
    "rights_files.letter": ("administrator", None, 303),
    "rights_files.machines": ("administrator", None, 303),
    "robots.robots": (EVERYBODY, 200, None),
    "root": (EVERYBODY, 302, None),
    "search.index": (EVERYBODY, 200, None),
    "series.create": (f"stranger {ORGANISERS}", 200, 422),
    "series.edit": (f"stranger {ORGANISERS}", 200, 409),
    "series.index": (f"stranger {ORGANISERS}", 200, None),
    "settings.edit": ("administrator", 200, 409),
    "settings.index": ("administrator", 200, None),
    "site.home": (EVERYBODY, 200, None),
    "site.outbox": (EVERYBODY, 404, None),  # there is one in the demonstration alone
    "sitemap.index": (EVERYBODY, 200, None),
    "styles": (EVERYBODY, 200, None),
    "styles_desk": (EVERYBODY, 200, None),
    "styles_office": (EVERYBODY, 200, None),
    "styles_root": (EVERYBODY, 302, None),
    "team.change": (ORGANISERS, 200, 303),
    "team.index": (ORGANISERS, 200, None),
    "team.invite": (ORGANISERS, 200, 422),
    "team.remove": (ORGANISERS, 200, 303),
    "team.repeat": (ORGANISERS, None, 303),
    "team.withdraw": (ORGANISERS, 200, 303),
    "texts.edit": ("administrator", 200, 409),
    "ticked_badges.write": (f"{ORGANISERS} registrar desk", None, 409),
}
# What takes away what the others look at comes last, and leaving last of all.
LATE = ["people.remove", "organisations.remove", "imports.drop", "parts.remove"]
LATE += ["forums.move", "registrations.cancel", "accounts.sign_out"]
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
