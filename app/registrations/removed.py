"""What a form asks for and the team removed while it was filled in: told in a sentence."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError

from app.platform.errors import Conflict
from app.platform.i18n import lazy


class Removed(Conflict):
    """A category, a delegation, a workshop or a question is no longer there."""

    def __init__(self) -> None:
        super().__init__(
            lazy("Something that you chose was removed meanwhile. All you wrote is kept: look at it again.")
        )


@contextmanager
def told() -> Iterator[None]:
    """Raises Removed where the database refuses to point at a row that is gone."""
    try:
        yield
    except IntegrityError as error:
        cause = error.orig
        gone = getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY
        if gone or getattr(cause, "sqlstate", None) == "23503":  # foreign_key_violation
            raise Removed() from error
        raise
