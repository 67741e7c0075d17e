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

EMPTY = "موضع شعار المملكة أو المؤسسة"


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


def pictures_in(data: bytes) -> int:
    """How many pictures stand on the pages."""
    document = pypdfium2.PdfDocument(data)
    try:
        return sum(
            1 for page in document for _one in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
        )
    finally:
        document.close()


def summary_of(app: Flask, of: Forum, ref: str) -> bytes:
    """The file as the job sets it."""
    jobs.run_due(app)
    with storage.open(again(of, ref).summary_key or "") as stored:
        return stored.read()


def test_the_heading_names_the_kingdom_and_the_institution_in_both_languages(
    app: Flask, forum: Forum
) -> None:
    make.operator(department={"ar": "مديرية المناظرات", "fr": "Direction des assises"})
    (page,) = read(summary_of(app, forum, make.agreement(forum).ref))
    wanted = ["المملكة المغربية", "مؤسسة للاختبار", "مديرية المناظرات"]
    wanted += ["Royaume du Maroc", "Institution d’essai", "Direction des assises"]
    assert [text for text in wanted if text not in page] == []


def test_without_an_institution_the_heading_names_the_platform(app: Flask, forum: Forum) -> None:
    (page,) = read(summary_of(app, forum, make.agreement(forum).ref))
    names = app.config["SETTINGS"].site_name
    assert [name for name in names.values() if name not in page] == []


def test_the_empty_place_of_the_arms_is_shown_on_a_draft_alone(app: Flask, forum: Forum) -> None:
    draft = summary_of(app, forum, make.agreement(forum).ref)
    assert (EMPTY in read(draft)[0], pictures_in(draft)) == (True, 0)
    signed = summary_of(app, forum, make.signed(forum).ref)
    assert (EMPTY in read(signed)[0], pictures_in(signed)) == (False, 0)


def test_the_operators_picture_stands_in_its_place(app: Flask, forum: Forum) -> None:
    make.mark("arms")
    made = summary_of(app, forum, make.agreement(forum).ref)
    assert (EMPTY in read(made)[0], pictures_in(made)) == (False, 1)


def test_the_heading_has_its_line_in_tifinagh(app: Flask, forum: Forum) -> None:
    without = read(summary_of(app, forum, make.agreement(forum).ref))
    make.operator(tifinagh="ⵜⴰⵎⴰⵡⴰⵙⵜ")
    (page,) = read(summary_of(app, forum, make.agreement(forum).ref))
    assert "ⵜⴰⴳⵍⴷⵉⵜ ⵏ ⵍⵎⵖⵔⵉⴱ · ⵜⴰⵎⴰⵡⴰⵙⵜ" in page
    assert "ⵜ" not in without[0]
