"""The seams alone, on either database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.platform.db import db
from tests.databases import PostgreSQL, SQLite
from tests.platform import bare as seams


@pytest.fixture
def bare(database: SQLite | PostgreSQL, tmp_path: Path) -> Iterator[Flask]:
    """An application of seams only, inside its context, on a database nothing has happened in."""
    database.create()
    app = seams.build(tmp_path / "instance", database.url)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
