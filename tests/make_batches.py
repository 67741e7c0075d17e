"""Builders of acts on many registrations; see make.py. They commit."""

from app.forums.models import Forum
from app.platform.db import db, unit_of_work
from app.registrations.batch_rows import Batch, BatchRow
from app.registrations.models import Registration


def batch(of: Forum, rows: list[Registration] | None = None, deed: str = "letter") -> Batch:
    """An act on these registrations that nobody ran yet, in nobody's name."""
    made = Batch(forum_id=of.id, deed=deed, locale="fr")
    with unit_of_work():
        db.session.add(made)
        db.session.flush()
        db.session.add_all(BatchRow(batch_id=made.id, registration_id=row.id) for row in rows or ())
    return made
