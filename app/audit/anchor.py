"""The anchor: the head of the chain, noted in a file outside the database and sealed with the chain's key.

Who has the database alone can take links away, and the chaining job would sign other entries in their place.
So it compares the database with the file before it signs, and notes the new head behind each block. Each
machine has its own file; one that is behind serves as well, since its place stays in the chain.
"""

import hmac
import logging
import os
import tempfile
from pathlib import Path

import sqlalchemy as sa
from flask import current_app

from app.audit.keys import key
from app.audit.models import ChainLink
from app.platform import storage
from app.platform.db import db

log = logging.getLogger(__name__)
FILE = "audit.head"
Head = tuple[int, str]


class Rewritten(RuntimeError):
    """The database does not hold the chain whose head was noted, or the note is not ours."""


def read() -> Head | None:
    """The head that was noted; None before the first. Raises Rewritten when the note is not ours."""
    try:
        position, hash_, seal = _path().read_text().split()
        if hmac.compare_digest(seal, _seal(int(position), hash_)):
            return int(position), hash_
    except FileNotFoundError:
        return None
    except (ValueError, TypeError):
        pass
    raise _refusal(f"The file {FILE} in the instance folder was not written by this installation.")


def write(position: int, hash_: str) -> None:
    """Note a head: whole on the disk, or not at all."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f"{FILE}.", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "w") as target:
            target.write(f"{position} {hash_} {_seal(position, hash_)}\n")
            target.flush()
            os.fsync(target.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    storage.sync_folder(path.parent)


def compare() -> Head | None:
    """What `read` gives, once the database was found to hold it. Raises Rewritten.

    Ends the read transaction: one from before the file was read would lack what it notes.
    """
    noted = read()
    db.session.rollback()
    require(noted)
    return noted


def require(noted: Head | None) -> None:
    """Raise Rewritten unless the link at the noted place is there, with the noted hash."""
    if noted is None:
        return
    found = db.session.scalar(sa.select(ChainLink.hash).where(ChainLink.position == noted[0]))
    if found != noted[1]:
        what = "is missing" if found is None else "is another"
        raise _refusal(f"The log was rewritten: operation no. {noted[0]}, the noted head, {what}.")


def forget() -> None:
    """Take the note away: a new log begins."""
    _path().unlink(missing_ok=True)


def _seal(position: int, hash_: str) -> str:
    """What is sealed for a link is a JSON array, and can never be this."""
    return hmac.digest(key(), f"mounadara audit head 1 {position} {hash_}".encode(), "sha256").hex()


def _refusal(what: str) -> Rewritten:
    refusal = Rewritten(f"{what} Nothing is chained. See docs/operations.md, The log.")
    log.error("%s", refusal)
    return refusal


def _path() -> Path:
    instance: Path = current_app.config["SETTINGS"].instance
    return instance / FILE
