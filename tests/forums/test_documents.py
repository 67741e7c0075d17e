"""The files of an event: taken by their bytes, kept, sent, replaced, removed."""

import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from PIL import ExifTags, Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.accounts.models import Role
from app.audit.models import Entry
from app.forums import documents
from app.forums.models import Document, Forum
from app.platform import pictures, storage
from app.platform.db import db
from tests import forms, make

NEW, PAGE = "/fr/office/live/documents/new", "/fr/office/live/contacts"
PDF = b"%PDF-1.7 a map"
ODT = "application/vnd.oasis.opendocument.text"


def packed(**members: str) -> bytes:
    """A ZIP with these members."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, text in members.items():
            file.writestr(name, text)
    return made.getvalue()


def office(member: str, *more: str) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in ("[Content_Types].xml", member, *more):
            file.writestr(name, "<x/>")
    return made.getvalue()


def odt(kind: str = ODT) -> bytes:
    return packed(mimetype=kind)


FILES = {
    "plan.pdf": PDF,
    "plan.PNG": make.picture(),
    "plan.jpg": make.picture(kind="JPEG"),
    "guide.docx": office("word/document.xml"),
    "liste.xlsx": office("xl/workbook.xml"),
    "note.odt": odt(),
}


def sent(name: str) -> bytes:
    """What is kept of a file: a picture is drawn anew."""
    return pictures.bare(FILES[name]) if name.startswith("plan.") and name != "plan.pdf" else FILES[name]


def damaged() -> bytes:
    """A packed text of which one member is cut."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", ODT)
    data = bytearray(made.getvalue())
    start = data.index(b"mimetype") + len("mimetype")
    data[start : start + 6] = b"\xff" * 6
    return bytes(data)


REFUSED = {
    "photo.png": office("word/document.xml"),  # a picture that is a ZIP
    "photo.jpg": packed(hello="there"),
    "plan.pdf": b"MZ not a PDF",
    "guide.docx": office("word/document.xml", "word/vbaProject.bin"),
    "damaged.odt": damaged(),
    "macro.odt": packed(mimetype=ODT, **{"Basic/script-lc.xml": "<x/>"}),
    "script.odt": packed(mimetype=ODT, **{"Scripts/python/a.py": "1"}),
    "cut.docx": office("word/document.xml")[:60],
    "slides.odp": odt("application/vnd.oasis.opendocument.presentation"),
    "page.html": b"<script>alert(1)</script>",
    "picture.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "map.exe": PDF,
    "empty.pdf": b"",
    "cut.jpg": make.picture(kind="JPEG")[:200],
}


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def organiser(client: FlaskClient, forum: Forum) -> FlaskClient:
    return make.enter(client, make.account(Role.ORGANISER, forum))


def upload(client: FlaskClient, name: str, data: bytes, *, page: str = NEW, **more: Any) -> Any:
    filled = forms.held(client.get(page)) | {"title-fr": "Plan", "file": (BytesIO(data), name)} | more
    return client.post(page, data=filled)


def only() -> Document:
    return db.session.scalars(sa.select(Document)).one()


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_taken_for_what_its_bytes_are(organiser: FlaskClient, name: str) -> None:
    answer = upload(organiser, name, FILES[name], languages="fr")
    assert (answer.status_code, answer.location) == (303, PAGE)
    kept = only()
    assert (kept.filename, kept.size, kept.languages, kept.is_public) == (
        name,
        len(sent(name)),
        ["fr"],
        False,
    )
    assert documents.ENDINGS[kept.content_type][0] in name.lower()
    with storage.open(kept.key) as stored:
        assert stored.read() == sent(name)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_such_file_is_refused_at_its_field_and_not_kept(organiser: FlaskClient, name: str) -> None:
    answer = upload(organiser, name, REFUSED[name])
    assert (answer.status_code, 'href="#file"' in answer.text) == (422, True)
    assert forms.held(answer)["title-fr"] == "Plan"
    assert (db.session.scalar(sa.select(sa.func.count(Document.id))), storage.all_keys()) == (0, [])


def test_a_document_needs_a_file_and_a_title(organiser: FlaskClient) -> None:
    filled = forms.held(organiser.get(NEW))
    answer = organiser.post(NEW, data=filled)
    assert answer.status_code == 422
    assert ('href="#file"' in answer.text, 'href="#title-ar"' in answer.text) == (True, True)


def test_a_file_is_sent_under_its_name_to_be_saved(organiser: FlaskClient) -> None:
    upload(organiser, "خريطة القصر.pdf", PDF)
    address = f"/fr/office/live/documents/{only().id}/file"
    answer = organiser.get(address)
    assert (answer.status_code, answer.data) == (200, PDF)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename=".pdf"')
    assert "UTF-8''%D8%AE" in answer.headers["Content-Disposition"]
    assert (answer.content_type, answer.headers["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert answer.headers["ETag"] == f'"{only().sha256}"'
    again = organiser.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "C:\\plans\\plan.pdf"])
