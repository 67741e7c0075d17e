"""An event in the archive is read in its office, and changed by nobody."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import links
from app.accounts.access import PERMISSIONS
from app.accounts.models import Membership, Role, User
from app.accounts.queries import user_by_email
from app.forums import parts_actions
from app.forums.lifecycle import State
from app.forums.models import Theme
from app.people import events, ties
from app.people.models import Tie
from app.people.scope import Scope
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import _, using
from app.registrations.models import Registration
from tests import forms, make
from tests.site.addresses import Stock, rules

ALLOWED = {"forums.move", "copying.copy", "ticked_badges.write"}


@pytest.fixture
def stock(app: Flask) -> Stock:
    found = Stock("live")
    make.account(Role.READER, found.forum, "reads@example.org")
    make.account(Role.ORGANISER, found.forum, "organises@example.org")
    with make.unit_of_work():
        found.forum.state = State.ARCHIVED
    return found


def registered() -> int:
    return db.session.scalars(sa.select(Registration.id)).first() or 0


def member(email: str) -> User:
    return db.session.scalars(user_by_email(email)).one()


def changing(app: Flask, stock: Stock) -> dict[str, str]:
    """Endpoint → address of all that changes something in the office of a forum."""
    return {
        rule.endpoint: stock.address(app, rule)
        for _method, rule in rules(app, reading=False)
        if "forum" in rule.arguments and getattr(app.view_functions[rule.endpoint], "door", "") in PERMISSIONS
    }


def test_nothing_of_an_archived_event_is_changed(app: Flask, client: FlaskClient, stock: Stock) -> None:
    make.enter(client, make.account(Role.ADMINISTRATOR))
    token = forms.held(client.get("/ar/office/new"))
    asked = changing(app, stock)
    found = {name: client.post(path, data=token).status_code for name, path in asked.items()}
    assert len(found) > 20
    refused = {name for name, status in found.items() if status == 409}
    assert set(found) - refused <= ALLOWED


def test_who_may_not_change_an_event_learns_nothing_of_the_archive(
    app: Flask, client: FlaskClient, stock: Stock
) -> None:
    make.enter(client, make.account(Role.ORGANISER, make.forum("elsewhere")))
    token = forms.held(client.get("/ar/office/new"))
    assert client.post("/ar/office/live/halls/new", data=token).status_code == 404
    make.enter(client, member("reads@example.org"))
    assert client.post("/ar/office/live/halls/new", data=token).status_code == 403


def test_the_office_says_so_and_opens_the_archive_again(
    app: Flask, client: FlaskClient, stock: Stock
) -> None:
    make.enter(client, member("organises@example.org"))
    page = client.get("/fr/office/live/event")
    with using("fr"):
        assert _("This event is in the archive") in page.text
    assert client.get("/fr/forums/live/").status_code == 200
    asked = client.get("/fr/office/live/step/closed")
    assert client.post("/fr/office/live/step/closed", data=forms.held(asked)).status_code == 303
    assert forms.send(client, "/fr/office/live/event/texts", {"about-fr": "Encore"}).status_code == 303


def test_the_directory_leaves_an_archived_event_as_it_is(
    app: Flask, client: FlaskClient, stock: Stock
) -> None:
    make.enter(client, make.account(Role.ADMINISTRATOR))
    person, other = make.person(), make.forum("next")
    offered = client.get(f"/fr/directory/people/{person.id}").text
    assert (f'value="{stock.forum.id}"' in offered, f'value="{other.id}"' in offered) == (False, True)
    assert set(events.choosable(Scope(None))) == {other.id}
    before = db.session.scalar(sa.select(sa.func.count(Tie.id)))
    for refused in (ties.tie, ties.untie):
        with pytest.raises(Conflict), make.unit_of_work():
            refused(person, stock.forum.id, by=None)
    assert db.session.scalar(sa.select(sa.func.count(Tie.id))) == before


def test_nobody_joins_the_team_of_an_archived_event(app: Flask, client: FlaskClient, stock: Stock) -> None:
    user = make.account(email="reader-to-be@example.org")
    make.enter(client, make.account(Role.ADMINISTRATOR))
    page = f"/fr/administration/accounts/{user.id}/roles"
    assert f'value="{stock.forum.id}"' not in client.get(page).text
    invitation = make.invitation(stock.forum, email=user.email)
    make.enter(client, user)
    link = f"/fr/account/invitations/{links.of_invitation(invitation)}"
    answer = client.post(f"{link}/acceptance", data=forms.held(client.get(link), "acceptance"))
    assert answer.status_code == 409
    held = sa.select(sa.func.count(Membership.id)).where(Membership.user_id == user.id)
    assert db.session.scalar(held) == 0


def test_a_part_is_not_added_once_the_event_went_into_the_archive_meanwhile(stock: Stock) -> None:
    with pytest.raises(Conflict), make.unit_of_work():
        parts_actions.add(stock.forum, Theme, {"name": {"fr": "Santé"}}, by=None)


def test_ticked_badges_of_an_archived_event_are_printed(
    app: Flask, client: FlaskClient, stock: Stock
) -> None:
    make.enter(client, member("organises@example.org"))
    ticked = forms.held(client.get("/fr/office/live/registrations")) | {"id": str(registered())}
    assert client.post("/fr/office/live/registrations/badges", data=ticked).status_code == 200


def test_a_refusal_of_the_archive_knows_who_is_signed_in(
    app: Flask, client: FlaskClient, stock: Stock
) -> None:
    make.enter(client, member("organises@example.org"))
    answer = client.post("/fr/office/live/halls/new", data=forms.held(client.get("/ar/office/new")))
    assert (answer.status_code, "/fr/account/sign-in" in answer.text) == (409, False)


@pytest.mark.parametrize("page", ["event", "days", "themes", "partners", "contacts", "team", "programme"])
def test_an_archived_event_offers_no_change(app: Flask, client: FlaskClient, stock: Stock, page: str) -> None:
    make.enter(client, member("organises@example.org"))
    shown = client.get(f"/fr/office/live/{page}").text.partition("<main")[2]
    offered = [f"/office/live/{one}" for one in ("event/", "halls/", "days/", "themes/", "team/")]
    with using("fr"):
        assert [one for one in (*offered, _("Remove"), _("Edit"), 'action="/fr/office') if one in shown] == []


def test_the_rows_of_a_session_in_the_archive_are_read_and_not_changed(
    app: Flask, client: FlaskClient, stock: Stock
) -> None:
    make.enter(client, member("organises@example.org"))
    edit = next(rule for _m, rule in rules(app, reading=False) if rule.endpoint == "programme.edit")
    page = client.get(stock.address(app, edit)).text.partition("<main")[2]
    assert ('id="talks"' in page, 'name="rows"' in page, 'type="submit"' in page) == (True, False, False)


def test_an_archived_event_is_still_copied(app: Flask, client: FlaskClient, stock: Stock) -> None:
    make.enter(client, member("organises@example.org"))
    copy = next(rule for _m, rule in rules(app, reading=False) if rule.endpoint == "copying.copy")
    page = client.get(stock.address(app, copy).replace("/ar/", "/fr/")).text.partition("<main")[2]
    assert 'type="submit"' in page
