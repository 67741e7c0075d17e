"""Duplicates: how often right, the time for one of 20,000 persons and for all of them; a big merge."""

from itertools import product
from time import perf_counter

import sqlalchemy as sa
from flask import Flask

from app.accounts.models import User
from app.people import duplicates, duplicates_search, merging, merging_undo
from app.people.merge_rows import Pair, Sort
from app.people.models import Person
from app.people.scope import Scope
from app.platform.db import db, unit_of_work
from app.programme.models import Participation
from app.programme.words import Part
from tests import make
from tests.benchmarks import installation, report
from tests.people import pairs

PERSONS, PARTS = 20_000, 5_000
_BEGINNINGS = ("بن", "بو", "ال", "اي", "عز", "مر", "كر", "سل", "زن", "حم", "طا", "فر", "نا", "وه", "شق", "دغ")
_ENDINGS = ("ادي", "يوي", "راني", "لالي", "موسي", "كيري", "جاوي", "سعيد", "قاسم", "نوري", "حسين", "طاهر")
_GIVEN = (
    "محمد", "أحمد", "يوسف", "حسن", "كريم", "رشيد", "سعيد", "عمر", "علي", "خالد", "فاطمة", "خديجة", "مريم",
    "زينب", "نادية", "سناء", "ليلى", "هدى", "أمينة", "سلمى", "عبد الله", "عبد الرحيم", "نور الدين", "إدريس",
)  # fmt: skip


def main() -> None:
    """The figures of the labelled pairs, then each database."""
    for part in ("tuned", "held_out"):
        for what, (precision, recall, _wrong) in pairs.measured(part).items():
            report.figure(f"{what}, {part} pairs", f"precision {precision:.3f}, recall {recall:.3f}")
    for database in installation.DATABASES:
        with installation.demonstration(database) as made:
            app = made.app()
            with app.app_context():
                _lay()
                _candidates(database)
                _search(database)
                _merge(database, app)
                db.session.remove()
                db.engine.dispose()


def _lay() -> None:
    """Persons, as many as there are, of names that are all different but for some."""
    middles = ("", "م", "ك", "س", "ر", "د", "ب", "ف", "ع", "ق", "ش")
    families = ["".join(one) for one in product(_BEGINNINGS, middles, _ENDINGS)]
    for start in range(0, PERSONS, 2000):
        with unit_of_work():
            db.session.add_all(
                Person(
                    given_ar=_GIVEN[number * 7 % len(_GIVEN)],
                    family_ar=families[number * 13 % len(families)],
                    phone=f"+2126{number:08}",
                    email=f"p{number}@example.org",
                )
                for number in range(start, start + 2000)
            )


def _candidates(database: str) -> None:
    everything = Scope(None)
    took = []
    for given, family in (
        ("Mohammed", "Benjellali"),
        ("محمد", "بوسعيد"),
        ("Fatima", "El Karim"),
        ("علي", "الحسين"),
    ):
        script = "latin" if given.isascii() else "ar"
        names = {f"given_{script}": given, f"family_{script}": family}
        for _ in range(10):
            began = perf_counter()
            duplicates.like(Person(**names), everything)
            took.append(perf_counter() - began)
    report.figure(f"{database}: candidates for one of {PERSONS}", report.spread(took), "50 ms")


def _search(database: str) -> None:
    began = perf_counter()
    duplicates_search.search()
    found = db.session.scalar(sa.select(sa.func.count(Pair.id)))
    report.figure(f"{database}: search in {PERSONS}", f"{perf_counter() - began:.1f} s, {found} pairs kept")


def _merge(database: str, _app: Flask) -> None:
    kept, gone = Person(given_ar="محمد", family_ar="واحد"), Person(given_ar="محمد", family_ar="واحد")
    session = make.session(make.forum("bench"))
    with unit_of_work():
        db.session.add_all([kept, gone])
    for start in range(0, PARTS, 1000):
        with unit_of_work():
            values = [
                {
                    "session_id": session.id,
                    "person_id": gone.id,
                    "unnamed": {},
                    "part": Part.SPEAKER,
                    "position": n,
                }
                for n in range(start, start + 1000)
            ]
            db.session.execute(sa.insert(Participation), values)
    by = db.session.scalars(sa.select(User)).first()
    assert by
    began = perf_counter()
    with unit_of_work():
        row = merging.merge(Sort.PERSON, kept.id, gone.id, versions=(1, 1), taken=(), by=by)
    merged = perf_counter() - began
    began = perf_counter()
    with unit_of_work():
        merging_undo.undo(row, by=by)
    undone = perf_counter() - began
    told = f"{merged * 1000:.0f} ms, undone in {undone * 1000:.0f} ms"
    report.figure(f"{database}: merge that moves {PARTS} parts", told, "250 ms")


if __name__ == "__main__":
    main()
