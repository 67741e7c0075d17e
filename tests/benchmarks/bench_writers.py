"""Eight writers on SQLite for ten seconds while passwords are hashed in three loops.

Run with `python -m tests.benchmarks.bench_writers`.
"""

import platform
import sqlite3
import statistics
import sys
import tempfile
from pathlib import Path

from app.platform.db import db
from tests.platform import bare
from tests.platform.test_db import Apart, storm


def main() -> None:
    """Print the machine, the versions and the time of one commit."""
    with tempfile.TemporaryDirectory() as folder:
        app = bare.build(Path(folder), f"sqlite:///{folder}/bench.sqlite")
        with app.app_context():
            Apart.metadata.create_all(db.engine)
            took = sorted(seconds * 1000 for _, seconds in storm(app, writers=8, hashers=3, seconds=10))
    cuts = statistics.quantiles(took, n=100)
    sys.stdout.write(
        f"{platform.platform()}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}\n"
        f"8 writers, 3 hashing loops, 10 s: {len(took)} commits, {len(took) / 10:.0f}/s, "
        f"p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms, longest {took[-1]:.0f} ms\n"
    )


if __name__ == "__main__":
    main()
