"""What exists once: the reader of the environment, the clock, the commit, the importer of each engine."""

import ast
from collections.abc import Callable

import pytest

from tests.architecture import tree

PLATFORM = tree.ROOT / "app" / "platform"
IMPORTERS = {
    "reportlab": "cards.py",
    "weasyprint": "documents.py",
    "qrcode": "qr.py",
    "huey": "jobs_wake.py",
    "fsspec": "storage.py",
    "smtplib": "mail_carriers.py",
    "python_calamine": "tables_child.py",
    "xlsxwriter": "sheets_xlsx.py",
    "icalendar": "calendar.py",
    "pypdfium2": "rasters.py",
}


def where(rule: Callable[[ast.AST], bool]) -> list[str]:
    """The modules of the application in which the rule holds for some node."""
    return [tree.named(path) for path in tree.application() if any(map(rule, ast.walk(tree.tree_of(path))))]


def reads_environment(node: ast.AST) -> bool:
    attribute = isinstance(node, ast.Attribute) and ast.unparse(node) in ("os.environ", "os.getenv")
    names = {alias.name for alias in node.names} if isinstance(node, ast.Import | ast.ImportFrom) else set()
    module = node.module if isinstance(node, ast.ImportFrom) else None
    return (
        attribute
        or bool(names & {"environ", "getenv", "environs", "dotenv"})
        or module in ("environs", "dotenv")
    )


def asks_the_time(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module == "time" and any(alias.name in ("time", "time_ns") for alias in node.names)
    if not isinstance(node, ast.Attribute):
        return False
    of = ast.unparse(node.value).rpartition(".")[2]
    return (of in ("datetime", "date") and node.attr in ("now", "utcnow", "today")) or (
        of == "time" and node.attr in ("time", "time_ns", "localtime", "gmtime")
    )


def commits(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"


def test_only_the_settings_read_the_environment() -> None:
    assert where(reads_environment) == ["config.py"]


def test_only_the_clock_knows_the_time() -> None:
    assert where(asks_the_time) == ["app/platform/clock.py"]


def test_only_the_edge_commits() -> None:
    assert where(commits) == ["app/platform/db.py"]


@pytest.mark.parametrize("package", IMPORTERS)
def test_an_engine_is_imported_in_one_place(package: str) -> None:
    importers = [path for path in tree.application() if package in tree.imported(path)]
    assert importers == [PLATFORM / IMPORTERS[package]]


def test_the_sun_is_asked_in_one_place() -> None:
    """The one engine of a feature: no other asks where the sun stands."""
    importers = [path for path in tree.application() if "astral" in tree.imported(path)]
    assert importers == [tree.ROOT / "app" / "programme" / "prayers.py"]


def test_the_floors_name_every_feature() -> None:
    """import-linter is exhaustive by its own setting; this keeps the setting."""
    assert "exhaustive = true" in (tree.ROOT / "pyproject.toml").read_text()


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (reads_environment, "import os; os.environ['HOME']"),
        (reads_environment, "from os import getenv"),
        (reads_environment, "import environs"),
        (asks_the_time, "import datetime; datetime.datetime.now()"),
        (asks_the_time, "from datetime import date; date.today()"),
        (asks_the_time, "import time; time.time()"),
        (asks_the_time, "from time import time"),
        (commits, "db.session.commit()"),
    ],
)
def test_a_second_place_would_be_seen(rule: Callable[[ast.AST], bool], source: str) -> None:
    assert any(map(rule, ast.walk(ast.parse(source))))


def test_nothing_else_is_taken_for_one() -> None:
    source = "from time import perf_counter; sa.func.now(); perf_counter(); clock.today(); request.environ"
    assert not any(asks_the_time(node) or reads_environment(node) for node in ast.walk(ast.parse(source)))
