"""`flask backup` and `flask restore`: the SQLite database and the files in one checked archive.

The archive is an ordinary zip. manifest.json names each file with its SHA-256; the zip's comment is the
SHA-256 of all bytes before it, so that no flipped byte stays unseen.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import tomllib
import zipfile
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app.platform import storage
from app.platform.clock import local, now
from app.platform.db import db
from config import ROOT, Settings

MANIFEST = "manifest.json"
DATABASE = "database.sqlite"
SECRET = "secret.key"  # noqa: S105 - a file name
CHUNK = 1024 * 1024
FORMAT = 1


class Damaged(Exception):
    """The archive or a file in it is not what was written; the message names it."""


class NotHere(Exception):
    """This installation cannot be saved or restored by this command; the message says what can."""


def save(folder: Path, *, with_secret: bool = False) -> Path:
    """Write a dated archive into `folder` while the site runs, read it back, and give its path.

    Raises NotHere when the database is not SQLite, Damaged when what was written does not read back.
    """
    database = _database()
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"mounadara-{local(now()):%Y%m%d-%H%M%S}.zip"
    part = archive.with_suffix(".part")
    try:
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            _write(part, database, Path(scratch), with_secret=with_secret)
        check(part)
        part.rename(archive)
    finally:
        part.unlink(missing_ok=True)
    return archive


def check(archive: Path) -> dict[str, Any]:
    """The manifest, after reading every byte. Raises Damaged, naming the file that is."""
    try:
        with zipfile.ZipFile(archive) as held:
            _hash(held, MANIFEST)
            manifest: dict[str, Any] = json.loads(held.read(MANIFEST))
            for name, digest in manifest["files"].items():
                if _hash(held, name) != digest:
                    raise Damaged(f"{name} in the archive is damaged.")
            if sorted(held.namelist()) != sorted([MANIFEST, *manifest["files"]]):
                raise Damaged(f"{archive.name} holds other files than its manifest.")
            comment = held.comment
    except (zipfile.BadZipFile, ValueError, KeyError, NotImplementedError, EOFError) as error:
        raise Damaged(f"{archive.name} is damaged: {error}") from error
    if comment != _digest(archive, leave_out=64).encode():
        raise Damaged(f"{archive.name} is damaged.")
    return manifest


def restore(archive: Path, *, force: bool = False) -> dict[str, Any]:
    """Put the archive in place of this installation's data; gives its manifest. The server must be stopped.

    Raises NotHere when there is data already and `force` is not set; with it, the old data is moved into
    `before-restore-…` in the instance folder, not removed.
    """
    database, files = _database(), _files()
    settings = _settings()
    manifest = check(archive)
    present = [path for path in (database, files) if _holds_something(path)]
    if present and not force:
        raise NotHere(f"There is data in {settings.instance} already. Use --force to set it aside.")
    db.engine.dispose()
    with tempfile.TemporaryDirectory(dir=settings.instance) as scratch:
        with zipfile.ZipFile(archive) as held:
            held.extractall(scratch)
        _check_database(Path(scratch) / DATABASE)
        if present:
            aside = settings.instance / f"before-restore-{local(now()):%Y%m%d-%H%M%S}"
            aside.mkdir()
            for path in (*_sqlite_files(database), files):
                if path.exists():
                    path.rename(aside / path.name)
        _move_in(Path(scratch), database, files, settings.instance)
    return manifest


def _move_in(source: Path, database: Path, files: Path, instance: Path) -> None:
    for path in (database, files):
        path.parent.mkdir(parents=True, exist_ok=True)
    for leftover in _sqlite_files(database)[1:]:
        leftover.unlink(missing_ok=True)
    if files.exists():
        files.rmdir()
    shutil.move(source / DATABASE, database)
    if (source / "files").exists():
        shutil.move(source / "files", files)
    if (source / SECRET).exists():
        shutil.move(source / SECRET, instance / SECRET)
        (instance / SECRET).chmod(0o600)


def _write(archive: Path, database: Path, scratch: Path, *, with_secret: bool) -> None:
    """Files, database, files again: what comes or goes meanwhile is there if the copy names it."""
    files, secret = _files(), _settings().instance / SECRET
    digests: dict[str, str] = {}
    copy = scratch / DATABASE
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as held:
        archive.chmod(0o600)
        _add_files(held, files, digests)
        _copy_database(database, copy)
        _add(held, copy, DATABASE, digests)
        _add_files(held, files, digests)
        if with_secret and secret.exists():
            _add(held, secret, SECRET, digests)
        manifest = {
            "format": FORMAT,
            "version": tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"],
            "revision": _revision(copy),
            "saved_at": now().isoformat(),
            "files": digests,
        }
        held.writestr(MANIFEST, json.dumps(manifest, indent=1))
        held.comment = b"0" * 64
    digest = _digest(archive, leave_out=64)
    with archive.open("r+b") as written:
        written.seek(-64, os.SEEK_END)
        written.write(digest.encode())
        written.flush()
        os.fsync(written.fileno())


def _add_files(held: zipfile.ZipFile, files: Path, digests: dict[str, str]) -> None:
    for path in sorted(files.rglob("*")):
        name = f"files/{path.relative_to(files).as_posix()}"
        if path.is_file() and path.suffix != ".part" and name not in digests:
            try:
                _add(held, path, name, digests)
            except FileNotFoundError:  # removed by a commit since it was listed
                continue


def _add(held: zipfile.ZipFile, path: Path, name: str, digests: dict[str, str]) -> None:
    digest = hashlib.sha256()
    with path.open("rb") as source:
        entry = zipfile.ZipInfo.from_file(path, name)
        entry.compress_type = zipfile.ZIP_DEFLATED
        with held.open(entry, "w", force_zip64=True) as target:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                target.write(chunk)
    digests[name] = digest.hexdigest()


def _hash(held: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    try:
        with held.open(name) as source:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
        return digest.hexdigest()
    except (zipfile.BadZipFile, zlib.error, OSError, LookupError, RuntimeError, EOFError) as error:
        raise Damaged(f"{name} in the archive is damaged.") from error


def _copy_database(database: Path, copy: Path) -> None:
    """Through SQLite's online backup: a whole state, even while others write."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
    _check_database(copy)


