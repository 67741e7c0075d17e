"""The journey of a record, from its preparation to its public page."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from app.accounts.models import Role
from app.forums.models import Forum
from app.memoranda.actions import unsigned_because
from app.memoranda.models import Agreement, PaperScan, Party, State
from app.memoranda.queries import agreement as agreement_query
from app.platform.db import db
from tests import forms, make

LIST = "/fr/office/live/agreements"
PAPER = b"%PDF-1.7\nthe signed paper"


def picture(kind: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, kind)
    return out.getvalue()


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def desk(client: FlaskClient, forum: Forum) -> FlaskClient:
    return make.enter(client, make.account(Role.LEGAL_DESK, forum))


def only() -> Agreement:
    ref = db.session.scalars(sa.select(Agreement.ref)).one()
    found: Agreement = db.session.scalars(agreement_query(1, ref)).one()
    return found


def upload(client: FlaskClient, of: Agreement, data: bytes, name: str) -> TestResponse:
    """Send a file through the form of the record."""
    address = f"{LIST}/{of.ref}/scans"
    filled: dict[str, Any] = forms.held(client.get(f"{LIST}/{of.ref}"), address)
    return client.post(address, data=filled | {"file": (BytesIO(data), name)})


def sign(client: FlaskClient, ref: str) -> TestResponse:
    token = forms.held(client.get("/fr/office/"))
    return client.post(f"{LIST}/{ref}/signature", data=token)


def test_a_record_is_prepared_with_what_is_known(desk: FlaskClient) -> None:
    typed = {"title-ar": "مذكرة تفاهم", "kind": "partnership", "signed_on": "2026-05-07"}
    answer = forms.send(desk, f"{LIST}/new", typed)
    assert (answer.status_code, answer.location) == (303, f"{LIST}/{only().ref}")
    assert (only().kind, dict(only().title), only().place) == ("partnership", {"ar": "مذكرة تفاهم"}, {})
    assert (only().signed_on, only().state) == (date(2026, 5, 7), State.DRAFT)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title-ar": ""}, "title-ar"),
        ({"signed_on": "hier"}, "signed_on"),
        ({"note-fr": "a" * 1001}, "note-fr"),
        ({"kind": "treaty"}, "kind"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    desk: FlaskClient, wrong: dict[str, str], field: str
) -> None:
    typed = {"title-ar": "مذكرة تفاهم", "place-fr": "Meknès"} | wrong
    answer = forms.send(desk, f"{LIST}/new", typed)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert forms.held(answer).items() >= {k: v for k, v in typed.items() if k != "kind"}.items()


def test_parties_keep_their_order_and_the_name_of_the_day(desk: FlaskClient, forum: Forum) -> None:
    made = make.agreement(forum, parties=0)
    address = f"{LIST}/{made.ref}/parties"
    for name in ("ي", "ا", "م"):
        chosen = {
            "party-organisation_id": str(make.organisation(name).id),
            "party-signatory-ar": f"موقع {name}",
        }
        assert forms.send(desk, address, chosen, page=f"{LIST}/{made.ref}").status_code == 303
    assert [party.name.said("ar") for party in only().parties] == ["ي", "ا", "م"]
    assert [party.signatories[0].name.said() for party in only().parties] == ["موقع ي", "موقع ا", "موقع م"]


def test_an_organisation_is_a_party_once(desk: FlaskClient, forum: Forum) -> None:
    made = make.agreement(forum, parties=1)
    chosen = {"party-organisation_id": str(made.parties[0].organisation_id), "party-signatory-ar": "آخر"}
    answer = forms.send(desk, f"{LIST}/{made.ref}/parties", chosen, page=f"{LIST}/{made.ref}")
    assert answer.status_code == 409
    assert 'href="#party-organisation_id"' in answer.text
    assert forms.held(answer, "/parties")["party-signatory-ar"] == "آخر"
    assert len(only().parties) == 1


def test_a_party_without_a_signatory_is_refused_at_the_field(desk: FlaskClient, forum: Forum) -> None:
    made = make.agreement(forum)
    answer = forms.send(desk, f"{LIST}/{made.ref}/parties", page=f"{LIST}/{made.ref}")
    assert answer.status_code == 422
    assert 'href="#party-signatory-ar"' in answer.text


def test_a_party_is_removed_after_a_question(desk: FlaskClient, forum: Forum) -> None:
    made = make.agreement(forum)
    address = f"{LIST}/{made.ref}/parties/{made.parties[0].id}/removal"
    asked = desk.get(address)
    assert made.parties[0].name.said("fr") in asked.text
    assert desk.post(address, data=forms.held(asked)).status_code == 303
    assert [party.name.said("ar") for party in only().parties] == ["طرف 2"]
    assert db.session.scalar(sa.select(sa.func.count(Party.id))) == 1


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (PAPER, "paper.pdf", "application/pdf"),
        (picture("PNG"), "paper.pdf", "image/png"),
        (picture("JPEG"), "paper.txt", "image/jpeg"),
    ],
)
def test_a_scan_is_taken_for_what_its_bytes_are_and_kept_unchanged(
    desk: FlaskClient, forum: Forum, data: bytes, name: str, kind: str
) -> None:
    made = make.agreement(forum)
    assert upload(desk, made, data, name).status_code == 303
    assert hashlib.sha256(data).hexdigest() in desk.get(f"{LIST}/{made.ref}").text
    sent = desk.get(f"{LIST}/{made.ref}/scans/{only().scans[0].id}")
    assert (sent.data, sent.mimetype) == (data, kind)
    assert sent.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    sent.close()


def test_a_scan_keeps_its_name_in_arabic_and_loses_the_folders(desk: FlaskClient, forum: Forum) -> None:
    made = make.agreement(forum)
    upload(desk, made, PAPER, "../مكتبي/محضر التوقيع.pdf")
    assert only().scans[0].filename == "محضر التوقيع.pdf"
    sent = desk.get(f"{LIST}/{made.ref}/scans/{only().scans[0].id}")
    assert sent.headers["Content-Disposition"].startswith("attachment; ")
    sent.close()


@pytest.mark.parametrize(
    "data", [b"hello", b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"MZ\x90", b" %PDF-1.7"]
)
def test_what_is_no_scan_is_refused_at_the_field_whatever_its_name(
    app: Flask, desk: FlaskClient, forum: Forum, data: bytes
) -> None:
    answer = upload(desk, make.agreement(forum), data, "paper.pdf")
    assert answer.status_code == 422
    assert 'href="#file"' in answer.text
    assert db.session.scalar(sa.select(sa.func.count(PaperScan.id))) == 0


def test_what_is_missing_for_the_signature_is_listed_until_nothing_is(
    desk: FlaskClient, forum: Forum
) -> None:
    made = make.agreement(forum, parties=1)
    assert len(unsigned_because(made)) == 3
    page = desk.get(f"{LIST}/{made.ref}").text
    assert "/signature" not in page
    refused = sign(desk, made.ref)
    assert refused.status_code == 409
    ready = make.signable(make.forum("second"))
    assert unsigned_because(ready) == []
    assert (
        "/signature"
        in make.enter(desk, make.account(Role.ADMINISTRATOR))
        .get(f"/fr/office/second/agreements/{ready.ref}")
        .text
    )


def test_a_record_is_public_once_it_is_signed(client: FlaskClient, desk: FlaskClient, forum: Forum) -> None:
    ref = make.signable(forum).ref
    public = f"/fr/forums/live/agreements/{ref}"
    assert [client.get(path).status_code for path in (public, f"{public}/summary.pdf")] == [404, 404]
    assert ref not in client.get("/fr/forums/live/").text
    assert sign(desk, ref).status_code == 303
    page = client.get(public)
    assert page.status_code == 200
    assert page.text.index("Organisme طرف 1") < page.text.index("Signataire 1") < page.text.index("طرف 2")
    assert only().scans[0].sha256 in page.text
    assert public in client.get("/fr/forums/live/").text
    assert public in client.get("/fr/").text


def test_of_two_signatures_at_once_one_wins(app: Flask, forum: Forum) -> None:
    ref, at_once = make.signable(forum).ref, Barrier(2)
    user = make.account(Role.LEGAL_DESK, forum)
    clients = [make.enter(app.test_client(), user) for _ in range(2)]

    def press(client: FlaskClient) -> int:
        token = forms.held(client.get("/fr/office/"))
        at_once.wait()
        return client.post(f"{LIST}/{ref}/signature", data=token).status_code

    with ThreadPoolExecutor(2) as hands:
        assert sorted(hands.map(press, clients)) == [303, 409]


def test_a_signed_record_does_not_change_any_more(app: Flask, desk: FlaskClient, forum: Forum) -> None:
    ref = make.signable(forum).ref
    party = db.session.scalars(sa.select(Party.id)).first()
    record = f"{LIST}/{ref}"
    edit, upload_form = forms.held(desk.get(f"{record}/edit")), forms.held(desk.get(record), "/scans")
    add = forms.held(desk.get(record), "/parties") | {"party-signatory-fr": "Autre"}
    add["party-organisation_id"] = str(make.organisation("آخر").id)
    assert sign(desk, ref).status_code == 303
    before = (dict(only().title), [one.id for one in only().parties], [one.id for one in only().scans])
    tried = {
        f"{record}/edit": edit | {"title-ar": "نص آخر"},
        f"{record}/parties": add,
        f"{record}/parties/{party}/removal": edit,
        f"{record}/scans": upload_form | {"file": (BytesIO(PAPER), "other.pdf")},
        f"{record}/signature": edit,
    }
    answers = {address: desk.post(address, data=data).status_code for address, data in tried.items()}
    assert answers == dict.fromkeys(tried, 409)
    assert (
        dict(only().title),
        [one.id for one in only().parties],
        [one.id for one in only().scans],
    ) == before


def test_of_two_editors_the_second_is_told_and_decides(desk: FlaskClient, forum: Forum) -> None:
    address = f"{LIST}/{make.agreement(forum).ref}/edit"
    mine = forms.held(desk.get(address)) | {"place-fr": "Azrou"}
    assert forms.send(desk, address, {"place-fr": "Khénifra"}).status_code == 303
    refused = desk.post(address, data=mine)
    assert refused.status_code == 409
    assert forms.held(refused)["place-fr"] == "Azrou"
    assert only().place["fr"] == "Khénifra"
    assert desk.post(address, data=forms.held(refused)).status_code == 303
    assert only().place["fr"] == "Azrou"
