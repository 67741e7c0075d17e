"""An archive that was written is read back before anybody relies on it."""

import json
import stat
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app.platform import backups, mail, storage
from app.platform.backups import Damaged, NotHere
from app.platform.db import db, unit_of_work
from app.platform.mail import OutgoingMail
from config import Settings
from tests.platform import bare as seams

BYTES = {b"programme": ".pdf", "شارة".encode(): ".pdf", b"": ""}


def installation(folder: Path) -> Flask:
    return seams.build(folder, f"sqlite:///{folder / 'mounadara.sqlite'}")


def use(app: Flask) -> dict[str, bytes]:
    """Write rows and files into it; gives the files by key."""
    with app.app_context():
        with unit_of_work():
            for number in range(50):
                mail.compose(
                    to=f"p{number}@press.example", locale="ar", subject="تأكيد", text="نص", kind="test.plain"
                )
        (app.config["SETTINGS"].instance / "secret.key").write_text("a secret")
        files = {storage.put(data, suffix=suffix).key: data for data, suffix in BYTES.items()}
        rest(app)
    return files


def rest(app: Flask) -> None:
    db.session.remove()
    db.engine.dispose()


def held(app: Flask) -> tuple[list[tuple[object, ...]], dict[str, bytes]]:
    """Every letter and every file."""
    with app.app_context():
        rows = [tuple(row) for row in db.session.execute(sa.select(OutgoingMail.__table__))]
        files = {}
        for key in storage.all_keys():
            with storage.open(key) as file:
                files[key] = file.read()
        rest(app)
    return rows, files


@pytest.fixture
def used(tmp_path: Path) -> tuple[Flask, Path]:
    """An installation in use, and an archive of it."""
    app = installation(tmp_path / "old")
    use(app)
    with app.app_context():
        archive = backups.save(tmp_path / "backups")
        rest(app)
    return app, archive


def test_a_restored_installation_holds_the_same_rows_and_files(
    used: tuple[Flask, Path], tmp_path: Path
) -> None:
    app, archive = used
    other = seams.build_empty(tmp_path / "new", f"sqlite:///{tmp_path / 'new' / 'mounadara.sqlite'}")
    with other.app_context():
        backups.restore(archive)
    assert held(other) == held(app)
    assert len(held(other)[0]) == 50
    assert sorted(held(other)[1].values()) == sorted(BYTES)


def test_an_archive_is_an_ordinary_zip_with_a_manifest_and_no_secret(used: tuple[Flask, Path]) -> None:
    _, archive = used
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert [path.name for path in archive.parent.iterdir()] == [archive.name]
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None
        names = set(opened.namelist())
        manifest = json.loads(opened.read("manifest.json"))
    assert "secret.key" not in names
    assert names == {"manifest.json", *manifest["files"]}
    assert manifest["version"] == "0.1.0"
    assert len([name for name in names if name.startswith("files/")]) == 3


def test_the_secret_key_travels_only_when_asked(used: tuple[Flask, Path], tmp_path: Path) -> None:
    app, _ = used
    with app.app_context():
        archive = backups.save(tmp_path / "elsewhere", with_secret=True)
        rest(app)
    other = seams.build_empty(tmp_path / "new", f"sqlite:///{tmp_path / 'new' / 'mounadara.sqlite'}")
    with other.app_context():
        backups.restore(archive)
    assert (tmp_path / "new" / "secret.key").read_text() == "a secret"


def member_offset(archive: Path, name: str) -> int:
    """Where the packed bytes of a file in the archive begin."""
    with zipfile.ZipFile(archive) as opened:
        entry = opened.getinfo(name)
    head = archive.read_bytes()[entry.header_offset :][:30]
    return (
        entry.header_offset
        + 30
        + int.from_bytes(head[26:28], "little")
        + int.from_bytes(head[28:30], "little")
    )


def flip(archive: Path, at: int) -> None:
    data = bytearray(archive.read_bytes())
    data[at] ^= 1
    archive.write_bytes(data)


