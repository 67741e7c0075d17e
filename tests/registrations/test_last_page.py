"""What a confirmed person keeps: the code, the picture, the sheet, the message."""

import io
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from app.forums.models import Forum
from app.platform.db import unit_of_work
from app.registrations import links, moving, sharing
from app.registrations.models import Registration
from app.verification import codes as badge_codes
from app.verification import keys
from tests import make
from tests.registrations.pictures import code_of, codes


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def held(forum: Forum) -> Registration:
    return make.registration(forum, make.category(forum), email="", phone="+212612345678")


def page(held: Registration, locale: str = "ar", more: str = "") -> str:
    return f"/{locale}/my/{links.token(held)}{more}"


def belongs(code: str, held: Registration) -> bool:
    return badge_codes.read(keys.badge_keys(), code).registration_id.hex() == held.public_id


@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_the_page_shows_the_number_and_the_code_of_this_badge(
    client: FlaskClient, held: Registration, locale: str
) -> None:
    text = client.get(page(held, locale)).text
    [code] = codes(text)
    assert belongs(code, held)
    assert f"{held.number[:3]}\u00a0{held.number[3:]}" in text


def test_the_picture_of_the_badge_is_as_wide_as_a_phone_and_its_code_is_read(
    client: FlaskClient, held: Registration
) -> None:
    answer = client.get(page(held, more="/badge.png"))
    assert answer.content_type == "image/png"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert f"badge-{held.number}.png" in answer.headers["Content-Disposition"]
    assert Image.open(io.BytesIO(answer.data)).size == (1080, 1522)
    assert belongs(code_of(answer.data), held)
    assert len(answer.data) < 300_000


def test_the_message_to_send_on_tells_event_number_and_link_in_the_persons_language(
    client: FlaskClient, forum: Forum
) -> None:
    held = make.registration(forum, make.category(forum), locale="fr")
    text = client.get(page(held)).text
    [address] = [part.split('"')[0] for part in text.split('href="')[1:] if part.startswith("https://wa.me/")]
    [message] = parse_qs(urlsplit(address.replace("&amp;", "&")).query)["text"]
    assert message == sharing.of_registration(held, forum)
    lines = message.splitlines()
    assert lines[0] == forum.name.said("fr")
    assert held.number in message
    assert lines[-1] == links.url(held) == f"http://localhost:8000{page(held, 'fr')}"


@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_the_sheet_tells_all_that_is_needed_at_the_entrance(
    client: FlaskClient, held: Registration, forum: Forum, locale: str
) -> None:
    answer = client.get(page(held, locale, "/print"))
    assert answer.headers["Cache-Control"] == "private, no-store"
    text = answer.text
    [code] = codes(text)
    assert belongs(code, held)
    told = (forum.name.said(locale), "خديجة العلمي", "Khadija El Alami", forum.venue.said(locale))
    assert [one for one in told if one not in text] == []


def test_once_it_is_cancelled_the_sheet_says_so_and_shows_no_code(
    client: FlaskClient, held: Registration
) -> None:
    with unit_of_work():
        moving.cancel(held)
    text = client.get(page(held, more="/print")).text
    assert codes(text) == []
    assert client.get(page(held, more="/badge.png")).status_code == 409


def test_who_waits_has_neither_code_nor_picture(client: FlaskClient, forum: Forum) -> None:
    category = make.category(forum, places=1)
    make.registration(forum, category)
    waiting = make.registration(forum, category, wait=True, email="second@example.org")
    text = client.get(page(waiting)).text + client.get(page(waiting, more="/print")).text
    assert (codes(text), "badge.png" in text) == ([], False)


@pytest.mark.parametrize("more", ["/print", "/badge.png"])
def test_a_link_that_was_replaced_opens_neither(client: FlaskClient, held: Registration, more: str) -> None:
    address = page(held, more=more)
    with unit_of_work():
        held.link_serial += 1
    assert client.get(address).status_code == 404


def test_who_gave_no_e_mail_is_told_that_this_page_is_all(client: FlaskClient, forum: Forum) -> None:
    category = make.category(forum)
    alone = make.registration(forum, category, email="", phone="+212612345678")
    written = make.registration(forum, category, email="other@example.org")
    found = [
        page_of.count('class="carry-number"')
        for page_of in (client.get(page(one)).text for one in (alone, written))
    ]
    assert found == [1, 1]
    alone_text, written_text = client.get(page(alone, "fr")).text, client.get(page(written, "fr")).text
    assert alone_text != written_text
