"""`flask text reindex`: keys that an older version wrote are made anew."""

import sqlalchemy as sa
from flask import Flask

from app.people.models import Person
from app.platform.db import db
from app.platform.text_cli import BLOCK, reindex
from tests import make


def spoil() -> None:
    """Leave every person with the keys of another time."""
    with make.unit_of_work():
        db.session.execute(sa.update(Person.__table__).values(search="old", sort_ar=b"", sort_fr=b""))
    db.session.expire_all()


def keys() -> list[tuple[str, bytes, int]]:
    found = sa.select(Person.search, Person.sort_ar, Person.version).order_by(Person.id)
    return [tuple(row) for row in db.session.execute(found)]  # type: ignore[misc]


def test_stale_keys_are_written_anew_and_versions_stay(app: Flask) -> None:
    make.person()
    make.organisation()
    before = keys()
    spoil()
    assert reindex()["person"] == (1, 1)
    assert keys() == before
    assert {name: changed for name, (_seen, changed) in reindex().items() if changed} == {}


def test_more_rows_than_a_block_are_all_looked_at(app: Flask) -> None:
    with make.unit_of_work():
        db.session.add_all(Person(given_latin=f"Person {number}") for number in range(BLOCK + 3))
    spoil()
    assert reindex()["person"] == (BLOCK + 3, BLOCK + 3)
    assert all("person" in search for search, _sort, _version in keys())


def test_the_command_says_what_it_did(app: Flask) -> None:
    make.person()
    spoil()
    said = app.test_cli_runner().invoke(args=["text", "reindex"])
    assert said.exit_code == 0
    assert "person: 1 rows, 1 changed" in said.output
