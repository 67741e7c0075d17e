"""The gates that a new edition takes over."""

from app.accounts.models import User
from app.checkin import queries
from app.checkin.models import Gate
from app.forums.models import Forum
from app.platform.db import db
from app.platform.text import Translated


def copy(earlier: Forum, new: Forum, _by: User | None) -> None:
    """The gates by name and order; nobody has come in."""
    for one in db.session.scalars(queries.gates(earlier.id)).all():
        db.session.add(Gate(forum_id=new.id, name=Translated(one.name), position=one.position))
