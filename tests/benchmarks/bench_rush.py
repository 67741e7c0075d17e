"""200 people at once for 50 places, over HTTP through the form, on both databases."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import perf_counter

import sqlalchemy as sa
from flask import Flask

from app.platform.db import db
from app.registrations.models import Quota, Registration
from app.registrations.words import State
from tests import make
from tests.benchmarks import installation, report
from tests.benchmarks.bench_registration import come, lay

PEOPLE, PLACES = 200, 50


def main() -> None:
    """Seconds until everybody is answered, the statuses, and what the database holds."""
    for database in installation.DATABASES:
        with installation.demonstration(database) as made:
            app = lay(made, places=PLACES)
            with made.served() as server:
                answers = _storm(server.port)
            seconds = max(end for _, _, end in answers) - min(begin for _, begin, _ in answers)
            statuses = dict(Counter(status for status, _, _ in answers))
            report.figure(
                f"{database}: {PEOPLE} for {PLACES} places", f"{seconds:.1f} s, {statuses}", "≤ 6 s"
            )
            report.figure(f"{database}: in the database", _held(app), f"{PLACES} confirmed")


def _storm(port: int) -> list[tuple[int, float, float]]:
    start = Barrier(PEOPLE)
    with ThreadPoolExecutor(PEOPLE) as threads:
        return list(threads.map(lambda _: _come(port, start), range(PEOPLE)))


def _come(port: int, start: Barrier) -> tuple[int, float, float]:
    start.wait(60)
    began = perf_counter()
    return come(port), began, perf_counter()


def _held(app: Flask) -> str:
    with app.app_context():
        forum = db.session.scalars(sa.select(make.Forum).where(make.Forum.slug == "bench")).one()
        confirmed = db.session.scalar(
            sa.select(sa.func.count())
            .select_from(Registration)
            .where(Registration.forum_id == forum.id, Registration.state == State.CONFIRMED)
        )
        taken = db.session.scalar(sa.select(sa.func.sum(Quota.taken)).where(Quota.forum_id == forum.id))
        db.session.remove()
        db.engine.dispose()
    return f"{confirmed} confirmed, {taken} places taken"


if __name__ == "__main__":
    main()
