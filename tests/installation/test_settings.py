"""The administrator says who runs the installation; pages and documents follow."""

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Role
from app.audit.models import Entry
from app.platform import operator, storage
from app.platform.db import db
from tests import forms, make
from tests.queries import counted

SETTINGS = "/fr/administration/settings"
PARTS = ("identity", "contact", "publication", "messages", "data")
PAGES = (*PARTS, "pictures", "texts/legal", "texts/privacy", "texts/accessibility", "texts/contact")


@pytest.fixture
def administrator(app: Flask, client: FlaskClient) -> FlaskClient:
    return make.enter(client, make.account(Role.ADMINISTRATOR))


def kept() -> operator.Operator:
    operator.forget()
    return operator.whole()


def logged() -> list[tuple[str, dict[str, object]]]:
    entries = db.session.query(Entry).filter(Entry.act.startswith("operator.")).order_by(Entry.id)
    return [(one.act, one.details or {}) for one in entries]


def send(client: FlaskClient, where: str, data: bytes, name: str = "logo.png") -> TestResponse:
    """Upload bytes under a name."""
    address = f"{SETTINGS}/pictures/{where}"
    values = forms.held(client.get(f"{SETTINGS}/pictures"), address)
    return client.post(address, data=values | {f"{where}-file": (io.BytesIO(data), name)})


@pytest.mark.parametrize("locale", ["ar", "fr"])
@pytest.mark.parametrize("page", ["", *PAGES])
def test_each_page_of_settings_has_one_title_and_a_label_for_each_box(
    administrator: FlaskClient, locale: str, page: str
) -> None:
    answer = administrator.get(f"/{locale}/administration/settings/{page}".rstrip("/"))
    assert answer.status_code == 200
    assert answer.text.count("<h1>") == 1
    boxes = re.findall(r'<(?:input|textarea)(?![^>]*type="hidden")[^>]*\bid="([^"]+)"', answer.text)
    assert [box for box in boxes if f'<label for="{box}"' not in answer.text] == []
    ids = re.findall(r'\bid="([^"]+)"', answer.text)
    assert len(ids) == len(set(ids))


def test_what_is_saved_is_shown_and_logged_by_its_fields(administrator: FlaskClient) -> None:
    told = {"name-ar": "وزارة", "name-fr": "Ministère", "tifinagh": "ⵜⴰⵎⴰⵡⴰⵙⵜ", "department-fr": "Direction"}
    answer = forms.send(administrator, f"{SETTINGS}/identity", told)
    assert (answer.status_code, answer.location) == (303, SETTINGS)
    assert (kept().name, kept().tifinagh) == ({"ar": "وزارة", "fr": "Ministère"}, "ⵜⴰⵎⴰⵡⴰⵙⵜ")
    ((act, details),) = logged()
    assert (act, details["fields"]) == ("operator.changed", ["department", "name", "tifinagh"])
    assert details["changes"]["name.fr"] == ["", "Ministère"]  # type: ignore[index]
    assert "Ministère" in administrator.get(SETTINGS).text
    assert "Ministère" in administrator.get("/fr/contact").text


def test_saving_what_stands_already_changes_and_logs_nothing(administrator: FlaskClient) -> None:
    make.operator()
    before = kept().version
    assert forms.send(administrator, f"{SETTINGS}/identity", {}).status_code == 303
    assert (kept().version, len(logged())) == (before, 1)


