"""The virtual environment: made once, filled from the locks, skipped while the locks have not changed."""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from deploy import system
from deploy.console import ROOT, Stop, call, step

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "locks.json"
LOCK, DEV_LOCK, UV_LOCK = "requirements.txt", "requirements-dev.txt", "deploy/uv.txt"
ROOM_MB = 900


def ensure(*, dev: bool) -> None:
    """Make the environment agree with the locks; development tools once there stay there.

    Raises Stop when the disk, the network or a missing part of Python does not allow it.
    """
    wanted = {name: _hash(name) for name in ([LOCK, DEV_LOCK] if dev else [LOCK])}
    installed = _installed()
    if PYTHON.exists() and wanted.items() <= installed.items():
        return
    _refuse_full_disk()
    if not PYTHON.exists():
        _make()
    # Without a stamp somebody filled it by hand: what a developer has is not taken away.
    lock = DEV_LOCK if dev or DEV_LOCK in installed or (VENV / "bin" / "pytest").exists() else LOCK
    with step(f"Installing what {lock} names"):
        _need_uv()
        sync = ["uv", "pip", "sync", "--compile-bytecode", "--require-hashes", "--python", str(PYTHON), lock]
        if call(module(*sync)):
            raise Stop("The packages could not be installed: the lines above say why. Is the network there?")
    held = [LOCK, DEV_LOCK] if lock == DEV_LOCK else [LOCK]
    STAMP.write_text(json.dumps({name: _hash(name) for name in held}))


def variables(**more: str) -> dict[str, str]:
    """The environment variables of a program that runs inside the virtual environment."""
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {**os.environ, "VIRTUAL_ENV": str(VENV), "PATH": path, "PYTHONUNBUFFERED": "1", **more}


def module(name: str, *arguments: str) -> list[str | Path]:
    """The command that runs an installed tool, whatever folder the environment was made in."""
    return [PYTHON, "-m", name, *arguments]


def _installed() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def _hash(name: str) -> str:
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


def _make() -> None:
    with step("Making .venv"):
        shutil.rmtree(VENV, ignore_errors=True)
        if call([sys.executable, "-m", "venv", "--without-pip", VENV]):
            raise Stop("The virtual environment .venv could not be made: the lines above say why.")


def _need_uv() -> None:
    """uv itself comes through pip: the system's, else the one that Python carries."""
    version = (ROOT / UV_LOCK).read_text().split()[0].partition("==")[2]
    known = subprocess.run([PYTHON, "-m", "uv", "--version"], capture_output=True, text=True, check=False)
    if known.returncode == 0 and known.stdout.split()[1] == version:
        return
    pip = ["-m", "pip"]
    install = ["install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", UV_LOCK]
    if importlib.util.find_spec("pip") and not call([sys.executable, *pip, "--python", PYTHON, *install]):
        return
    if not importlib.util.find_spec("ensurepip"):
        system.install(["python3-venv"], "Python's venv module is not complete.")
    if call([PYTHON, "-m", "ensurepip"]) or call([PYTHON, *pip, *install]):
        raise Stop("uv could not be installed: the lines above say why. Is the network there?")


def _refuse_full_disk() -> None:
    free_mb = shutil.disk_usage(ROOT).free // 2**20
    if free_mb < ROOM_MB:
        raise Stop(f"The disk has {free_mb} MB left, the set-up needs {ROOM_MB} MB: free some, then again.")
