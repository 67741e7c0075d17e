"""`python -m tests.benchmarks` measures everything into bench-results/; with names, those parts alone.

Each part is a process of its own, so that none warms or fattens another; all end by themselves.
"""

import subprocess
import sys
import time
from typing import TextIO

from config import ROOT
from tests.benchmarks import report

PARTS = (
    "import",
    "home",
    "registration",
    "rush",
    "scan",
    "badges",
    "writers",
    "setup",
    "agreement",
    "sign_in",
    "act",
    "people",
    "list",
    "export",
    "alike",
    "programme",
)
PATIENCE_S = 150


def main(wanted: list[str]) -> int:
    """Run the parts asked for; the exit code tells whether all came to their end."""
    strange = [name for name in wanted if name not in PARTS]
    if strange:
        sys.stderr.write(f"Which? Any of: {', '.join(PARTS)}.\n")
        return 2
    folder = ROOT / "bench-results"
    folder.mkdir(exist_ok=True)
    with (folder / f"{time.strftime('%Y-%m-%d-%H%M%S')}.txt").open("w") as kept:
        _say(report.machine(), kept)
        done = [_run(name, kept) for name in wanted or PARTS]
        _say(f"\nKept in {kept.name}\n", kept)
    return 0 if all(done) else 1


def _run(name: str, kept: TextIO) -> bool:
    _say(f"\n== {name} · load of the machine {report.load()}\n", kept)
    command = [sys.executable, "-m", f"tests.benchmarks.bench_{name}"]
    began = time.perf_counter()
    with subprocess.Popen(
        ["timeout", str(PATIENCE_S), *command], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as part:
        assert part.stdout
        for line in part.stdout:
            _say(line, kept)
    _say(f"   ({time.perf_counter() - began:.0f} s, exit code {part.returncode})\n", kept)
    return part.returncode == 0


def _say(text: str, kept: TextIO) -> None:
    for out in (sys.stdout, kept):
        out.write(text)
        out.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