@pytest.mark.parametrize(
    ("part", "wrong", "field"),
    [
        ("identity", {"tifinagh": "Tamawast"}, "tifinagh"),
        ("identity", {"name-fr": "x" * 201}, "name"),
        ("contact", {"help_phone": "0535"}, "help_phone"),
        ("contact", {"contact_email": "nobody"}, "contact_email"),
        ("messages", {"mail_sender": "a@b@c.example"}, "mail_sender"),
        ("messages", {"mails_per_minute": "0"}, "mails_per_minute"),
        ("data", {"cndp_number": "x" * 61}, "cndp_number"),
        ("data", {"log_months": ""}, "log_months"),
        ("data", {"log_months": "121"}, "log_months"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    administrator: FlaskClient, part: str, wrong: dict[str, str], field: str
) -> None:
    answer = forms.send(administrator, f"{SETTINGS}/{part}", wrong)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    ((name, typed),) = wrong.items()
    assert forms.held(answer)[name] == typed
    assert kept().version is None


def test_empty_fields_fall_back_to_the_settings_of_the_server_which_are_shown(
    app: Flask, administrator: FlaskClient
) -> None:
    forms.send(administrator, f"{SETTINGS}/contact", {"help_phone": "05 35 52 12 34"})
    assert 'href="tel:+212535521234"' in administrator.get("/fr/").text
    forms.send(administrator, f"{SETTINGS}/contact", {"help_phone": ""})
    assert f'href="tel:{app.config["SETTINGS"].help_phone}"' in administrator.get("/fr/").text
    assert app.config["SETTINGS"].mail_sender in administrator.get(f"{SETTINGS}/messages").text


def test_arabic_figures_and_letters_are_taken(administrator: FlaskClient) -> None:
    forms.send(administrator, f"{SETTINGS}/messages", {"mails_per_minute": "١٢٠"})
    forms.send(administrator, f"{SETTINGS}/data", {"cndp_number": "D-GC-123/2026", "log_months": "12"})
    held = kept()
    assert (held.mails_per_minute, held.cndp_number, held.log_months) == (120, "D-GC-123/2026", 12)


@pytest.mark.parametrize(
    "first", [False, True], ids=["changed meanwhile", "filled for the first time meanwhile"]
)
def test_of_two_administrators_the_slower_sees_both_versions_and_decides(
    administrator: FlaskClient, first: bool
) -> None:
    address = f"{SETTINGS}/identity"
    if not first:
        make.operator(name={"fr": "Avant"})
    mine = forms.held(administrator.get(address)) | {"name-fr": "Le mien"}
    make.operator(name={"fr": "Le sien"})
    answer = administrator.post(address, data=mine)
    assert answer.status_code == 409
    assert '<bdi lang="fr" dir="ltr">Le sien</bdi>' in answer.text
    assert forms.held(answer)["name-fr"] == "Le mien"
    assert kept().name["fr"] == "Le sien"
    assert administrator.post(address, data=forms.held(answer)).status_code == 303
    assert kept().name["fr"] == "Le mien"


def test_a_text_is_seen_before_it_is_saved_and_then_stands_on_its_page(administrator: FlaskClient) -> None:
    address = f"{SETTINGS}/texts/legal"
    text = {"text-fr": "# Éditeur\n\n<script>x</script> **Nous**"}
    seen = forms.send(administrator, address, text | {"preview": "1"})
    assert seen.status_code == 200
    assert '<div class="prose" lang="fr" dir="ltr"><h2>Éditeur</h2>' in seen.text
    assert forms.held(seen)["text-fr"] == text["text-fr"].replace("\n\n", "\n\n")
    assert kept().legal_text == {}
    assert administrator.post(address, data=forms.held(seen)).status_code == 303
    public = administrator.get("/fr/legal").text
    assert "<strong>Nous</strong>" in public
    assert "<script>x" not in public
    assert logged() == [("operator.changed", {"fields": ["legal_text"], "changes": {}})]


def test_a_text_that_another_changed_meanwhile_is_shown_beside_ours(administrator: FlaskClient) -> None:
    address = f"{SETTINGS}/texts/contact"
    mine = forms.held(administrator.get(address)) | {"text-fr": "Le mien"}
    make.operator(contact_text={"fr": "Le sien"})
    answer = administrator.post(address, data=mine)
    assert answer.status_code == 409
    assert '<bdi lang="fr" dir="ltr">Le sien</bdi>' in answer.text
    assert administrator.post(address, data=forms.held(answer)).status_code == 303
    assert kept().contact_text == {"fr": "Le mien"}


def test_a_logo_stands_in_the_header_under_an_address_that_never_changes(administrator: FlaskClient) -> None:
    make.operator()
    assert send(administrator, "logo", make.picture((3000, 1000), "JPEG")).status_code == 303
    page = administrator.get("/fr/").text
    found = re.search(
        r'<img class="logo" src="(/mark/[0-9a-f]{64})" alt="([^"]*)" width="432" height="144">', page
    )
    assert found
    assert found[2] == "Institution d’essai"
    sent = administrator.get(found[1])
    assert (sent.status_code, sent.content_type) == (200, "image/png")
    assert sent.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in sent.headers
    assert administrator.get(found[1], headers={"If-None-Match": sent.headers["ETag"]}).status_code == 304


def test_another_logo_takes_the_place_and_the_earlier_file_goes(administrator: FlaskClient) -> None:
    send(administrator, "logo", make.picture((300, 100)))
    first = kept().logo
    send(administrator, "logo", make.picture((200, 100)))
    second = kept()
    assert first and second.logo and first["digest"] != second.logo["digest"]
    assert storage.all_keys() == [second.logo_key]
    assert administrator.get(f"/mark/{first['digest']}").status_code == 404
    assert [act for act, _details in logged()] == ["operator.picture_placed"] * 2


def test_a_picture_is_removed_after_a_question_and_so_is_its_file(administrator: FlaskClient) -> None:
    digest = make.mark("arms")
    address = f"{SETTINGS}/pictures/arms/removal"
    assert administrator.get(f"/mark/{digest}").status_code == 200
    assert forms.send(administrator, address, {}).status_code == 303
    assert (kept().arms, kept().arms_key, storage.all_keys()) == (None, None, [])
    assert administrator.get(f"/mark/{digest}").status_code == 404
    assert forms.send(administrator, address, {}).status_code == 409


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>', "logo.svg"),
        (b"PK\x03\x04 an archive", "logo.png"),
        (b"<!doctype html><script>x</script>", "logo.jpg"),
        (make.picture((300, 300), "JPEG")[:200], "logo.jpg"),
        (b"", ""),
    ],
    ids=["svg", "zip", "html", "cut", "nothing"],
)
def test_what_is_no_picture_is_refused_in_words_and_nothing_is_kept(
    administrator: FlaskClient, data: bytes, name: str
) -> None:
    answer = send(administrator, "logo", data, name)
    assert answer.status_code == 422
    assert 'id="logo-file-error"' in answer.text
    assert (storage.all_keys(), kept().logo) == ([], None)


def test_a_picture_whose_file_is_lost_is_not_found(administrator: FlaskClient) -> None:
    digest = make.mark()
    storage.delete(storage.all_keys()[0])
    assert administrator.get(f"/mark/{digest}").status_code == 404
    assert administrator.get("/fr/").status_code == 200


@pytest.mark.parametrize("address", ["/mark/" + "0" * 64, "/mark/x", "/mark/..%2f..%2fconfig.py"])
def test_no_other_file_is_had_by_a_digest(client: FlaskClient, address: str) -> None:
    make.mark()
    assert client.get(address).status_code == 404


def test_the_settings_cost_the_same_when_all_is_filled_in(administrator: FlaskClient) -> None:
    with counted() as empty:
        administrator.get(SETTINGS)
    make.operator(cndp_number="D-1", legal_text={"ar": "نص", "fr": "Texte"}, host={"fr": "Hôte"})
    make.mark("logo")
    make.mark("arms")
    with counted() as full:
        administrator.get(SETTINGS)
    assert len(full) == len(empty)
