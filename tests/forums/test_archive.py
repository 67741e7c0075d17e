"""An event in the archive is read in its office, and changed by nobody."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.access import PERMISSIONS
from app.accounts.models import Role
from app.forums.lifecycle import State
from app.platform.i18n import _, using
from tests import forms, make
from tests.site.addresses import Stock, rules

ALLOWED = {"forums.move", "copying.copy"}


@pytest.fixture
def stock(app: Flask) -> Stock:
    found = Stock("live")
    with make.unit_of_work():
        found.forum.state = State.ARCHIVED
    return found


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
    make.enter(client, make.account(Role.READER, stock.forum, "reads@example.org"))
    assert client.post("/ar/office/live/halls/new", data=token).status_code == 403


def test_the_office_says_so_and_opens_the_archive_again(
    app: Flask, client: FlaskClient, stock: Stock
) -> None:
    make.enter(client, make.account(Role.ORGANISER, stock.forum, "organises@example.org"))
    page = client.get("/fr/office/live/event")
    with using("fr"):
        assert _("This event is in the archive") in page.text
    assert client.get("/fr/forums/live/").status_code == 200
    asked = client.get("/fr/office/live/step/closed")
    assert client.post("/fr/office/live/step/closed", data=forms.held(asked)).status_code == 303
    assert forms.send(client, "/fr/office/live/event/texts", {"about-fr": "Encore"}).status_code == 303
