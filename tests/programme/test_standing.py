"""What stands in halls and on days, in the draft and in what the public reads."""

from datetime import date, timedelta

import pytest
from flask import Flask

from app.forums.models import Forum
from app.platform.clock import at
from app.platform.db import unit_of_work
from app.platform.i18n import listing, plural, using
from app.platform.text import Translated, isolate
from app.programme import actions, standing
from tests import make
from tests.queries import counted

DAY = date(2026, 6, 1)


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum(starts_on=DAY, ends_on=DAY + timedelta(days=1))


def said(draft: int, public: int) -> str:
    """What is told of a hall."""
    released = ("%(num)d session of the released programme", "%(num)d sessions of the released programme")
    told = [
        *([str(plural("%(num)d session", "%(num)d sessions", draft))] if draft else []),
        *([str(plural(*released, public))] if public else []),
    ]
    return str(listing(told))


def test_a_hall_tells_the_draft_and_the_release_of_now(forum: Forum) -> None:
    halls = [make.hall(forum) for _ in range(3)]
    made = make.session(forum, hall_id=halls[0].id)
    make.session(forum, hall_id=halls[1].id, starts_at=at(DAY, 15))
    make.release(forum)
    with unit_of_work():
        actions.edit(made, {"hall_id": halls[1].id}, version=made.version, by=None)
    with using("fr"):
        assert standing.in_halls([one.id for one in halls]) == {
            halls[0].id: said(0, 1),
            halls[1].id: said(2, 1),
        }
    make.release(forum)
    with using("fr"):
        assert standing.in_halls([one.id for one in halls]) == {halls[1].id: said(2, 2)}


def test_many_halls_ask_as_much_as_one(forum: Forum) -> None:
    keys = [make.hall(forum).id for _ in range(3)]
    standing.in_halls(keys)  # the transaction has begun
    with counted() as one:
        standing.in_halls(keys[:1])
    with counted() as three:
        standing.in_halls(keys)
    assert len(one) == len(three)


def test_sessions_outside_new_dates_are_named_once(forum: Forum) -> None:
    made = make.session(forum, title=Translated(fr="Première"), starts_at=at(DAY, 9))
    make.session(forum, title=Translated(fr="Seconde"), starts_at=at(DAY + timedelta(days=1), 9))
    make.session(forum, title=Translated(fr="Sans heure"), starts_at=None)
    make.release(forum)
    first, second = isolate("Première"), isolate("Seconde")
    with using("fr"):
        assert standing.outside(forum, DAY, DAY + timedelta(days=1)) == []
        assert standing.outside(forum, DAY + timedelta(days=1), DAY + timedelta(days=1)) == [first]
        assert standing.outside(forum, None, None) == [first, second]
    with unit_of_work():
        actions.remove(made, by=None)
    with using("fr"):  # the public still reads of it
        assert standing.outside(forum, DAY + timedelta(days=1), DAY + timedelta(days=1)) == [first]
