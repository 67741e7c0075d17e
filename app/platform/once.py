"""What a page reads once, however many of its parts ask for it."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy import event
from sqlalchemy.orm import Session

from app.platform.db import db

_KEPT = "read once"
Found = TypeVar("Found")


def once(key: Hashable, read: Callable[[], Found]) -> Found:
    """What `read()` gives: kept under `key` until the transaction that reads ends. Inside a unit of work it
    is read anew each time, for there it may be what changes.
    """
    session = db.session()
    if session.info.get("writing"):
        return read()
    kept: dict[Hashable, Any] = session.info.setdefault(_KEPT, {})
    if key not in kept:
        kept[key] = read()
    found: Found = kept[key]
    return found


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, _transaction: Any) -> None:
    session.info.pop(_KEPT, None)