def _check_database(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as opened:
            said = opened.execute("PRAGMA integrity_check").fetchone()[0]
            broken = opened.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise Damaged(f"{path.name} is damaged: {error}") from error
    if said != "ok" or broken:
        raise Damaged(
            f"{path.name} is damaged: {said if said != 'ok' else f'a broken reference in {broken[0]}'}."
        )


def _revision(path: Path) -> str:
    with closing(sqlite3.connect(path)) as opened:
        known = opened.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        row = opened.execute("SELECT version_num FROM alembic_version").fetchone() if known else None
    return str(row[0]) if row else ""


def _digest(path: Path, *, leave_out: int) -> str:
    digest, left = hashlib.sha256(), path.stat().st_size - leave_out
    with path.open("rb") as source:
        while left > 0:
            chunk = source.read(min(CHUNK, left))
            digest.update(chunk)
            left -= len(chunk)
    return digest.hexdigest()


def _holds_something(path: Path) -> bool:
    return any(path.iterdir()) if path.is_dir() else path.exists() and path.stat().st_size > 0


def _sqlite_files(database: Path) -> list[Path]:
    return [database, *(database.with_name(database.name + end) for end in ("-wal", "-shm"))]


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _database() -> Path:
    url = _settings().database_url
    if not url.startswith("sqlite:///"):
        raise NotHere("The data is kept in PostgreSQL: save it with pg_dump, restore it with pg_restore.")
    return Path(url.removeprefix("sqlite:///"))


def _files() -> Path:
    folder = storage.folder()
    if folder is None:
        raise NotHere("The files are not on this machine's disk: save them where STORAGE_URL keeps them.")
    return folder


@click.command("backup")
@with_appcontext
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--with-secret-key", is_flag=True, help="Put the key of the installation into the archive too.")
def backup_command(folder: Path, with_secret_key: bool) -> None:
    """Save the database and the files into one archive in FOLDER."""
    try:
        archive = save(folder, with_secret=with_secret_key)
    except (NotHere, Damaged, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Saved and checked: {archive} ({archive.stat().st_size / 1e6:.1f} MB)")


@click.command("restore")
@with_appcontext
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Set the data that is there aside.")
def restore_command(archive: Path, force: bool) -> None:
    """Put ARCHIVE in place of the data of this installation. Stop the server first."""
    try:
        manifest = restore(archive, force=force)
    except (NotHere, Damaged, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Restored and checked: {manifest['saved_at']}, version {manifest['version']}.")
    click.echo("Now run: flask db upgrade")


def init(app: Flask) -> None:
    """Add `flask backup` and `flask restore`."""
    app.cli.add_command(backup_command)
    app.cli.add_command(restore_command)
