"""The revisions make exactly the tables that the models describe, and can be taken back."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from app.platform import mail_outbox
from app.platform.db import db
from config import ROOT
from tests import application
from tests.databases import PostgreSQL, SQLite

HEAD = "import sqlalchemy as sa\nfrom alembic import op\n\n\ndef upgrade():\n"
MADE = """\
    op.create_table("parent", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(9)))
    parent = sa.ForeignKey("parent.id", ondelete="CASCADE")
    op.create_table("child", sa.Column("parent_id", sa.Integer, parent))
    op.execute("INSERT INTO parent (id, name) VALUES (1, 'a')")
    op.execute("INSERT INTO child (parent_id) VALUES (1)")
"""
CHANGED = """\
    with op.batch_alter_table("parent") as table:
        table.alter_column("name", type_=sa.String(99), nullable=False)
"""
REBUILT = [(MADE, None), (CHANGED, "0001")]


@pytest.fixture
def script(built: Flask) -> ScriptDirectory:
    with built.app_context():
        return ScriptDirectory.from_config(built.extensions["migrate"].migrate.get_config())


def test_the_revisions_form_one_numbered_line(script: ScriptDirectory) -> None:
    line = [one.revision for one in script.walk_revisions()][::-1]
    assert line == [f"{number:04}" for number in range(1, len(line) + 1)]
    assert line != []


def test_a_revision_names_nothing_of_the_application(script: ScriptDirectory) -> None:
    """Else an old revision would change its meaning, or break, with the code of today."""
    texts = {one.revision: Path(one.path).read_text() for one in script.walk_revisions()}
    assert [
        name for name, text in texts.items() if re.search(r"^\s*(?:from|import) app\b", text, re.MULTILINE)
    ] == []


def test_models_and_revisions_agree(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


def test_the_last_revision_can_be_taken_back_and_done_again(
    built: Flask, database: SQLite | PostgreSQL
) -> None:
    database.renew()
    before = tables(built)
    with built.app_context():
        command.downgrade(built.extensions["migrate"].migrate.get_config(), "-1")
        db.engine.dispose()
    assert tables(built) != before
    application.upgrade(built)
    assert tables(built) == before


@pytest.mark.parametrize("query", ["تاكيد", "احمد", "elan", "AMINA@press", "عبدالله"])
def test_letters_written_before_the_outbox_could_search_are_found(
    built: Flask, database: SQLite | PostgreSQL, query: str
) -> None:
    letter = {
        "to_address": "Amina@press.example",
        "subject": "تأكيد تسجيل أحمد وعبد الله: Élan",
        "locale": "ar",
        "text": "",
        "kind": "test",
        "reply_to": "",
        "attachments": "[]",
        "message_id": "<1@press.example>",
        "state": "sent",
        "attempts": 1,
        "repeats": 0,
        "error": "",
        "created_at": "2026-01-01 00:00:00+00:00",
    }
    database.create()
    application.upgrade(built, "0005")
    with built.app_context():
        values = ", ".join(f":{name}" for name in letter)
        insert = f"INSERT INTO outgoing_mail ({', '.join(letter)}) VALUES ({values})"
        db.session.execute(sa.text(insert), letter)
        db.session.commit()
        application.forget(built)
    application.upgrade(built)
    with built.app_context():
        (found,) = db.session.scalars(mail_outbox.letters(None, query=query))
        assert found.to_address == letter["to_address"]
        application.forget(built)


def test_a_table_that_is_rebuilt_keeps_its_children(
    built: Flask, database: SQLite | PostgreSQL, tmp_path: Path
) -> None:
    """SQLite's batch mode drops the table and makes it anew: with foreign keys on, its children would go."""
    for name in ("env.py", "script.py.mako", "alembic.ini"):
        shutil.copy(ROOT / "migrations" / name, tmp_path)
    (tmp_path / "versions").mkdir()
    for number, (upgrade, before) in enumerate(REBUILT, 1):
        text = f'revision = "{number:04}"\ndown_revision = {before!r}\n{HEAD}{upgrade}'
        (tmp_path / "versions" / f"{number:04}_rebuilt.py").write_text(text)
    database.create()
    with built.app_context():
        command.upgrade(built.extensions["migrate"].migrate.get_config(tmp_path), "head")
        assert db.session.execute(sa.text("SELECT parent_id FROM child")).all() == [(1,)]
        application.forget(built)


def tables(built: Flask) -> dict[str, Any]:
    """Tables, their columns and their indexes, as they are."""
    with built.app_context():
        inspector = sa.inspect(db.engine)
        found = {
            name: (
                sorted((column["name"], str(column["type"])) for column in inspector.get_columns(name)),
                sorted((str(index["name"]), index["column_names"]) for index in inspector.get_indexes(name)),
            )
            for name in inspector.get_table_names()
        }
        db.engine.dispose()
        return found
