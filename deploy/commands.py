"""Every command by name. The Makefile's help says what each is for."""

import errno
import os
import shutil
from collections.abc import Callable

from deploy import check, environment, serve
from deploy.console import ROOT, Stop, call, say, step

CACHES = (".pytest_cache", ".mypy_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis")


def main(arguments: list[str]) -> int:
    """Run the named command; the exit code. What cannot go on is said in one sentence."""
    command = COMMANDS.get(arguments[0]) if len(arguments) == 1 else None
    if command is None:
        say(f"Which? One of: {', '.join(COMMANDS)}.")
        return 2
    os.chdir(ROOT)
    try:
        return command()
    except Stop as stop:
        say(f"\n{stop}")
    except KeyboardInterrupt:
        say("\nStopped.")
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS, errno.EPERM):
            raise
        say(f"\n{error.strerror}: {error.filename or ROOT}")
    return 1


def _demo() -> int:
    serve.prepare_machine()
    return call(environment.module("flask", "demo", "reset"), env=serve.variables())


def _shots() -> int:
    check.prepare_machine()
    return call(environment.module("tests.browser.shots"), env=environment.variables())


def _bench() -> int:
    check.prepare_machine()
    return call(environment.module("tests.benchmarks"), env=environment.variables())


def _fonts() -> int:
    environment.ensure(dev=True)
    return call(environment.module("deploy.fonts"), env=environment.variables())


def _catalogues() -> int:
    environment.ensure(dev=False)
    return call(environment.module("deploy.catalogues", "update"), env=environment.variables())


def _lock() -> int:
    """The development lock first; the other follows its versions."""
    environment.ensure(dev=True)
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header"]
    compile_ = environment.module("uv", "pip", "compile", "-q", *options)
    whole = [*compile_, "--upgrade", "--group", "dev", "-o", environment.DEV_LOCK, "pyproject.toml"]
    part = [*compile_, "-c", environment.DEV_LOCK, "-o", environment.LOCK, "pyproject.toml"]
    with step("Choosing versions"):
        return call(whole) or call(part)


def _clean() -> int:
    """Caches, compiled catalogues and pictures; never the instance folder, which holds data."""
    for name in (*CACHES, "shots", "bench-results"):
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for folder in ("app", "deploy", "tests", "migrations"):
        for cache in (ROOT / folder).rglob("__pycache__"):
            shutil.rmtree(cache, ignore_errors=True)
    for compiled in (ROOT / "translations").rglob("*.mo"):
        compiled.unlink()
    return 0


COMMANDS: dict[str, Callable[[], int]] = {
    "serve": serve.serve,
    "test": check.test,
    "check": check.check,
    "audit": check.audit,
    "demo": _demo,
    "shots": _shots,
    "bench": _bench,
    "fonts": _fonts,
    "lock": _lock,
    "catalogues": _catalogues,
    "clean": _clean,
}
