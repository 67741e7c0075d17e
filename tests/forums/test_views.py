"""The events of an account, and the page that the public reads."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.forums.lifecycle import State
from app.forums.views import FEW
from app.platform.clock import today
from app.platform.i18n import _, using
from app.platform.text import Translated
from tests import make

NEW = "/fr/office/new"


def test_the_office_lists_the_events_of_the_account_alone(app: Flask, client: FlaskClient) -> None:
    make.forum("other")
    make.enter(client, make.account(Role.READER, make.forum()))
    page = client.get("/fr/office/").text
    assert ("/office/live/" in page, "/office/other/" in page) == (True, False)
    assert NEW not in page
    make.enter(client, make.account(Role.ADMINISTRATOR))
    assert "/office/other/" in client.get("/fr/office/").text


def test_what_no_source_says_is_said_to_be_unknown(app: Flask, client: FlaskClient) -> None:
    source = {"kind": "press", "title": {"fr": "Un journal"}, "date": None, "note": None}
    make.forum(state=State.ARCHIVED, city=Translated(), starts_on=None, ends_on=None, sources=[source])
    page = client.get("/fr/forums/live/").text
    with using("fr"):
        assert _("Date: not in the source") in page
        assert _("City: not in the source") in page


def test_a_text_that_one_language_lacks_is_shown_in_the_other_and_marked(
    app: Flask, client: FlaskClient
) -> None:
    make.forum(motto=Translated(ar="شعار بالعربية وحدها"))
    assert '<bdi lang="ar" dir="rtl">شعار بالعربية وحدها</bdi>' in client.get("/fr/forums/live/").text


def test_what_an_organiser_types_is_text_and_never_markup(app: Flask, client: FlaskClient) -> None:
    make.forum(motto=Translated(fr="<script>alert(1)</script>"), about=Translated(fr='"><img src=x>'))
    for path in ("/fr/", "/fr/forums/live/"):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "<img" not in page


def test_sources_stand_at_the_foot_and_the_fictional_is_marked(app: Flask, client: FlaskClient) -> None:
    source = {"kind": "press", "title": {"fr": "Un journal"}, "date": "2019-06-22", "note": None}
    make.forum(sources=[source], is_fictional=True)
    page = client.get("/fr/forums/live/").text
    assert "Un journal" in page
    assert "samedi 22 juin 2019" in page
    assert 'class="notice attention"' in page


def test_the_home_page_shows_the_open_event_before_the_announced_one(app: Flask, client: FlaskClient) -> None:
    soon = today() + timedelta(days=2)
    make.forum("soon", state=State.ANNOUNCED, starts_on=soon, ends_on=soon)
    make.forum()
    cover = client.get("/fr/").text.partition('class="cover"')[2].partition("</section>")[0]
    assert "/fr/forums/live/register" in cover
    assert "/fr/forums/soon/" not in cover


def test_an_office_that_is_not_there_is_said_so_to_who_is_signed_in(client: FlaskClient, app: Flask) -> None:
    make.enter(client, make.account(Role.ADMINISTRATOR))
    page = client.get("/fr/office/nowhere/team")
    assert page.status_code == 404
    assert '<a href="/ar/" lang="ar"' in page.text
    assert 'href="/fr/office/"' in page.text
    assert "/fr/sign-in" not in page.text


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("q=assises", {"live", *(f"e{number}" for number in range(FEW))}),
        ("q=إفران", {"live", *(f"e{number}" for number in range(FEW))}),
        ("q=nowhere", set()),
        ("state=closed", {"e1"}),
        ("kind=training", {"e2"}),
        ("year=2019", {"e3"}),
        ("series=1", {"e4"}),
        ("state=closed&kind=training", set()),
        ("series=none&year=x", {"live", *(f"e{number}" for number in range(FEW))}),
    ],
)
def test_more_than_a_few_events_are_searched_and_filtered(
    app: Flask, client: FlaskClient, asked: str, shown: set[str]
) -> None:
    series, then = make.series(), date(2019, 6, 22)
    special: dict[int, dict[str, object]] = {
        1: {"state": State.CLOSED},
        2: {"kind": "training"},
        3: {"starts_on": then, "ends_on": then},
        4: {"series_id": series.id},
    }
    make.forum()
    for number in range(FEW):
        make.forum(f"e{number}", **special.get(number, {}))
    make.enter(client, make.account(Role.ADMINISTRATOR))
    assert 'type="search"' in client.get("/fr/office/").text
    page = client.get(f"/fr/office/?{asked}").text
    assert {slug for slug in make.slugs() if f'/fr/office/{slug}/"' in page} == shown


def test_a_few_events_are_found_without_search(app: Flask, client: FlaskClient) -> None:
    make.forum()
    make.enter(client, make.account(Role.ADMINISTRATOR))
    page = client.get("/fr/office/").text
    assert ('type="search"' in page, "/fr/office/live/" in page) == (False, True)
