"""The files that people send with a form: read within limits, kept at once, claimed when it is saved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import request
from wtforms import Field
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import FileInput

from app.forums import documents
from app.platform import limits, storage
from app.platform.db import db, unit_of_work
from app.platform.i18n import _
from app.platform.pictures import NotAPicture
from app.registrations import question_uploads
from app.registrations.question_rows import Question, Upload

MOST_BYTES = 5 * 1024 * 1024
# What nobody has claimed yet, of one event, in bytes: a flood of files fills no disk.
MOST_UNCLAIMED = 2 * 1024**3
# From one network address in an hour: alone it fills half of that room, and an hour later it is free again.
MOST_SENT, WITHIN = 200, timedelta(hours=1)
KINDS = ("application/pdf", "image/png", "image/jpeg")


@dataclass(frozen=True)
class Sent:
    """A file as it will be kept."""

    data: bytes
    content_type: str
    filename: str


class AskedFile(Field):  # type: ignore[misc]  # WTForms has no types
    """One file: PDF, PNG or JPEG. `data` is the `public_id` of an upload, or None.

    Beside its input stand `<name>-kept`, with the upload that stays if no other comes, and `<name>-drop`, a
    box that takes it away. `sent` is a file to be staged by `stage`.
    """

    widget = FileInput()

    def __init__(self, question: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        self.flags.required = question.is_required
        self.sent: Sent | None = None
        self.upload: Upload | None = None

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take the file that was sent; else the upload that was kept, unless it is to be dropped."""
        self.process_errors: list[str] = []
        self.object_data = self.data = data if isinstance(data, str) else None
        self.file: Any = None
        if formdata is None:
            return
        # A form put back from a draft holds texts alone.
        sent = [one for one in formdata.getlist(self.name) if getattr(one, "filename", "")]
        self.file = sent[0] if sent else None
        if f"{self.name}-drop" in formdata:
            self.data = None
        elif f"{self.name}-kept" in formdata:
            self.data = formdata.get(f"{self.name}-kept") or None

    def pre_validate(self, form: Any) -> None:
        if self.file:
            self.sent = _read(self.file)
        elif not self.data and self.question.is_required:
            raise StopValidation(_("Please attach: %(field)s.", field=self.label.text))

    def keep(self, uploads: Iterable[Upload]) -> None:
        """Forget an upload that is not there, is another question's, or belongs to another registration."""
        mine = {one.public_id: one for one in uploads if one.question_id == self.question.id}
        self.upload = mine.get(self.data or "")
        taken = self.upload and self.upload.registration_id and self.data != self.object_data
        if self.upload is None or taken:
            self.upload = self.data = None


def stage(fields: Iterable[AskedFile], forum_id: int) -> None:
    """Keep the files that can be taken, so that none has to be sent again when something else is wrong.

    Slow, and a unit of work of its own: after `validate()`, whatever it answered, before the form is saved
    or drawn again.
    """
    ready = [(field, field.sent) for field in fields if field.sent and not field.errors]
    if not ready:
        return
    sender = request.remote_addr or ""
    taken = all(limits.take("upload", sender, most=MOST_SENT, within=WITHIN) for _one in ready)
    if not taken or not _has_room(forum_id):
        for field, _sent in ready:
            field.errors = [_("Too many files are arriving at this moment. Please try again in an hour.")]
        return
    stored = [(field, sent, storage.put(sent.data, suffix=_suffix(sent))) for field, sent in ready]
    made = {
        field: Upload(
            forum_id=forum_id,
            question_id=field.question.id,
            file_key=kept.key,
            filename=sent.filename or kept.key[3:],
            content_type=sent.content_type,
            size=kept.size,
        )
        for field, sent, kept in stored
    }
    with unit_of_work():
        db.session.add_all(made.values())
    for field, upload in made.items():
        field.upload, field.data, field.sent = upload, upload.public_id, None


def _has_room(forum_id: int) -> bool:
    """Whether files may still be staged; where room is short, those of forms left for an hour go first."""
    if question_uploads.unclaimed_bytes(forum_id) < MOST_UNCLAIMED:
        return True
    question_uploads.clear(Upload.forum_id == forum_id, older_than=WITHIN)
    return question_uploads.unclaimed_bytes(forum_id) < MOST_UNCLAIMED


def _read(file: Any) -> Sent:
    """The bytes of a file that can be taken; pictures drawn anew. Raises ValidationError."""
    data = file.stream.read(MOST_BYTES + 1)
    file.stream.seek(0)
    if len(data) > MOST_BYTES:
        raise ValidationError(_("This file is over 5 MB. Choose a smaller one."))
    kind = documents.sniffed(file.stream)
    if kind not in KINDS:
        raise ValidationError(
            _("This file is neither PDF nor picture (PNG, JPEG). Choose another file, or take a photograph.")
        )
    try:
        data = documents.cleaned(file.stream, kind) or data
    except NotAPicture as refused:
        raise ValidationError(str(refused.sentence)) from refused
    return Sent(data, kind, _named(file.filename, kind))


def _named(given: str, kind: str) -> str:
    """The name it bore, ending as what it is: what is opened by its name is then what was checked."""
    name = documents.plain_name(given)
    stem, _dot, ending = name.rpartition(".")
    if ending.lower() in documents.ENDINGS[kind]:
        return name
    return f"{(stem or name)[:190]}.{documents.ENDINGS[kind][0]}"


def _suffix(sent: Sent) -> str:
    return "." + documents.ENDINGS[sent.content_type][0]
