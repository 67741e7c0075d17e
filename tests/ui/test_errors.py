"""An error page says what happened and shows one way on."""

import logging

import pytest
from flask.testing import FlaskClient

HOME = '<a class="button primary" href="/fr/"><span>Home page</span></a>'


@pytest.mark.parametrize(
    ("kind", "status", "title"),
    [
        ("conflict", 409, "This is not possible now"),
        ("gone", 410, "This link has expired"),
        ("400", 400, "This request cannot be read"),
        ("403", 403, "This page is not open to you"),
        ("404", 404, "This page does not exist"),
        ("413", 413, "The file is too large"),
        ("418", 418, "This request cannot be read"),
        ("429", 429, "Too many attempts"),
        ("503", 503, "Something went wrong on the platform"),
    ],
)
def test_each_error_has_its_page(visitor: FlaskClient, kind: str, status: int, title: str) -> None:
    answer = visitor.get(f"/fr/breaks/{kind}")
    assert answer.status_code == status
    assert f"<h1>{title}</h1>" in answer.text
    assert answer.text.count('class="button primary"') == 1
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_refusal_speaks_its_own_sentence(visitor: FlaskClient) -> None:
    assert '<p class="lead">The last place was taken.</p>' in visitor.get("/fr/breaks/conflict").text


def test_a_refusal_leads_back_to_the_page_before_if_it_is_ours(visitor: FlaskClient) -> None:
    ours = visitor.get("/fr/breaks/conflict", headers={"Referer": "http://localhost/fr/cities/fes?day=2"})
    assert 'href="/fr/cities/fes?day=2"><span>Back to the page before</span>' in ours.text
    foreign = visitor.get("/fr/breaks/conflict", headers={"Referer": "https://elsewhere.example/x"})
    assert HOME in foreign.text


def test_a_bug_shows_its_number_and_is_logged_once(
    visitor: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = visitor.get("/fr/breaks/bug")
    number = answer.headers["X-Request-Id"]
    assert answer.status_code == 500
    assert f'<bdi class="code" dir="ltr">{number}</bdi>' in answer.text
    assert "ZeroDivisionError" not in answer.text
    assert len(caplog.records) == 1


def test_a_wrong_method_still_says_which_are_right(visitor: FlaskClient) -> None:
    answer = visitor.get("/fr/only-sent")
    assert (answer.status_code, sorted(answer.allow)) == (405, ["OPTIONS", "POST"])


def test_a_form_without_its_token_is_explained(visitor: FlaskClient) -> None:
    answer = visitor.post("/fr/only-sent", data={"name": "Amal"})
    assert answer.status_code == 400
    assert "<h1>This form was open for too long</h1>" in answer.text


@pytest.mark.parametrize(
    ("address", "asked", "locale"),
    [
        ("/fr/nowhere", "ar", "fr"),
        ("/ar/nowhere", "fr", "ar"),
        ("/nowhere", "fr", "fr"),
        ("/nowhere", "", "ar"),
    ],
)
def test_an_error_speaks_the_language_of_the_address_else_of_the_browser(
    visitor: FlaskClient, address: str, asked: str, locale: str
) -> None:
    answer = visitor.get(address, headers={"Accept-Language": asked})
    assert answer.status_code == 404
    assert f'<html lang="{locale}"' in answer.text
