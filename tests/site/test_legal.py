"""Legal notice, personal data, accessibility, contact: for everybody, in both languages."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import make
from tests.queries import counted

PAGES = ("legal", "privacy", "accessibility", "contact")
pages = pytest.mark.parametrize("page", PAGES)
everywhere = pytest.mark.parametrize("locale", ["ar", "fr"])


@everywhere
@pages
def test_each_page_stands_from_the_first_day_and_may_be_kept(
    client: FlaskClient, locale: str, page: str
) -> None:
    answer = client.get(f"/{locale}/{page}")
    assert answer.status_code == 200
    assert answer.text.count("<h1>") == 1
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in answer.headers
    assert (
        client.get(f"/{locale}/{page}", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    )


@everywhere
def test_every_public_page_leads_to_the_four(client: FlaskClient, locale: str) -> None:
    make.category(make.forum())
    for place in ("", "forums/live/", "forums/live/register", "sign-in", "nowhere"):
        text = client.get(f"/{locale}/{place}").text
        assert [page for page in PAGES if f'href="/{locale}/{page}"' not in text] == []


def test_the_registration_form_leads_to_the_notice(client: FlaskClient) -> None:
    make.category(make.forum())
    form = client.get("/fr/forums/live/register").text.partition("<form")[2].partition("</form>")[0]
    assert 'href="/fr/privacy"' in form


def test_what_the_operator_said_stands_on_the_pages_and_nothing_else_is_claimed(client: FlaskClient) -> None:
    unknown = client.get("/fr/legal").text.count("<dd>")
    make.operator(
        name={"ar": "مؤسسة", "fr": "Institution"},
        department={"fr": "Direction"},
        contact_email="contact@example.org",
        tifinagh="ⵜⴰⵎⴰⵡⴰⵙⵜ",
        director={"fr": "Madame X"},
        host={"fr": "Hébergeur Y"},
    )
    notice = client.get("/fr/legal").text
    for told in ("Institution", "Direction", "Madame X", "Hébergeur Y", 'href="mailto:contact@example.org"'):
        assert told in notice
    assert notice.count("<dd>") == unknown + 1  # the department, of which nothing was said before
    assert '<bdi lang="zgh" dir="ltr">ⵜⴰⵎⴰⵡⴰⵙⵜ</bdi>' in client.get("/ar/contact").text
    assert 'href="mailto:contact@example.org"' in client.get("/ar/privacy").text


def test_a_name_in_one_language_alone_is_marked_on_the_pages_of_the_other(client: FlaskClient) -> None:
    make.operator(name={"ar": "مؤسسة"})
    for page in ("legal", "privacy", "contact"):
        assert '<bdi lang="ar" dir="rtl">مؤسسة</bdi>' in client.get(f"/fr/{page}").text


@everywhere
def test_the_receipt_of_the_cndp_is_told_from_left_to_right_once_there_is_one(
    client: FlaskClient, locale: str
) -> None:
    before = client.get(f"/{locale}/privacy").text
    make.operator(cndp_number="D-GC-<1>/2026")
    after = client.get(f"/{locale}/privacy").text
    assert '<bdi dir="ltr">D-GC-&lt;1&gt;/2026</bdi>' in after
    assert "D-GC" not in before
    assert before.count("<dd>") == after.count("<dd>")


@pages
def test_the_operators_own_text_stands_in_place_of_ours_in_its_language(
    client: FlaskClient, page: str
) -> None:
    ours = client.get(f"/ar/{page}").text
    make.operator(**{f"{page}_text": {"fr": "# Titre\n\nTexte *propre*"}})
    own = client.get(f"/fr/{page}").text
    assert '<div class="prose" lang="fr" dir="ltr"><h2>Titre</h2>' in own
    assert own.count("<h1>") == 1
    assert '<dl class="facts">' not in own
    other = client.get(f"/ar/{page}").text
    assert f'<a href="/fr/{page}" lang="fr" dir="ltr" hreflang="fr">Français</a></p>' in other
    assert "Titre" not in other
    marks = re.findall(r"<(?:h2|dl|dt|section)\b", ours)
    assert re.findall(r"<(?:h2|dl|dt|section)\b", other) == marks


@pages
def test_a_legal_page_asks_the_database_once(app: Flask, client: FlaskClient, page: str) -> None:
    make.operator()
    client.get(f"/fr/{page}")
    with counted() as asked:
        client.get(f"/fr/{page}")
    assert len([one for one in asked if one.startswith("SELECT")]) == 1