def test_a_flipped_byte_is_refused_and_the_file_is_named(used: tuple[Flask, Path], tmp_path: Path) -> None:
    _, archive = used
    with zipfile.ZipFile(archive) as opened:
        names = [one.filename for one in opened.infolist() if one.file_size]
    whole = archive.read_bytes()
    other = installation(tmp_path / "new")
    for name in names:
        archive.write_bytes(whole)
        flip(archive, member_offset(archive, name) + 4)
        with other.app_context(), pytest.raises(Damaged, match=name):
            backups.restore(archive, force=True)
    assert len(names) == 4


def test_no_byte_can_be_flipped_unseen(used: tuple[Flask, Path]) -> None:
    _, archive = used
    whole = archive.read_bytes()
    for at in [*range(0, len(whole), 37), *range(len(whole) - 120, len(whole))]:
        archive.write_bytes(whole)
        flip(archive, at)
        with pytest.raises(Damaged):
            backups.check(archive)
    archive.write_bytes(whole[:-200])
    with pytest.raises(Damaged):
        backups.check(archive)
    archive.write_bytes(whole)
    assert backups.check(archive)["format"] == 1


def test_data_that_is_there_is_not_overwritten_and_with_force_it_is_set_aside(
    used: tuple[Flask, Path], tmp_path: Path
) -> None:
    app, archive = used
    other = installation(tmp_path / "new")
    kept = use(other)
    before = held(other)
    with other.app_context(), pytest.raises(NotHere, match="--force"):
        backups.restore(archive)
    assert held(other) == before
    with other.app_context():
        backups.restore(archive, force=True)
    assert held(other) == held(app)
    (aside,) = (tmp_path / "new").glob("before-restore-*")
    assert {str(path.relative_to(aside / "files")) for path in aside.rglob("??/*")} == set(kept)
    assert (aside / "mounadara.sqlite").exists()


def test_an_installation_is_saved_while_somebody_writes(tmp_path: Path) -> None:
    app = installation(tmp_path / "old")
    use(app)
    with app.app_context():
        with unit_of_work():
            mail.compose(to="late@press.example", locale="ar", subject="s", text="t", kind="test.plain")
            archive = backups.save(tmp_path / "backups")
        rest(app)
    other = seams.build_empty(tmp_path / "new", f"sqlite:///{tmp_path / 'new' / 'mounadara.sqlite'}")
    with other.app_context():
        backups.restore(archive)
    assert len(held(other)[0]) == 50
    assert len(held(app)[0]) == 51


def test_the_commands_say_what_they_did_and_what_they_refuse(
    used: tuple[Flask, Path], tmp_path: Path
) -> None:
    app, archive = used
    run = app.test_cli_runner().invoke
    saved = run(args=["backup", str(tmp_path / "again")])
    assert (saved.exit_code, saved.output.split(":")[0]) == (0, "Saved and checked")
    refused = run(args=["restore", str(archive)])
    assert (refused.exit_code, "--force" in refused.output) == (1, True)
    flip(archive, member_offset(archive, "database.sqlite") + 4)
    damaged = run(args=["restore", "--force", str(archive)])
    assert (damaged.exit_code, damaged.output) == (1, "Error: database.sqlite in the archive is damaged.\n")
    assert len(held(app)[0]) == 50


def test_postgresql_is_left_to_its_own_tools(tmp_path: Path) -> None:
    app = Flask("bare")
    url = "postgresql+psycopg://nobody@/nowhere"
    app.config["SETTINGS"] = Settings(
        mode="test",
        secret_key="k" * 40,
        instance=tmp_path,
        database_url=url,
        jobs_url="memory:",
        storage_url=f"file:{tmp_path}/files",
        mail_url="memory:",
    )
    backups.init(app)
    refused = app.test_cli_runner().invoke(args=["backup", str(tmp_path)])
    assert (refused.exit_code, "pg_dump" in refused.output) == (1, True)
