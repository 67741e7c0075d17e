"""What every test may ask for: the application on a database of its own, and a client."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deploy import catalogues
from tests import application, databases, postgres
from tests.databases import PostgreSQL, SQLite


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.addoption(
        "--every-page", action="store_true", help="every page in every mode, and the big batches"
    )


def pytest_configure(config: pytest.Config) -> None:
    """One PostgreSQL for the whole run, started by the process that hands out the tests."""
    if hasattr(config, "workerinput"):
        return
    catalogues.compile_all()
    if config.getoption("database") == "postgresql":
        server = postgres.Server()
        config.add_cleanup(server.stop)
        config.stash[SOCKET] = str(server.folder)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["socket"] = node.config.stash.get(SOCKET, "")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked `audit`, unless it is asked for."""
    if not config.getoption("every_page"):
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("audit")])
        items[:] = [item for item in items if not item.get_closest_marker("audit")]


SOCKET = pytest.StashKey[str]()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This worker's files."""
    return tmp_path_factory.mktemp("worker")


@pytest.fixture(scope="session")
def database(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[SQLite | PostgreSQL]:
    """This worker's database, which `app` lays anew for each test."""
    worker = getattr(request.config, "workerinput", {})
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if worker else base
    if request.config.getoption("database") == "sqlite":
        yield SQLite(folder, shared)
        return
    socket = worker.get("socket") or request.config.stash[SOCKET]
    held = PostgreSQL(f"test_{worker.get('workerid', 'main')}", socket, shared)
    yield held
    held.close()


@pytest.fixture(scope="session")
def built(database: SQLite | PostgreSQL, folder: Path) -> Flask:
    """The application of this worker. Tests ask for `app`, whose database is new each time."""
    app = application.build(database.url, folder)
    databases.need_template(database, lambda: application.upgrade(app))
    return app


@pytest.fixture
def app(built: Flask, database: SQLite | PostgreSQL) -> Iterator[Flask]:
    """The application on a database nothing has happened in, inside its context."""
    database.renew()
    with built.app_context():
        yield built
        application.forget(built)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without script, and without cookies yet."""
    return app.test_client()
