"""How the files of answers are sent, and how those that nobody claimed are cleared."""

from datetime import timedelta

import sqlalchemy as sa
from flask import Response, send_file

from app.platform import jobs, storage
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.errors import NotFound
from app.platform.i18n import lazy
from app.registrations.question_rows import Upload

UNCLAIMED_FOR = timedelta(days=1)
BLOCK = 200


def send(upload: Upload) -> Response:
    """The file, to be saved under its name. Raises NotFound when it is gone.

    Never drawn in the page: a PDF or a picture of somebody else speaks from the address of the platform.
    """
    try:
        stored = storage.open(upload.file_key)
    except storage.Missing as error:
        raise NotFound() from error
    response = send_file(
        stored,
        mimetype=upload.content_type,
        as_attachment=True,
        download_name=upload.filename,
        conditional=False,
        etag=False,
    )
    response.content_length = upload.size
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@jobs.every(
    3600, "registrations.sweep_uploads", label=lazy("Clearing of files of forms that were never sent")
)
def sweep() -> None:
    """Remove what was sent with a form that nobody finished within a day."""
    clear(sa.true(), older_than=UNCLAIMED_FOR)


def clear(which: sa.ColumnElement[bool], *, older_than: timedelta) -> None:
    """Remove the uploads among these that nobody has claimed for so long, in blocks."""
    over = sa.and_(which, Upload.registration_id.is_(None), Upload.created_at < now() - older_than)
    while ids := db.session.scalars(sa.select(Upload.id).where(over).limit(BLOCK)).all():
        with unit_of_work():
            gone = sa.delete(Upload).where(Upload.id.in_(ids), over).returning(Upload.file_key)
            for key in db.session.scalars(gone):
                storage.delete_after_commit(key)


def unclaimed_bytes(forum_id: int) -> int:
    """How much room the files take that no registration of the event has claimed."""
    unclaimed = Upload.forum_id == forum_id, Upload.registration_id.is_(None)
    return db.session.scalar(sa.select(sa.func.sum(Upload.size)).where(*unclaimed)) or 0
