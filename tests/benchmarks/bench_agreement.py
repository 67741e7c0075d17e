"""The one-page summary of an agreement, from the record to a PDF."""

from time import perf_counter

import sqlalchemy as sa

from app.forums.models import Forum
from app.memoranda import jobs, queries
from app.memoranda.models import Agreement
from app.platform import documents
from app.platform.db import db
from tests.benchmarks import installation, report


def main() -> None:
    """The first in a process, which loads the engine, and the ones after it."""
    with installation.demonstration("SQLite") as made:
        app = made.app()
        with app.app_context():
            for number, one in enumerate(db.session.scalars(sa.select(Agreement).limit(4)).all()):
                agreement = db.session.scalars(queries.agreement(one.forum_id, one.ref)).one()
                forum = db.session.get_one(Forum, one.forum_id)
                began = perf_counter()
                pdf = documents.pdf(jobs.page(agreement, forum), lang="ar", title=agreement.title.said("ar"))
                told = f"{perf_counter() - began:.2f} s, {len(pdf) / 1000:.0f} kB"
                report.figure(f"summary {number + 1} in the same process", told, "≤ 4 s, in a job")
            db.session.remove()
            db.engine.dispose()


if __name__ == "__main__":
    main()
