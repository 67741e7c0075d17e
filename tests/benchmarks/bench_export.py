"""20,000 registrations taken away as a workbook and as CSV: seconds, size, memory of the server."""

from threading import Event, Thread
from time import perf_counter, sleep

from app.accounts.models import Role
from app.platform.db import db
from tests import make
from tests.benchmarks import crowd, installation, report
from tests.benchmarks.installation import Server
from tests.benchmarks.visitor import Visitor


def main() -> None:
    """Through gunicorn, as the office asks for it."""
    for database in installation.DATABASES:
        with installation.demonstration(database) as made:
            app = crowd.lay(made)
            with app.app_context():
                email = make.account(Role.ADMINISTRATOR).email
                db.session.remove()
                db.engine.dispose()
            with made.served() as server, Visitor(server.port) as visitor:
                visitor.sign_in(email, make.PASSWORD)
                for suffix in ("csv", "xlsx"):
                    _take(
                        server,
                        visitor,
                        f"{database}, {crowd.ROWS} rows as {suffix}",
                        f"{crowd.LIST}.{suffix}",
                    )


def _take(server: Server, visitor: Visitor, name: str, path: str) -> None:
    """Twice: what the second needs more than the first left would grow with each."""
    for turn in ("first", "again"):
        before, done, peaks = server.memory_mb(), Event(), [0.0]

        def watch(done: Event = done, peaks: list[float] = peaks) -> None:
            while not done.is_set():
                peaks.append(server.memory_mb())
                sleep(0.05)

        watcher = Thread(target=watch)
        watcher.start()
        began = perf_counter()
        status, size = visitor.download(path)
        spent = perf_counter() - began
        done.set()
        watcher.join()
        if status != 200:
            raise RuntimeError(f"{name} was answered {status}")
        told = f"{spent:.1f} s, {size / 1e6:.1f} MB; memory {before:.0f} MB, at most {max(peaks):.0f} MB"
        report.figure(f"{name}, {turn}", told, "≤ 10 s, flat memory")


if __name__ == "__main__":
    main()
