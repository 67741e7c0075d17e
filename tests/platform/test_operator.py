"""The operator’s row: what it says, what the settings say where it is silent, and without a database."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from app.platform import operator
from app.platform.db import db
from tests import application, make
from tests.queries import counted


def test_an_installation_nobody_described_speaks_with_the_settings(app: Flask) -> None:
    settings = app.config["SETTINGS"]
    assert operator.site_name() == settings.site_name
    assert (operator.help_phone(), operator.mail_sender()) == (settings.help_phone, settings.mail_sender)
    assert operator.arms() is None


def test_what_the_administrator_filled_in_stands_before_the_settings(app: Flask) -> None:
    make.operator(site_name={"fr": "Le portail"}, help_phone="+212535000000", mail_sender="a@example.org")
    names = {**app.config["SETTINGS"].site_name, "fr": "Le portail"}
    assert operator.site_name() == names
    assert (operator.help_phone(), operator.mail_sender()) == ("+212535000000", "a@example.org")


def test_the_row_is_read_once_for_each_request(app: Flask) -> None:
    make.operator()
    g.pop("operator", None)
    with counted() as asked:
        assert operator.held() is operator.held()
    assert len(asked) == 1


def test_the_row_that_pages_hold_is_no_row_of_the_session(app: Flask) -> None:
    make.operator()
    held = operator.held()
    held.name["fr"] = "Autre chose"
    with make.unit_of_work():
        pass
    operator.forget()
    assert held not in db.session
    assert operator.held().name["fr"] == "Institution d’essai"


@pytest.fixture
def away(tmp_path: Path, app: Flask) -> FlaskClient:
    """A visitor of an installation whose database does not answer."""
    built = application.build(f"sqlite:///{tmp_path}/missing/data.sqlite", tmp_path)
    built.config["PROPAGATE_EXCEPTIONS"] = False
    return built.test_client()


@pytest.mark.parametrize(("locale", "name"), [("ar", "منصة المناظرات"), ("fr", "Mounadara")])
def test_without_a_database_the_page_that_says_so_has_a_name_and_a_help_number(
    away: FlaskClient, locale: str, name: str
) -> None:
    answer = away.get(f"/{locale}/")
    assert answer.status_code == 500
    assert name in answer.text
    assert 'href="tel:+212537000000"' in answer.text
    assert answer.text.count("<h1>") == 1


def test_a_page_without_any_row_needs_no_database(away: FlaskClient) -> None:
    assert away.get("/fr/contact").status_code == 200


def test_the_settings_of_the_environment_may_name_the_platform_otherwise(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(app.config["SETTINGS"], site_name={"ar": "اسم آخر", "fr": "Autre nom"})
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    assert "<span>Autre nom</span>" in client.get("/fr/").text
