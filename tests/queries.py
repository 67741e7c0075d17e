"""Counting the statements that the database receives, so that a page does not ask once for each row."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from app.platform.db import db


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent inside the block, on the connections of this application."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
