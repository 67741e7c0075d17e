"""Names in two scripts, and how they are found and sorted."""

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from app.people.models import Kind, Organisation, Person, full_name
from app.people.queries import organisations
from app.people.regions import REGIONS
from app.platform.db import db, unit_of_work
from app.platform.i18n import using
from app.platform.text import Translated, search_words
from tests import make


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        (("خديجة", "العلمي", "Khadija", "El Alami"), {"ar": "خديجة العلمي", "fr": "Khadija El Alami"}),
        (("خديجة", "", "", ""), {"ar": "خديجة"}),
        (("", "", "", "El Alami"), {"fr": "El Alami"}),
        (("", "", "", ""), {}),
    ],
)
def test_a_name_stands_in_each_script_that_is_filled(parts: tuple[str, ...], shown: dict[str, str]) -> None:
    assert dict(full_name(*parts)) == shown


def test_a_person_without_any_name_is_refused(app: Flask) -> None:
    with pytest.raises(IntegrityError), unit_of_work():
        db.session.add(Person())


@pytest.mark.parametrize("query", ["احمد", "الخلفي", "khalfi", "ELKHALFI", "خلفي احمد", "El-Khalfi Ahmed"])
def test_a_person_is_found_whatever_the_spelling(app: Flask, query: str) -> None:
    with unit_of_work():
        db.session.add(
            Person(given_ar="أحمد", family_ar="الخلفي", given_latin="Ahmed", family_latin="El Khalfi")
        )
        db.session.add(Person(given_ar="مريم"))
    found = sa.select(Person.given_ar)
    for word in search_words(query):
        found = found.where(Person.search.contains(word, autoescape=True))
    assert db.session.scalars(found).all() == ["أحمد"]


def test_organisations_stand_in_the_order_of_the_reader(app: Flask) -> None:
    for ar, fr in (("جامعة", "Association"), ("آفاق", "Région"), ("إقليم", "Élan")):
        with unit_of_work():
            db.session.add(Organisation(name=Translated(ar=ar, fr=fr), kind=Kind.OTHER))
    seen = {}
    for locale in ("ar", "fr"):
        with using(locale):
            seen[locale] = [one.name[locale] for one in db.session.scalars(organisations())]
    assert seen == {"ar": ["آفاق", "إقليم", "جامعة"], "fr": ["Association", "Élan", "Région"]}


def test_a_later_department_points_at_the_one_whose_attributions_it_took_over(app: Flask) -> None:
    earlier = make.organisation("الوزارة الأولى", Kind.MINISTRY)
    later = make.organisation("الوزارة الثانية", Kind.MINISTRY)
    with unit_of_work():
        later.took_over_from_id = earlier.id
    names = db.session.scalars(sa.select(Organisation).order_by(Organisation.id)).all()
    assert [one.name["ar"] for one in names] == ["الوزارة الأولى", "الوزارة الثانية"]


def test_there_are_twelve_regions_each_in_both_languages() -> None:
    assert len(REGIONS) == 12
    assert {tuple(names) for names in REGIONS.values()} == {("ar", "fr")}
    assert len({name for names in REGIONS.values() for name in names.values()}) == 24
