"""A spreadsheet of 5,000 persons: read, checked, saved; then the same once more, all there already."""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import product
from time import perf_counter, process_time

import sqlalchemy as sa
import xlsxwriter
from flask import Flask

from app.accounts.models import Role, User
from app.people import import_checking, import_queries, import_saving, importing, names
from app.people.import_fields import guess
from app.people.import_rows import Import
from app.people.merge_rows import Sort
from app.platform import storage, tables_in
from app.platform.db import db, unit_of_work
from tests import make
from tests.benchmarks import installation, report

ROWS = 5_000
HEADS = ["Prénom", "Nom", "الاسم الشخصي", "الاسم العائلي", "Tél.", "البريد", "Organisme", "Fonction"]


def main() -> None:
    """On both databases, as one job after the other does it."""
    data = workbook()
    for database in installation.DATABASES:
        with installation.demonstration(database) as made:
            app = made.app()
            with app.app_context():
                forum = make.forum("bench")
                user = make.account(Role.ORGANISER, forum)
                _measure(app, f"{database}: 5,000 new persons", data, user, forum.id)
                _measure(app, f"{database}: the same 5,000 again", data, user, forum.id)
                db.session.remove()
                db.engine.dispose()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    report.figure("memory of the process at most", f"{peak:.0f} MB")


def workbook() -> bytes:
    """Names of the table, each pair once, every tenth row with an organisation of its own."""
    given, family = names.pairs("given", "f") + names.pairs("given", "m"), names.pairs("family")
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADS)
    step = max(1, len(given) * len(family) // ROWS)
    pairs = [one for at, one in enumerate(product(given, family)) if at % step == 0][:ROWS]
    for number, (first, last) in enumerate(pairs, 1):
        mail, phone = f"n{number}@exemple.ma", f"06{number:08}"
        where = f"جمعية النموذج {number // 10}"
        sheet.write_row(number, 0, [first[1], last[1], first[0], last[0], phone, mail, where, "Membre"])
    book.close()
    return out.getvalue()


def _measure(app: Flask, name: str, data: bytes, user: User, forum_id: int) -> None:
    with _writes() as took:
        began, cpu = perf_counter(), process_time()
        table = tables_in.read(data)
        read_s = perf_counter() - began
        stored = storage.put(data)
        with unit_of_work():
            row = importing.begin(
                table, stored, sort=Sort.PERSON, forum_id=forum_id, filename="bench.xlsx", by=user
            )
        with unit_of_work():
            importing.choose_columns(row, guess(Sort.PERSON, row.heads, row.sample), version=row.version)
        key = row.id
        checked_s = _timed(lambda: import_checking.check(key))
        row = db.session.get_one(Import, key)
        counts = import_queries.counts(key)
        with unit_of_work():
            importing.confirm(row, version=row.version)
        saved_s = _timed(lambda: import_saving.save(key))
    cpu = process_time() - cpu
    whole = read_s + checked_s + saved_s
    told = f"{whole:.1f} s: read {read_s:.2f}, checked {checked_s:.1f}, saved {saved_s:.1f}; {cpu:.1f} s CPU"
    report.figure(name, f"{told} (add {counts.add}, skip {counts.skip}, wrong {counts.wrong})", "≤ 15 s")
    report.figure("   write transactions", f"{len(took)}, {report.spread(took)}", "none over 250 ms")


def _timed(work: Callable[[], None]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


@contextmanager
def _writes() -> Iterator[list[float]]:
    """The seconds of each write transaction inside the block."""
    took: list[float] = []
    begun: dict[int, float] = {}

    def begin(connection: sa.Connection) -> None:
        if connection.get_execution_options().get("writes"):
            begun[id(connection)] = perf_counter()

    def commit(connection: sa.Connection) -> None:
        if id(connection) in begun:
            took.append(perf_counter() - begun.pop(id(connection)))

    sa.event.listen(db.engine, "begin", begin)
    sa.event.listen(db.engine, "commit", commit)
    try:
        yield took
    finally:
        sa.event.remove(db.engine, "begin", begin)
        sa.event.remove(db.engine, "commit", commit)


if __name__ == "__main__":
    main()
