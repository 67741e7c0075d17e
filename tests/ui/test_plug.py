"""The language of an address, the switch, and what stands on every page."""

import re
from pathlib import Path

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from config import Mode
from tests.ui import pages


@pytest.mark.parametrize(
    ("asked", "place"),
    [("", "/ar/"), ("fr-FR,fr;q=0.9,ar;q=0.5", "/fr/"), ("en", "/ar/"), ("ar-MA,ar;q=0.9,fr;q=0.8", "/ar/")],
)
def test_the_root_leads_to_the_language_of_the_browser(visitor: FlaskClient, asked: str, place: str) -> None:
    answer = visitor.get("/", headers={"Accept-Language": asked})
    assert (answer.status_code, answer.location, answer.headers["Vary"]) == (302, place, "Accept-Language")


@pytest.mark.parametrize(("locale", "direction"), [("ar", "rtl"), ("fr", "ltr")])
def test_a_page_names_its_language_and_its_direction(
    visitor: FlaskClient, locale: str, direction: str
) -> None:
    assert f'<html lang="{locale}" dir="{direction}">' in visitor.get(f"/{locale}/").text


def test_the_switch_keeps_the_page_and_its_query(visitor: FlaskClient) -> None:
    page = visitor.get("/ar/cities/fes?day=2&day=3").text
    assert '<a href="/fr/cities/fes?day=2&amp;day=3" lang="fr" hreflang="fr" dir="ltr">Français</a>' in page


def test_the_switch_of_a_missing_page_leads_home(visitor: FlaskClient) -> None:
    assert '<a href="/ar/" lang="ar" hreflang="ar" dir="rtl">العربية</a>' in visitor.get("/fr/nowhere").text


def test_search_engines_are_told_the_address_in_each_language(visitor: FlaskClient) -> None:
    page = visitor.get("/fr/cities/fes?from=mail").text
    assert '<link rel="canonical" href="http://localhost:8000/fr/cities/fes">' in page
    assert '<link rel="alternate" hreflang="ar" href="http://localhost:8000/ar/cities/fes' in page


def test_links_stay_in_the_language_of_the_page(in_french: Flask) -> None:
    assert url_for("site.city", name="fes") == "/fr/cities/fes"
    assert url_for("site.city", name="fes", locale="ar") == "/ar/cities/fes"


def test_the_help_number_and_the_demo_strip_stand_on_every_page(visitor: FlaskClient) -> None:
    page = visitor.get("/fr/").text
    number = (
        '<a class="tel" href="tel:+212537000000"><bdi dir="ltr">05\u00a037\u00a000\u00a000\u00a000</bdi></a>'
    )
    assert page.count(number) == 1
    assert page.count('<p class="demo-strip">') == 1


def test_a_public_page_never_touches_the_session(visitor: FlaskClient) -> None:
    answer = visitor.get("/ar/")
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize(("mode", "status"), [("demo", 200), ("test", 200), ("production", 404)])
def test_the_style_page_is_left_out_of_production(tmp_path: Path, mode: Mode, status: int) -> None:
    visitor = pages.build(tmp_path, mode).test_client()
    assert visitor.get("/ar/styles").status_code == status


def test_no_page_of_the_look_carries_code_or_a_foreign_address(visitor: FlaskClient) -> None:
    for place in ("/ar/styles", "/fr/styles/office", "/ar/styles/desk", "/fr/nowhere"):
        page = visitor.get(place).text
        assert re.findall(r"<script(?![^>]* src=\"/assets/)|\sstyle=|\son[a-z]+=|src=\"http", page) == []
