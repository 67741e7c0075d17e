"""What the architecture tests read: the files of the project, by kind."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PYTHON = ("app", "deploy", "tests")


def named(path: Path) -> str:
    """As it is called in a list of exceptions."""
    return path.relative_to(ROOT).as_posix()


def modules(*folders: str) -> list[Path]:
    """The Python files of these folders, and of the root when none is named."""
    found = [path for folder in folders or PYTHON for path in (ROOT / folder).rglob("*.py")]
    return sorted(
        found if folders else [*found, ROOT / "config.py", ROOT / "wsgi.py", ROOT / "migrations/env.py"]
    )


def application() -> list[Path]:
    """The Python files of the application itself."""
    return [ROOT / "config.py", ROOT / "wsgi.py", *modules("app")]


def templates() -> list[Path]:
    """Every template, of pages, letters and documents."""
    return sorted(path for path in (ROOT / "app").glob("*/templates/**/*") if path.is_file())


def pages() -> list[Path]:
    """The templates that a browser shows, under the content security policy."""
    return [path for path in templates() if not {"mail", "documents"} & set(path.parts)]


def static(suffix: str) -> list[Path]:
    """Our own files for browsers with this suffix; what we vendor keeps its own manners."""
    found = (path for path in (ROOT / "app").glob(f"*/static/**/*{suffix}"))
    return sorted(path for path in found if "vendor" not in path.parts)


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax of a module."""
    return ast.parse(path.read_text(), str(path))


def imported(path: Path) -> Iterator[str]:
    """The top-level packages that a module imports."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())
