"""The numbers on which kept pages hang: raised in the act's own transaction, and only by what is shown."""

from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa
from flask import Flask

from app.forums.models import Theme
from app.people.models import Kind, Organisation, Person
from app.platform.db import db, unit_of_work
from app.platform.page_versions import PageVersion, number, raise_for
from app.platform.text import Translated
from tests import make

_NUMBERS = sa.select(PageVersion.scope, PageVersion.number)


def numbers() -> dict[str, int]:
    db.session.rollback()
    return {row.scope: row.number for row in db.session.execute(_NUMBERS)}


def raised(before: dict[str, int]) -> set[str]:
    after = numbers()
    return {scope for scope in after if after[scope] != before.get(scope)}


def test_a_part_of_an_event_raises_that_event_alone(app: Flask) -> None:
    first, second = make.forum("first"), make.forum("second")
    before = numbers()
    make.hall(first)
    assert raised(before) == {f"forum:{first.id}"}
    before = numbers()
    make.theme(second)
    assert raised(before) == {f"forum:{second.id}"}
    assert numbers()[f"forum:{second.id}"] == before[f"forum:{second.id}"] + 1


def test_somebody_new_stands_on_no_page_yet(app: Flask) -> None:
    make.forum()
    before = numbers()
    with unit_of_work():
        db.session.add(Person(given_latin="Zineb"))
        db.session.add(Organisation(name=Translated(fr="Nouvelle"), kind=Kind.OTHER))
    assert raised(before) == set()


def test_a_name_is_shown_and_a_phone_is_not(app: Flask) -> None:
    person = Person(given_latin="Zineb")
    with unit_of_work():
        db.session.add(person)
    before = numbers()
    with unit_of_work():
        person.phone, person.note = "+212600000001", "a note"
    assert raised(before) == set()
    with unit_of_work():
        person.given_latin = "Zeineb"
    assert raised(before) == {"site"}


def test_a_statement_over_many_shown_rows_raises_every_page(app: Flask) -> None:
    make.theme(make.forum())
    before = numbers()
    with unit_of_work():
        db.session.execute(sa.update(Theme).values(colour="#000000"))
    assert raised(before) == {"site"}
    before = numbers()
    with unit_of_work():
        db.session.execute(sa.delete(Theme.__table__))
    assert raised(before) == {"site"}


def test_a_statement_that_adds_what_stands_on_no_page_yet_or_writes_what_nobody_sees_raises_nothing(
    app: Flask,
) -> None:
    make.person()
    before = numbers()
    with unit_of_work():
        db.session.execute(sa.insert(Person).values([{"given_latin": "Zineb"}, {"given_latin": "Driss"}]))
        db.session.execute(sa.update(Person).values(note="a note").execution_options(unseen=True))
    assert raised(before) == set()
    with unit_of_work():
        db.session.execute(sa.update(Person).values(given_latin="Zeineb"))
    assert raised(before) == {"site"}


def test_what_the_session_does_not_see_says_what_it_changed(app: Flask) -> None:
    before = numbers()
    with unit_of_work():
        raise_for("forum:7", "site")
        raise_for("forum:7")
    assert raised(before) == {"forum:7", "site"}
    with unit_of_work():
        pass
    assert len(numbers()) == 2


def test_the_release_of_a_savepoint_raises_nothing_and_the_commit_raises_once(app: Flask) -> None:
    with unit_of_work():
        raise_for("site")
    before = numbers()
    with unit_of_work():
        raise_for("site")
        with db.session.begin_nested():
            raise_for("forum:1")
        within = db.session.scalar(sa.select(number("site")))
    assert within == before["site"]
    assert numbers()["site"] == before["site"] + 1
    assert "forum:1" in numbers()


def test_two_writers_never_wait_for_each_other_crosswise_and_no_change_is_lost(app: Flask) -> None:
    scopes = ["forum:1", "forum:2", "site"]
    with unit_of_work():
        raise_for(*scopes)
    before = numbers()

    def write(place: int) -> None:
        with app.app_context():
            for _ in range(15):
                with unit_of_work():
                    for scope in scopes if place % 2 else reversed(scopes):
                        raise_for(scope)
            db.session.remove()

    with ThreadPoolExecutor(4) as people:
        list(people.map(write, range(4)))
    assert {scope: numbers()[scope] - before[scope] for scope in scopes} == dict.fromkeys(scopes, 60)
