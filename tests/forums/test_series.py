"""The series of editions."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.audit.models import Entry
from app.forums.models import Forum, Series
from app.platform.db import db
from app.platform.i18n import _, using
from tests import forms, make

SERIES = "/fr/office/series"


@pytest.fixture
def organiser(app: Flask, client: FlaskClient) -> FlaskClient:
    return make.enter(client, make.account(Role.ORGANISER, make.forum()))


def test_a_series_counts_its_editions(organiser: FlaskClient) -> None:
    answer = forms.send(organiser, f"{SERIES}/new", {"name_-fr": "Assises bleues"})
    assert (answer.status_code, answer.location) == (303, SERIES)
    made = db.session.scalars(sa.select(Series)).one()
    address = "/fr/office/live/event/identity"
    assert forms.send(organiser, address, series_id=str(made.id)).status_code == 303
    assert db.session.scalars(sa.select(Forum.series_id)).one() == made.id
    row = organiser.get(SERIES).text.partition("Assises bleues")[2].partition("</li>")[0]
    assert "1 " in row
    assert db.session.scalars(sa.select(Entry.act).where(Entry.subject_kind == "series")).all() == [
        "series.added"
    ]


def test_a_series_without_an_event_says_so(organiser: FlaskClient) -> None:
    make.series()
    with using("fr"):
        assert _("No edition yet") in organiser.get(SERIES).text


def test_a_series_without_a_name_is_none(organiser: FlaskClient) -> None:
    answer = forms.send(organiser, f"{SERIES}/new")
    assert (answer.status_code, 'href="#name_-ar"' in answer.text) == (422, True)


def test_of_two_who_rename_a_series_the_second_sees_the_other_name(organiser: FlaskClient) -> None:
    address = f"{SERIES}/{make.series().id}"
    mine = forms.held(organiser.get(address)) | {"name_-fr": "Le mien"}
    assert forms.send(organiser, address, {"name_-fr": "Le leur"}).status_code == 303
    refused = organiser.post(address, data=mine)
    assert (refused.status_code, "Le leur" in refused.text) == (409, True)
    assert organiser.post(address, data=forms.held(refused)).status_code == 303
    assert db.session.scalars(sa.select(Series)).one().name["fr"] == "Le mien"


def test_who_makes_no_events_names_no_series(app: Flask, client: FlaskClient) -> None:
    make.enter(client, make.account(Role.READER, make.forum()))
    assert client.get(SERIES).status_code == 403
