"""What the commands say: a line for each step with its time, one clear sentence when they cannot go on."""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Stop(Exception):
    """The command cannot go on; the message is one sentence that a person can act on."""


def say(text: str = "") -> None:
    """One line, at once, on standard output."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@contextmanager
def step(title: str) -> Iterator[None]:
    """Announce what begins, and say how long it took if that could be felt."""
    say(f"→ {title}")
    started = time.perf_counter()
    yield
    seconds = time.perf_counter() - started
    if seconds >= 0.5:
        say(f"  {seconds:.1f} s")


def call(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> int:
    """Run in the project's folder with nothing on standard input; the exit code."""
    done = subprocess.run(list(command), cwd=ROOT, env=env, stdin=subprocess.DEVNULL, check=False)
    return done.returncode
