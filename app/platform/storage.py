"""Files under keys of our own, on a disk, in memory or in a bucket, by STORAGE_URL.

A file is written first and referenced inside the transaction; it is deleted after the commit; a daily sweep
removes what no row references. A name given by a user never reaches this module.
"""

import hashlib
import logging
import os
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

import fsspec
import sqlalchemy as sa
from flask import Flask, current_app

from app.platform import jobs
from app.platform.clock import now
from app.platform.db import Model, after_commit, db
from app.platform.i18n import lazy
from config import BadSetting

log = logging.getLogger(__name__)
KEY = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}(?:\.[a-z0-9]{1,8})?")
SUFFIX = re.compile(r"(?:\.[a-z0-9]{1,8})?")
CHUNK = 1024 * 1024
YOUNG = timedelta(days=1)


class Missing(LookupError):
    """No file under this key."""


class Key(sa.TypeDecorator[str]):
    """The column type of a storage key. The sweep finds such columns by itself and keeps their files."""

    impl = sa.String(50)
    cache_ok = True


@dataclass(frozen=True)
class Stored:
    """What `put` wrote: its key, its size in bytes, its SHA-256 in hexadecimal."""

    key: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Place:
    """Where the files are: a file system and the folder inside it."""

    files: Any
    root: str

    @property
    def on_disk(self) -> bool:
        return bool(self.files.protocol == ("file", "local"))

    def path(self, key: str) -> str:
        if not KEY.fullmatch(key):
            raise Missing(f"Not a key of ours: {key!r}.")
        return f"{self.root}/{key}"


_references: list[Callable[[], Iterable[str]]] = []


def references(known: Callable[[], Iterable[str]]) -> Callable[[], Iterable[str]]:
    """Register a function that gives keys kept elsewhere than in a `Key` column (inside JSON, say)."""
    _references.append(known)
    return known


def put(source: bytes | BinaryIO, *, suffix: str = "") -> Stored:
    """Write a file under a new random key. It is whole on the disk before the key is known to anybody."""
    if not SUFFIX.fullmatch(suffix):
        raise ValueError("A suffix is a dot and up to eight small letters or digits.")
    name = secrets.token_hex(16)
    key = f"{name[:2]}/{name}{suffix}"
    place = _place()
    path = place.path(key)
    reader = BytesIO(source) if isinstance(source, bytes) else source
    if not place.on_disk:  # a bucket shows an object only when it is whole
        with place.files.open(path, "wb") as target:
            return Stored(key, *_copy(reader, target))
    whole = Path(path)
    part = whole.with_name(f"{whole.name}.part")
    whole.parent.mkdir(parents=True, exist_ok=True)
    try:
        with part.open("wb") as target:
            size, sha256 = _copy(reader, target)
            target.flush()
            os.fsync(target.fileno())
        part.rename(whole)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(whole.parent)
    return Stored(key, size, sha256)


def open(key: str) -> BinaryIO:
    """The bytes under a key, for reading. Raises Missing."""
    place = _place()
    try:
        return cast(BinaryIO, place.files.open(place.path(key), "rb"))
    except FileNotFoundError as error:
        raise Missing(f"No file under {key}.") from error


def size(key: str) -> int:
    """In bytes. Raises Missing."""
    place = _place()
    try:
        return int(place.files.size(place.path(key)))
    except FileNotFoundError as error:
        raise Missing(f"No file under {key}.") from error


def delete(key: str) -> None:
    """Remove the file now, if it is there."""
    place = _place()
    try:
        place.files.rm_file(place.path(key))
    except FileNotFoundError:
        log.info("The file %s was gone already.", key)


def delete_after_commit(key: str) -> None:
    """Remove the file once the open unit of work is committed; the sweep does it if that fails."""

    def remove() -> None:
        try:
            delete(key)
        except OSError:
            log.exception("The file %s could not be removed; the sweep will.", key)

    after_commit(remove)


def all_keys() -> list[str]:
    """Every file there is, sorted."""
    place = _place()
    found = place.files.find(place.root) if place.files.exists(place.root) else []
    prefix = place.files._strip_protocol(place.root).rstrip("/") + "/"
    return sorted(path.removeprefix(prefix) for path in found)


def orphans(known: Iterable[str], *, older_than: timedelta = YOUNG) -> list[str]:
    """Remove the files that are not `known` and older than a day; gives their keys. Fresh ones may be in use
    by a transaction that is not committed yet.
    """
    place = _place()
    kept = set(known)
    removed = []
    for key in all_keys():
        path = f"{place.root}/{key}"
        if key not in kept and now() - _moment(place.files.modified(path)) > older_than:
            place.files.rm_file(path)
            removed.append(key)
    return removed


@jobs.every(24 * 3600, "storage.sweep", label=lazy("Clearing of files that nothing uses"), lease_s=3600)
def sweep() -> None:
    """Remove the files that no row references."""
    removed = orphans(referenced())
    if removed:
        log.info("Files that no row referenced, removed: %d.", len(removed))


def referenced(tables: sa.MetaData = Model.metadata) -> set[str]:
    """The keys in all `Key` columns and from all registered functions."""
    known = {key for function in _references for key in function()}
    for table in tables.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Key):
                known.update(db.session.scalars(sa.select(column).where(column.is_not(None))))
    return known


def folder() -> Path | None:
    """The folder of the files when they are on this machine's disk, for the backup."""
    place = _place()
    return Path(place.root) if place.on_disk else None


def init(app: Flask) -> None:
    """Open the place named by STORAGE_URL. Raises BadSetting when its package is not installed."""
    kind, _, rest = app.config["SETTINGS"].storage_url.partition(":")
    if kind == "s3" and find_spec("s3fs") is None:
        raise BadSetting("STORAGE_URL s3: needs the package s3fs, which is not installed.")
    root = "/" + rest.lstrip("/") if kind in ("file", "memory") else rest.lstrip("/")
    if kind == "file":
        root = str(Path(root if rest.startswith("/") else rest).resolve())
    elif kind == "memory" and root == "/":
        root = f"/{secrets.token_hex(8)}"  # fsspec keeps one memory for the whole process
    app.extensions["storage"] = Place(fsspec.filesystem(kind), root.rstrip("/"))


def _place() -> Place:
    place: Place = current_app.extensions["storage"]
    return place


def _copy(source: IO[bytes], target: IO[bytes]) -> tuple[int, str]:
    digest = hashlib.sha256()
    total = 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        total += len(chunk)
        target.write(chunk)
    return total, digest.hexdigest()


def sync_folder(path: Path) -> None:
    """Have the disk keep the names in this folder: a file that was just renamed into it is then there."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _moment(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value
