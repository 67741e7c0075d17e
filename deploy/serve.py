"""`make serve`: from a fresh clone to pages in two languages, with one command."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from deploy import address, environment, processes, system
from deploy.console import ROOT, Stop, call, say, step

LOCALES = ("ar", "fr")
ROOM_MB = 50


def serve() -> int:
    """Set up what is missing, then keep the web server and one job consumer running. The exit code."""
    began = time.perf_counter()
    where = address.chosen(_mode())
    address.refuse_taken(where)
    prepare_machine()
    env = variables(BIND=where.bound)
    accounts = _prepare_database(env)

    def greet() -> None:
        say(f"\nReady after {time.perf_counter() - began:.1f} s. Ctrl-C ends it.\n")
        for locale in LOCALES:
            say(f"  {where.opened}/{locale}/")
        say(f"\n{accounts}")

    return processes.run(
        {
            "web server": environment.module("gunicorn", "-c", str(ROOT / "deploy" / "gunicorn_conf.py")),
            "job consumer": environment.module("flask", "jobs", "work"),
        },
        env=env,
        started=lambda: address.answers(where),
        greet=greet,
    )


def prepare_machine() -> None:
    """Everything the application needs before it is loaded for the first time."""
    environment.ensure(dev=False)
    system.libraries()
    refuse_unusable(instance())
    compile_catalogues()


def variables(**more: str) -> dict[str, str]:
    """The environment of the application: a demonstration unless MOUNADARA_MODE says otherwise."""
    return environment.variables(MOUNADARA_MODE=_mode(), **more)


def instance() -> Path:
    """The folder of the data."""
    return Path(os.environ.get("INSTANCE_PATH") or ROOT / "instance").resolve()


def refuse_unusable(folder: Path) -> None:
    """Raise Stop when nothing can be written into the folder, or too little."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"\0" * 4096)
    except OSError as error:
        raise Stop(f"The data folder {folder} cannot be written: {error.strerror}.") from None
    free_mb = shutil.disk_usage(folder).free // 2**20
    if free_mb < ROOM_MB:
        raise Stop(f"The disk of {folder} is full ({free_mb} MB left). Free some room, then start again.")


def compile_catalogues() -> None:
    """Compile the translations whose source is newer than what was compiled from it."""
    sources = (ROOT / "translations").glob("*/LC_MESSAGES/*.po")
    if any(_older(source.with_suffix(".mo"), source) for source in sources):
        with step("Compiling the catalogues"):
            if call(environment.module("deploy.catalogues", "compile"), env=environment.variables()):
                raise Stop("The catalogues could not be compiled: the lines above say why.")


def _mode() -> str:
    return os.environ.get("MOUNADARA_MODE", "demo")


def _older(made: Path, source: Path) -> bool:
    return not made.exists() or made.stat().st_mtime < source.stat().st_mtime


def _prepare_database(env: dict[str, str]) -> str:
    """Migrate, load the demo data on the first start; what the command says about accounts."""
    arguments = ("demo", "prepare") if _mode() == "demo" else ("db", "upgrade")
    with step("Preparing the database"):
        done = subprocess.run(
            environment.module("flask", *arguments),
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
    if done.returncode:
        raise Stop("The database could not be prepared: the lines above say why.")
    return done.stdout