def test_a_name_from_elsewhere_is_a_name_and_no_path(organiser: FlaskClient, name: str) -> None:
    upload(organiser, name, PDF)
    assert not set(only().filename) & set("/\\\r\n")
    assert organiser.get(f"/fr/office/live/documents/{only().id}/file").status_code == 200


def test_another_file_takes_the_place_of_the_first_which_goes(organiser: FlaskClient, forum: Forum) -> None:
    document = make.document(forum)
    first, page = document.key, f"/fr/office/live/documents/{document.id}"
    assert upload(organiser, "plan.png", make.picture(), page=page).status_code == 303
    db.session.refresh(document)
    assert (document.filename, document.content_type) == ("plan.png", "image/png")
    assert storage.all_keys() == [document.key] != [first]
    entry = db.session.scalars(sa.select(Entry).where(Entry.act == "document.edited")).one()
    assert set(entry.details["changes"]) == {"filename", "size", "sha256"}


def test_what_is_said_of_a_document_changes_without_its_file(organiser: FlaskClient, forum: Forum) -> None:
    document = make.document(forum)
    page = f"/fr/office/live/documents/{document.id}"
    assert forms.send(organiser, page, {"is_public": "y", "title-fr": "Plan du palais"}).status_code == 303
    db.session.refresh(document)
    assert (document.is_public, document.title["fr"], document.filename) == (
        True,
        "Plan du palais",
        "plan.pdf",
    )
    assert storage.all_keys() == [document.key]


def test_a_refused_change_leaves_the_file(organiser: FlaskClient, forum: Forum) -> None:
    document = make.document(forum)
    page = f"/fr/office/live/documents/{document.id}"
    answer = upload(organiser, "plan.png", make.picture(), page=page, version="77")
    assert answer.status_code == 409
    assert document.key in storage.all_keys()


def test_a_document_that_is_removed_takes_its_file_along(organiser: FlaskClient, forum: Forum) -> None:
    document = make.document(forum)
    answer = forms.send(organiser, f"/fr/office/live/documents/{document.id}/removal")
    assert (answer.status_code, storage.all_keys()) == (303, [])


def test_a_file_that_is_gone_is_not_found(organiser: FlaskClient, forum: Forum) -> None:
    document = make.document(forum)
    storage.delete(document.key)
    assert organiser.get(f"/fr/office/live/documents/{document.id}/file").status_code == 404


def test_a_photograph_does_not_say_where_it_was_taken(organiser: FlaskClient) -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    exif[ExifTags.Base.Model] = "Camera"
    exif[ExifTags.Base.Orientation] = 6
    made = BytesIO()
    Image.new("RGB", (40, 20), "#1f5f46").save(made, "JPEG", exif=exif)
    assert b"Camera" in made.getvalue()
    assert upload(organiser, "plan.jpg", made.getvalue()).status_code == 303
    with storage.open(only().key) as stored, Image.open(stored) as kept:
        assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (20, 40), {})


def test_a_file_that_did_not_come_along_is_asked_for_again(organiser: FlaskClient, forum: Forum) -> None:
    document = make.document(forum)
    page, key = f"/fr/office/live/documents/{document.id}", document.key
    refused = upload(organiser, "plan.png", make.picture(), page=page, **{"title-fr": "", "title-ar": ""})
    assert (refused.status_code, 'href="#file"' in refused.text) == (422, True)
    filled = forms.held(refused) | {"title-fr": "Plan"}
    again = organiser.post(page, data=filled)
    assert (again.status_code, 'href="#file"' in again.text, only().key) == (422, True, key)
    filled = forms.held(again) | {"file": (BytesIO(make.picture()), "plan.png")}
    assert organiser.post(page, data=filled).status_code == 303
    assert only().filename == "plan.png"


def test_the_page_of_a_document_stands_at_its_place_in_the_navigation(organiser: FlaskClient) -> None:
    current = re.findall(r'<a href="([^"]+)" aria-current="page"', organiser.get(NEW).text)
    assert PAGE in current


def test_a_file_over_the_limit_is_told_so_at_its_field(organiser: FlaskClient) -> None:
    large = FileStorage(BytesIO(PDF + b" " * 21 * 1024 * 1024), "plan.pdf")
    boundary, body = encode_multipart(forms.held(organiser.get(NEW)) | {"title-fr": "Plan", "file": large})
    kind = f"multipart/form-data; boundary={boundary}"
    answer = organiser.post(NEW, data=body, content_type=kind)
    assert (answer.status_code, 'href="#file"' in answer.text) == (422, True)
    assert forms.held(answer)["title-fr"] == "Plan"
