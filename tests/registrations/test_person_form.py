"""Who registers: each field in both languages, what is wrong with it, and that nothing typed is lost."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.platform.db import db
from app.registrations.models import Registration
from tests import forms, make

FORM = "/ar/forums/live/register"
PERSON = {"given_ar": "أمينة", "family_ar": "بنعلي", "email": "amina@example.org", "notice_read": "y"}


@pytest.fixture
def opened(app: Flask) -> None:
    make.category(make.forum(), places=2)


def only() -> Registration:
    return db.session.scalars(sa.select(Registration)).one()


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_one_registers_somebody_else(client: FlaskClient, locale: str) -> None:
    form = f"/{locale}/forums/live/register"
    nameless = forms.send(client, form, PERSON, for_other="y")
    assert (nameless.status_code, 'href="#registrant"' in nameless.text) == (422, True)
    answer = client.post(
        form, data=forms.held(nameless) | {"registrant": "  سعيد   العلوي ", "notice_read": "y"}
    )
    assert answer.status_code == 303
    assert (only().registrant, only().given_ar) == ("سعيد العلوي", "أمينة")


@pytest.mark.usefixtures("opened")
def test_the_name_of_the_registrant_is_not_kept_without_its_box(client: FlaskClient) -> None:
    assert forms.send(client, FORM, PERSON, registrant="سعيد").status_code == 303
    assert only().registrant == ""


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(("chosen", "kept"), [("fr", "fr"), ("ar", "ar"), ("de", "ar"), ("", "ar")])
def test_the_language_of_messages_is_chosen(client: FlaskClient, chosen: str, kept: str) -> None:
    assert forms.send(client, FORM, PERSON, locale_=chosen).status_code == 303
    assert only().locale == kept


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("locale", ["ar", "fr"])
@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ({"given_ar": "", "family_ar": ""}, "given_ar"),
        ({"given_ar": "ا" * 200}, "given_ar"),
        ({"family_latin": "b" * 61}, "family_latin"),
        ({"organisation": "o" * 201}, "organisation"),
        ({"function": "f" * 161}, "function"),
        ({"for_other": "y", "registrant": "Gagnez 1000 DH : evil.com"}, "registrant"),
        ({"for_other": "y", "registrant": "a@b"}, "registrant"),
        ({"given_latin": "www.evil.xyz"}, "given_latin"),
        ({"family_latin": "evil.com"}, "family_latin"),
        ({"organisation": "https://evil"}, "organisation"),
        ({"function": "evil.ma/gagner"}, "function"),
        ({"email": ""}, "phone"),
        ({"email": "amina@"}, "email"),
        ({"email": f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 20}.ma"}, "email"),
        ({"phone": "06"}, "phone"),
        ({"phone": "+1 2"}, "phone"),
        ({"phone": "<script>"}, "phone"),
        ({"notice_read": None}, "notice_read"),
    ],
)
def test_each_error_leads_to_its_field_and_nothing_is_lost(
    client: FlaskClient, locale: str, typed: dict[str, str | None], target: str
) -> None:
    answer = forms.send(client, f"/{locale}/forums/live/register", PERSON | {"function": "رئيسة"} | typed)
    assert answer.status_code == 422
    if typed.get("family_ar") == "" and locale == "fr":
        target = "given_latin"  # the first name in the language of the page
    assert f'href="#{target}"' in answer.text
    assert answer.text.count(f'id="{target}"') == 1
    held = forms.held(answer)
    wanted = PERSON | {"function": "رئيسة"} | typed
    wanted.pop("notice_read")
    assert {name: held[name] for name in wanted} == wanted
    assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 0


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    "typed",
    [
        {"organisation": "Hespress.com"},
        {"function": "Resp. com. et R&D / presse"},
        {"for_other": "y", "registrant": "Dr.Comanescu M.Alami"},
        {"given_latin": "M.Amina", "family_latin": "El.Mansouri"},
    ],
)
def test_a_dot_in_a_name_is_no_address(client: FlaskClient, typed: dict[str, str]) -> None:
    assert forms.send(client, FORM, PERSON | typed).status_code == 303


@pytest.mark.usefixtures("opened")
def test_what_is_typed_is_shown_as_text(client: FlaskClient) -> None:
    hostile = '"><script>alert(1)</script>'
    answer = forms.send(client, FORM, PERSON, organisation=hostile, function=hostile, email="")
    assert (answer.status_code, "<script>alert" in answer.text) == (422, False)
    assert forms.held(answer)["organisation"] == hostile
    done = client.post(FORM, data=forms.held(answer) | {"email": "a@example.org", "notice_read": "y"})
    assert "<script>alert" not in client.get(done.location).text


@pytest.mark.usefixtures("opened")
def test_spaces_around_and_between_are_tidied(client: FlaskClient) -> None:
    spaced = {
        "given_ar": "  أمينة  ",
        "organisation": "  جمعية \u200b  الأمل\n\n",
        "email": " amina@example.org ",
    }
    assert forms.send(client, FORM, PERSON | spaced).status_code == 303
    assert (only().given_ar, only().organisation, only().email) == (
        "أمينة",
        "جمعية الأمل",
        "amina@example.org",
    )


@pytest.mark.usefixtures("opened")
def test_a_slip_in_an_address_is_asked_about_and_refuses_nothing(client: FlaskClient) -> None:
    answer = forms.send(client, FORM, PERSON, email="amina@gmial.com", notice_read=None)
    assert (answer.status_code, "amina@gmail.com" in answer.text) == (422, True)
    page = client.get(FORM)
    said = client.post(f"{FORM}/mail", data=forms.held(page) | {"email": "amina@gmial.com"})
    assert said.get_json() == {"meant": "amina@gmail.com"}
    assert forms.send(client, FORM, PERSON, email="amina@gmial.com").status_code == 303
    assert only().email == "amina@gmial.com"
