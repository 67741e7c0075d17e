"""The one-page summary, set by the job and read back."""

import unicodedata

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.forums.models import Forum
from app.memoranda import actions
from app.memoranda.models import Agreement
from app.memoranda.queries import agreement as agreement_query
from app.platform import jobs, storage
from app.platform.db import db, unit_of_work
from app.platform.text import Translated
from tests import make

TITLE = Translated(
    ar="مذكرة تفاهم بين الملك والمملكة: للتصدي لآفة المخدرات",
    fr="Mémorandum d’entente « Prévention », 1re phase",
)


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


def again(of: Forum, ref: str) -> Agreement:
    """The record as the job has left it."""
    db.session.rollback()
    found: Agreement = db.session.scalars(agreement_query(of.id, ref)).one()
    return found


def read(data: bytes) -> list[str]:
    """The text of each page in logical order, in plain letters and without joiners."""
    document = pypdfium2.PdfDocument(data)
    try:
        pages = [document[number].get_textpage().get_text_bounded() for number in range(len(document))]
    finally:
        document.close()
    return [" ".join(unicodedata.normalize("NFKC", text).replace("\u200d", "").split()) for text in pages]


def test_the_summary_says_both_titles_and_every_party_on_one_page(app: Flask, forum: Forum) -> None:
    ref = make.agreement(forum, parties=4, title=TITLE).ref
    jobs.run_due(app)
    with storage.open(again(forum, ref).summary_key or "") as stored:
        (page,) = read(stored.read())
    wanted = [TITLE["ar"], TITLE["fr"].replace("\u00a0", " "), "طرف 4", "الرئيس"]
    wanted += [f"Signataire {n}" for n in range(1, 5)]
    assert [text for text in wanted if text not in page] == []


def test_a_change_sets_the_summary_anew_and_removes_the_earlier_file(app: Flask, forum: Forum) -> None:
    ref = make.agreement(forum).ref
    jobs.run_due(app)
    earlier = again(forum, ref).summary_key
    made = again(forum, ref)
    with unit_of_work():
        actions.edit(made, {"title": TITLE}, version=made.version, by=None)
    jobs.run_due(app)
    later = again(forum, ref).summary_key
    assert later != earlier
    assert storage.all_keys() == [later]
    with storage.open(later or "") as stored:
        assert TITLE["ar"] in read(stored.read())[0]


def test_the_summary_is_downloaded_and_waited_for_until_it_is_set(
    app: Flask, client: FlaskClient, forum: Forum
) -> None:
    make.enter(client, make.account(Role.READER, forum))
    ref = make.agreement(forum).ref
    address = f"/ar/office/live/agreements/{ref}/draft-summary.pdf"
    assert client.get(address).status_code == 404
    jobs.run_due(app)
    sent = client.get(address)
    assert (sent.status_code, sent.mimetype) == (200, "application/pdf")
    assert sent.data.startswith(b"%PDF-")
    assert address in client.get(f"/ar/office/live/agreements/{ref}").text
