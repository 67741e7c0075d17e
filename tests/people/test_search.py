"""Who is found by what: the table of page 3 §5.5 of the design."""

import pytest
import sqlalchemy as sa
from flask import Flask

from app.people.models import Person
from app.people.queries import matching
from app.platform.db import db
from tests import make

# Names as they stand in the directory: given and family name in Arabic, then in Latin letters.
ROWS = {
    "khalfi": ("مصطفى", "الخلفي", "", ""),
    "khalfi in Latin": ("", "", "Mustapha", "El Khalfi"),
    "abdellah": ("عبد الله", "بن عمر", "", ""),
    "benabdallah": ("", "", "Nabil", "Benabdallah"),
    "khadija": ("خديجة", "العلمي", "Khadija", "El Alami"),
    "zahra": ("فَاطِمَة الزهراء", "أكناو", "Fatima Zahra", "Aguenaou"),
    "haddou": ("إدريس", "آيت حدو", "Driss", "Aït Haddou"),
    "alma": ("", "", "Alma", "Benoist"),
    "madani": ("", "", "Salma", "Madani"),
    "oeuvre": ("", "", "Françoise", "Lecœur"),
    "walid": ("خالد", "بن الوليد", "", ""),
    "hadi": ("", "", "Omar", "Al Hadi"),
    "noureddine": ("", "", "Noureddine", "L’Mrabet"),
    "zakaria": ("زكرياء", "القباج", "", ""),
    "gov": ("هشام", "ݣنون", "", ""),
}
FOUND = [
    # spelling in Arabic
    ("مصطفي", "khalfi"),
    ("مصطفى الخلفي", "khalfi"),
    ("الخلفي مصطفى", "khalfi"),
    ("خلفي", "khalfi"),
    ("الخلفى", "khalfi"),
    ("مُصْطَفَى", "khalfi"),
    ("الخـــلفي", "khalfi"),
    ("ﺍﻟﺨﻠﻔﻲ", "khalfi"),
    ("الخلفی", "khalfi"),
    ("خديجه", "khadija"),
    ("خدیجة", "khadija"),
    ("علمي", "khadija"),
    ("زكريا", "zakaria"),
    ("زكرياء", "zakaria"),
    ("فاطمة", "zahra"),
    ("فاطمه الزهرا", "zahra"),
    ("الزهراء فاطمة", "zahra"),
    ("ادريس", "haddou"),
    ("إدريس ايت حدو", "haddou"),
    ("آيت حدو", "haddou"),
    ("ايتحدو", "haddou"),
    ("حدو", "haddou"),
    ("كنون", "gov"),
    ("گنون", "gov"),
    ("ڭنون", "gov"),
    ("عبدالله", "abdellah"),
    ("عبد الله", "abdellah"),
    ("عبدالله بن عمر", "abdellah"),
    ("بنعمر", "abdellah"),
    ("ابن عمر", "abdellah"),
    ("ﷲ", "abdellah"),
    ("بن الوليد", "walid"),
    ("بنوليد", "walid"),
    ("الوليد", "walid"),
    ("خالد بن وليد", "walid"),
    # spelling in Latin letters
    ("El Khalfi", "khalfi in Latin"),
    ("Elkhalfi", "khalfi in Latin"),
    ("Al-Khalfi", "khalfi in Latin"),
    ("ALKHALFI", "khalfi in Latin"),
    ("khalfi mustapha", "khalfi in Latin"),
    ("Khalfi", "khalfi in Latin"),
    ("Ben Abdallah", "benabdallah"),
    ("ben-abdallah nabil", "benabdallah"),
    ("BENABDALLAH", "benabdallah"),
    ("Ait Haddou", "haddou"),
    ("Aït-Haddou", "haddou"),
    ("AITHADDOU", "haddou"),
    ("francoise lecoeur", "oeuvre"),
    ("LECŒUR", "oeuvre"),
    ("Hadi", "hadi"),
    ("El Hadi", "hadi"),
    ("Elhadi", "hadi"),
    ("Nour-Eddine", "noureddine"),
    ("nour eddine", "noureddine"),
    ("Lmrabet", "noureddine"),
    ("L'Mrabet", "noureddine"),
    ("Fatima-Zahra", "zahra"),
    ("Ezzahra", "zahra"),
    ("Ez-Zahra", "zahra"),
    ("alma", "alma"),
    ("benoist alma", "alma"),
    # the other script, by the table of names
    ("Khalfi", "khalfi"),
    ("Elkhalfi Mostafa", "khalfi"),
    ("Mustafa", "khalfi"),
    ("الخلفي", "khalfi in Latin"),
    ("مصطفى", "khalfi in Latin"),
    ("Abdallah", "abdellah"),
    ("Abdellah", "abdellah"),
    ("بنعبد الله", "benabdallah"),
    ("نبيل", "benabdallah"),
    ("Hicham", "gov"),
    ("Guennoun", "gov"),
    ("Zakariae", "zakaria"),
    ("Kabbaj", "zakaria"),
    ("نور الدين", "noureddine"),
    ("سلمى", "madani"),
]
NOT_FOUND = [
    ("Alma", "khadija"),
    ("Oist", "khalfi"),
    ("Madani", "alma"),
    ("خلف الله", "khalfi"),
    ("khalifa", "khalfi"),
    ("الخليفة", "khalfi"),
    ("عبد الرحيم", "abdellah"),
    ("Abdelkader", "abdellah"),
    ("عبد الصمد", "benabdallah"),
    ("فاطمة أكرم", "zahra"),
    ("خديجة العلوي", "khadija"),
    ("Mustapha Alaoui", "khalfi in Latin"),
    ("haddad", "haddou"),
    ("حداد", "haddou"),
    ("٢٠٢٦", "khalfi"),
    ("Alilou", "walid"),
]


def found_by(query: str) -> set[str]:
    keys = {row.id: name for name, row in zip(ROWS, stocked(), strict=True)}
    return {keys[key] for key in db.session.scalars(matching(sa.select(Person.id), Person, query))}


def stocked() -> list[Person]:
    known = db.session.scalars(sa.select(Person).order_by(Person.id)).all()
    parts = ("given_ar", "family_ar", "given_latin", "family_latin")
    return list(known) or [make.person(**dict(zip(parts, names, strict=True))) for names in ROWS.values()]


def test_each_person_is_found_by_each_of_these_spellings(app: Flask) -> None:
    assert len(FOUND) >= 60
    missed = [(query, wanted) for query, wanted in FOUND if wanted not in found_by(query)]
    assert missed == []


def test_nobody_is_found_by_the_name_of_another(app: Flask) -> None:
    wrong = [(query, unwanted) for query, unwanted in NOT_FOUND if unwanted in found_by(query)]
    assert wrong == []


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("0612345678", True),
        ("06 12 34 56 78", True),
        ("٠٦١٢٣٤٥٦٧٨", True),
        ("+212 612345678", True),
        ("KHADIJA@example.org", True),
        ("0612345679", False),
        ("khadija@example.com", False),
    ],
)
def test_who_is_found_by_phone_or_mail(app: Flask, query: str, is_found: bool) -> None:
    make.person(phone="+212612345678", email="khadija@example.org")
    assert bool(db.session.scalars(matching(sa.select(Person.id), Person, query)).all()) is is_found
