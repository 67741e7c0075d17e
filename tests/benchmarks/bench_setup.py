"""From the locks to the first page: packages, migrations, demo data, start, memory of idle workers."""

import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, sleep

from config import ROOT
from tests.benchmarks import installation, report

IDLE_S = 2


def main() -> None:
    """Each step as `make serve` does it."""
    _packages()
    for database in installation.DATABASES:
        with installation.empty(database) as made:
            goal = "≤ 5 s" if database == "SQLite" else ""
            report.figure(
                f"{database}: migrations, command and all", f"{made.flask('db', 'upgrade'):.1f} s", goal
            )
            report.figure(f"{database}: demo data, command and all", f"{made.flask('demo', 'load'):.1f} s")
            with made.served() as server:
                report.figure(f"{database}: start to the first page", f"{server.ready_s:.1f} s", "≤ 3 s")
                sleep(IDLE_S)
                memory = f"{server.memory_mb():.0f} MB (PSS of master and {len(server.workers())} workers)"
                report.figure(f"{database}: idle", memory, "≤ 250 MB")


def _packages() -> None:
    with tempfile.TemporaryDirectory(prefix="mounadara-bench-") as name:
        folder = Path(name) / "venv"
        python = folder / "bin" / "python"
        began = perf_counter()
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
        made = perf_counter() - began
        uv = [sys.executable, "-m", "uv", "pip", "sync", "--quiet", "--compile-bytecode", "--require-hashes"]
        subprocess.run([*uv, "--python", python, ROOT / "requirements.txt"], check=True, cwd=ROOT)
        spent = perf_counter() - began
        size = sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    told = f"{spent:.1f} s ({made:.1f} s of it for the empty environment), uv's cache as it was found: warm"
    report.figure("environment of requirements.txt", told, "≤ 60 s to the first page")
    report.figure("its size, with compiled modules", f"{size:.0f} MB", "≤ 400 MB")


if __name__ == "__main__":
    main()
