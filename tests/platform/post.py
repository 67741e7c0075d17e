"""What the tests of mail share: writing a letter, reading its row, choosing who carries."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.platform import jobs, mail
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.jobs_rows import Job
from app.platform.mail import OutgoingMail
from app.platform.mail_carriers import carrier
from app.platform.mail_delivery import Post
from app.platform.operator import ONLY, Operator

AMINA = "amina@press.example"


def write(**changed: Any) -> int:
    """A letter in French without slots; gives its key."""
    usual: dict[str, Any] = {
        "to": AMINA,
        "locale": "fr",
        "subject": "Essai",
        "text": "Bonjour,",
        "kind": "test.plain",
        "forum_id": 2,
    }
    with unit_of_work():
        return mail.compose(**(usual | changed)).id


def rows() -> list[OutgoingMail]:
    """All letters, read anew, in the order of writing."""
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id)))


def row() -> OutgoingMail:
    """The only letter."""
    (only,) = rows()
    return only


def make_due() -> None:
    """The time of everything that waits has come."""
    with unit_of_work():
        db.session.execute(sa.update(Job).values(due_at=now() - timedelta(seconds=1)))


def at(app: Flask, url: str) -> None:
    """Carry by this URL from here on."""
    app.extensions["mail"] = Post(carrier(url))


def run(app: Flask, url: str) -> OutgoingMail:
    """Carry by this URL what is due; gives the only letter."""
    at(app, url)
    jobs.run_due(app)
    return row()


def limit(per_minute: int | None) -> None:
    """The operator's mail server takes so many letters a minute."""
    with unit_of_work():
        held = db.session.get(Operator, ONLY)
        if held is None:
            db.session.add(Operator(id=ONLY, mails_per_minute=per_minute))
        else:
            held.mails_per_minute = per_minute
