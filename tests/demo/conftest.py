"""The demonstration, loaded once for the tests that only read it."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from app.demo import loading
from tests import application
from tests.databases import PostgreSQL, SQLite

DAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def loaded(built: Flask, database: SQLite | PostgreSQL) -> Iterator[Flask]:
    """The application with the demonstration of a fixed day. For modules that change nothing."""
    database.renew()
    with built.app_context():
        loading.load(DAY)
        yield built
        application.forget(built)
