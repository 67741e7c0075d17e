"""`make test` and its parts: each check under its heading, with its time; the first failure ends the run."""

import time
from pathlib import Path

from deploy import environment, serve, system
from deploy.console import Stop, call, say

Step = tuple[str, list[str | Path]]


def _pytest(*arguments: str) -> list[str | Path]:
    return environment.module("pytest", *arguments)


LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"
FAST: list[Step] = [
    ("Formatter", environment.module("ruff", "format", "--check", ".")),
    ("Linter", environment.module("ruff", "check", ".")),
    ("Types", environment.module("mypy")),
    ("Floors", [environment.PYTHON, "-c", LINT_IMPORTS]),
    ("Templates", environment.module("djlint", "--lint", "--quiet", "app")),
    ("Architecture", _pytest("-n0", "tests/architecture")),
    ("Catalogues", _pytest("-n0", "tests/catalogues")),
    ("Migrations", _pytest("-n0", "tests/migrations")),
    ("Licences", environment.module("deploy.licences")),
]
APART = ("--ignore=tests/architecture", "--ignore=tests/catalogues")
SUITES: list[Step] = [
    ("Suite on SQLite", _pytest("-m", "not browser", *APART)),
    ("Suite on PostgreSQL", _pytest("-m", "not browser", "--database=postgresql", *APART)),
    ("Browser journeys", _pytest("-m", "browser", "tests/browser")),
]
AUDIT: list[Step] = [
    ("Every page in every mode, big batches", _pytest("--every-page", "-m", "browser or audit")),
    (
        "Big batches on PostgreSQL",
        _pytest("--every-page", "-m", "audit and not browser", "--database=postgresql"),
    ),
]


def test() -> int:
    """All checks, both databases and the browser."""
    return _run([*FAST, *SUITES])


def check() -> int:
    """What takes seconds."""
    return _run(FAST, browser=False)


def audit() -> int:
    """What is too long for each run and must be green before an issue closes."""
    return _run(AUDIT)


def prepare_machine(*, browser: bool = True) -> None:
    """Everything that `make serve` needs, the development tools and a headless Chromium."""
    environment.ensure(dev=True)
    system.libraries()
    if browser:
        system.need_browser(environment.module("playwright"))
    serve.compile_catalogues()


def _run(steps: list[Step], *, browser: bool = True) -> int:
    began = time.perf_counter()
    prepare_machine(browser=browser)
    env = environment.variables()
    for number, (title, command) in enumerate(steps, 1):
        say(f"\n━━ {number}/{len(steps)} {title}")
        started = time.perf_counter()
        code = call(command, env=env)
        say(f"   {time.perf_counter() - started:.1f} s")
        if code:
            raise Stop(f"Failed: {title}. To repeat it alone: {_typed(command)}")
    say(f"\nAll {len(steps)} checks passed in {time.perf_counter() - began:.0f} s.")
    return 0


def _typed(command: list[str | Path]) -> str:
    words = [str(word) for word in command]
    words[0] = ".venv/bin/python"
    return " ".join(f'"{word}"' if " " in word else word for word in words)
