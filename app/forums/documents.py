"""The files of an event: what their bytes are, and how they are sent."""

import re
import zipfile
from typing import BinaryIO

from flask import Response, request, send_file

from app.forums.models import Document
from app.platform import pictures, storage
from app.platform.errors import NotFound
from app.platform.text import tidy

MOST_BYTES = 20 * 1024 * 1024
_OPEN = "application/vnd.oasis.opendocument.text"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_PDF, _PNG, _JPEG = "application/pdf", "image/png", "image/jpeg"
_SIGNATURES = {b"%PDF-": _PDF, b"\x89PNG\r\n\x1a\n": _PNG, b"\xff\xd8\xff": _JPEG}
_WORD, _EXCEL = f"{_OFFICE}.wordprocessingml.document", f"{_OFFICE}.spreadsheetml.sheet"
_MACROS = ("Basic/", "Scripts/")  # of an ODT
# What the bytes are → the endings that a name may have.
ENDINGS = {
    _PDF: ("pdf",),
    _PNG: ("png",),
    _JPEG: ("jpg", "jpeg"),
    _WORD: ("docx",),
    _EXCEL: ("xlsx",),
    _OPEN: ("odt",),
}


def sniffed(file: BinaryIO) -> str:
    """What the bytes are, whatever the name says: a key of `ENDINGS`, "" for anything else. Reads from the
    beginning and goes back there.
    """
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    found = next((kind for start, kind in _SIGNATURES.items() if head.startswith(start)), "")
    if not found and head.startswith(b"PK\x03\x04"):
        found = _packed(file)
        file.seek(0)
    return found


def cleaned(file: BinaryIO, content_type: str) -> bytes | None:
    """A picture without what it says beside its pixels, such as where it was taken; None for any other file.
    Raises NotAPicture. Slow work: before a unit of work.
    """
    if content_type not in (_PNG, _JPEG):
        return None
    data = file.read()
    file.seek(0)
    return pictures.bare(data)


def plain_name(given: str) -> str:
    """The name a file bore, in any script, without folders or what cannot stand in a header."""
    last = tidy(given.replace("\\", "/").rpartition("/")[2])
    return "".join(sign for sign in last if sign.isprintable())[-200:]


def send(document: Document) -> Response:
    """The file, to be saved under its name; its fingerprint is the ETag. Raises NotFound when it is gone.

    Never drawn in the page: a PDF or a picture of somebody else speaks from the address of the platform.
    """
    try:
        stored = storage.open(document.key)
    except storage.Missing as error:
        raise NotFound() from error
    response = send_file(
        stored,
        mimetype=document.content_type,
        as_attachment=True,
        download_name=document.filename,
        conditional=False,
        etag=False,
    )
    # Where the letters of the plain name are left out, its spaces stay.
    named = response.headers["Content-Disposition"]
    response.headers["Content-Disposition"] = re.sub(r'(filename=") +', r"\1", named)
    response.content_length = document.size
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.set_etag(document.sha256)
    response.make_conditional(request)
    return response


def _packed(file: BinaryIO) -> str:
    """What a ZIP holds: a text or a table without macros, or nothing that we take."""
    try:
        with zipfile.ZipFile(file) as packed:
            names = set(packed.namelist())
            if any(name.endswith("vbaProject.bin") or name.startswith(_MACROS) for name in names):
                return ""
            if "mimetype" in names and packed.getinfo("mimetype").file_size <= len(_OPEN):
                return _OPEN if packed.read("mimetype").decode("ascii", "replace") == _OPEN else ""
    except Exception:  # zipfile raises whatever the damage leads it to
        return ""
    if "[Content_Types].xml" not in names:
        return ""
    return _WORD if "word/document.xml" in names else _EXCEL if "xl/workbook.xml" in names else ""
