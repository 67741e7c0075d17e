"""Whether a form is the one that was sent before: a mark of all that it holds, which tells nobody of it."""

import hashlib

from flask import request
from werkzeug.datastructures import FileStorage

from app.accounts import sealing

# Of the page and of its buttons, not of the person; the language may be switched in between.
_BESIDES = frozenset({"csrf_token", "locale_", "wait", "another"})


def of_request() -> str:
    """The mark of the form that is being sent, with its files and the link by which it was entered, in
    whatever order; what is left empty counts for nothing.
    """
    link = (request.view_args or {}).get("link", "")
    typed = request.form.items(multi=True)
    texts = [f"{name}={text}" for name, text in typed if text and name not in _BESIDES]
    files = [f"{name}={_digest(one)}" for name, one in request.files.items(multi=True) if one.filename]
    return sealing.mark("form", link, *sorted(texts), *sorted(files))


def _digest(file: FileStorage) -> str:
    file.stream.seek(0)
    digest = hashlib.sha256()
    while block := file.stream.read(1 << 20):
        digest.update(block)
    file.stream.seek(0)
    return digest.hexdigest()
