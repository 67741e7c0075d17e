"""The same contract on each place where files may be."""

import hashlib
import os
import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.orm import Mapped, mapped_column

from app.platform import storage
from app.platform.clock import now
from app.platform.db import Model, db, unit_of_work
from config import BadSetting
from tests.platform import bare as seams


@pytest.fixture(params=["file", "memory"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    url = f"file:{tmp_path / 'files'}" if request.param == "file" else "memory:"
    app = seams.build(tmp_path / "instance", f"sqlite:///{tmp_path}/a.sqlite", storage_url=url)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def read(key: str) -> bytes:
    with storage.open(key) as file:
        return file.read()


@pytest.mark.parametrize("data", [b"", b"one line", os.urandom(3_000_000)], ids=["empty", "small", "large"])
def test_what_is_put_is_read_back_with_its_size_and_digest(place: Flask, data: bytes) -> None:
    stored = storage.put(data, suffix=".pdf")
    assert re.fullmatch(r"([0-9a-f]{2})/\1[0-9a-f]{30}\.pdf", stored.key)
    assert (stored.size, stored.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert (read(stored.key), storage.size(stored.key)) == (data, len(data))
    assert storage.all_keys() == [stored.key]


def test_a_stream_is_put_from_where_it_stands(place: Flask) -> None:
    stream = BytesIO(b"head and body")
    stream.seek(5)
    assert read(storage.put(stream).key) == b"and body"


def test_two_files_with_the_same_bytes_have_two_keys(place: Flask) -> None:
    assert storage.put(b"same").key != storage.put(b"same").key


def test_a_deleted_file_is_missing_and_deleting_it_again_is_harmless(place: Flask) -> None:
    key = storage.put(b"short-lived").key
    storage.delete(key)
    storage.delete(key)
    for reach in (storage.open, storage.size):
        with pytest.raises(storage.Missing):
            reach(key)


@pytest.mark.parametrize(
    "key", ["../../etc/passwd", "/etc/passwd", "ab/../../secret.key", "ab/" + "c" * 32 + "\n", "", "ab"]
)
def test_a_key_that_is_not_ours_reaches_nothing(place: Flask, key: str) -> None:
    for reach in (storage.open, storage.size, storage.delete):
        with pytest.raises(storage.Missing):
            reach(key)


@pytest.mark.parametrize("suffix", ["pdf", ".PDF", "./x", ".pdf/..", ".مذكرة", ".toolongtobe"])
def test_a_suffix_is_ours_too(place: Flask, suffix: str) -> None:
    with pytest.raises(ValueError, match="suffix"):
        storage.put(b"x", suffix=suffix)


def test_a_file_is_deleted_by_the_commit_and_kept_by_a_rollback(place: Flask) -> None:
    key = storage.put(b"replaced").key
    with pytest.raises(ZeroDivisionError), unit_of_work():
        storage.delete_after_commit(key)
        raise ZeroDivisionError
    assert read(key) == b"replaced"
    with unit_of_work():
        storage.delete_after_commit(key)
        assert read(key) == b"replaced"
    assert storage.all_keys() == []


def test_the_sweep_removes_old_files_that_nothing_references(place: Flask) -> None:
    known, lost = storage.put(b"known").key, storage.put(b"lost").key
    assert storage.orphans({known}) == []
    with time_machine.travel(now() + timedelta(hours=25)):
        assert storage.orphans({known}) == [lost]
    assert storage.all_keys() == [known]


class Apart(Model):
    __abstract__ = True
    metadata = sa.MetaData()


class Scan(Apart):
    __tablename__ = "apart_scan"

    file: Mapped[str | None] = mapped_column(storage.Key)


def test_the_sweep_knows_key_columns_and_registered_keys(
    place: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_row, in_json, lost = (storage.put(data).key for data in (b"1", b"2", b"3"))
    Apart.metadata.create_all(db.engine)
    monkeypatch.setattr(storage, "_references", [lambda: [in_json]])
    with unit_of_work():
        db.session.add_all([Scan(file=in_row), Scan(file=None)])
    assert storage.referenced(Apart.metadata) == {in_row, in_json}
    with time_machine.travel(now() + timedelta(hours=25)):
        assert storage.orphans(storage.referenced(Apart.metadata)) == [lost]


def test_a_write_that_breaks_off_leaves_no_file(tmp_path: Path) -> None:
    class Cut(BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise OSError("the line was cut")

    app = seams.build(tmp_path / "instance", f"sqlite:///{tmp_path}/a.sqlite")
    with app.app_context():
        with pytest.raises(OSError, match="cut"):
            storage.put(Cut())
        assert [path for path in storage.folder().rglob("*") if path.is_file()] == []  # type: ignore[union-attr]


def test_a_bucket_without_its_package_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="needs the package s3fs"):
        seams.build(tmp_path, f"sqlite:///{tmp_path}/a.sqlite", storage_url="s3:forums/files")
