"""A forum `bench` with as many registrations as a great one has: names in both scripts, no two alike."""

import secrets
from datetime import timedelta

from flask import Flask

from app.platform import qr
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.registrations.models import Registration
from app.registrations.words import State
from tests import make
from tests.benchmarks.installation import Installation

ROWS = 20_000
BLOCK = 200
LIST = "/ar/office/bench/registrations"
_GIVEN = [
    ("أحمد", "Ahmed"),
    ("خديجة", "Khadija"),
    ("فاطمة الزهراء", "Fatima Zahra"),
    ("عبد الرحمان", "Abderrahmane"),
]
_FAMILY = [
    ("الخلفي", "Khalfi"),
    ("بنعبد الله", "Benabdellah"),
    ("الصفريوي", "Sefrioui"),
    ("العلمي", "El Alami"),
]
_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_STATES = [State.CONFIRMED] * 7 + [State.WAITING] * 2 + [State.CANCELLED]


def lay(made: Installation, rows: int = ROWS) -> Flask:
    """The forum and its registrations; the application that looks at them."""
    app = made.app()
    with app.app_context():
        forum = make.forum("bench")
        kinds = [make.category(forum, places=rows, name=f"الفئة {number}").id for number in range(5)]
        matrix = qr.matrix("bench")
        for first in range(0, rows, BLOCK):
            with unit_of_work():
                db.session.add_all(
                    _person(number, forum.id, kinds[number % 5], matrix)
                    for number in range(first, first + BLOCK)
                )
            db.session.expunge_all()
        db.session.remove()
        db.engine.dispose()
    return app


def _person(number: int, forum_id: int, category_id: int, matrix: str) -> Registration:
    given, family = _GIVEN[number % 4], _FAMILY[number // 4 % 4]
    tail = _LETTERS[number % 28] + _LETTERS[number // 28 % 28] + _LETTERS[number // 784 % 28]
    latin = "".join(chr(ord("a") + digit % 26) for digit in (number, number // 26, number // 676))
    return Registration(
        forum_id=forum_id,
        category_id=category_id,
        number=f"{100_000 + number}",
        state=_STATES[number % 10],
        given_ar=given[0],
        family_ar=f"{family[0]} {tail}",
        given_latin=given[1],
        family_latin=f"{family[1]} {latin}",
        function="رئيسة الجمعية",
        organisation=f"جمعية الأمل {number % 400}",
        email=f"{latin}{number}@example.org",
        phone=f"+2126{12_000_000 + number * 37}",
        locale="ar",
        form_token=secrets.token_hex(16),
        qr=matrix,
        created_at=now() - timedelta(minutes=number),
    )
