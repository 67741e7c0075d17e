"""What opening the registration asks of categories, what a new edition takes, what the public may choose."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.badges import queries as badges
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.text import Translated
from app.registrations import (
    actions,
    choosing,
    delegation_queries,
    places_copied,
    places_needs,
    ports,
    queries,
)
from app.registrations.models import Category
from app.registrations.words import Entry, Seen
from tests import make
from tests.queries import counted


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


def change(category: Category, **values: object) -> None:
    with unit_of_work():
        row = db.session.get_one(Category, category.id)
        for name, value in values.items():
            setattr(row, name, value)


def lacks(forum: Forum) -> list[tuple[str, bool]]:
    db.session.expire_all()
    return [(one.endpoint, one.blocks) for one in places_needs.missing(forum, State.OPEN)]


def test_registration_opens_with_a_category_that_somebody_can_enter(forum: Forum) -> None:
    assert lacks(forum) == [("categories.index", True)]
    category = make.category(forum)
    assert lacks(forum) == []
    change(category, seen=Seen.TEAM)
    assert lacks(forum) == [("categories.index", True)]
    change(category, seen=Seen.EVERYONE, closes_at=now() - timedelta(hours=1))
    assert lacks(forum) == [("categories.index", True)]
    make.category(forum, name="باء")
    assert lacks(forum) == [("categories.edit", False)]


def test_other_steps_ask_nothing_of_categories(forum: Forum) -> None:
    assert places_needs.missing(forum, State.ANNOUNCED) == []


def test_a_new_edition_takes_settings_and_no_dates_links_or_people(forum: Forum) -> None:
    category = make.category(forum, places=1)
    make.registration(forum, category)
    settings = {
        "about": Translated(fr="Pour qui"),
        "colour": "#2f3f8f",
        "entry": Entry.APPROVAL,
        "seen": Seen.LINK,
        "hold_hours": 24,
        "badge_design": "cr80",
    }
    change(category, closes_at=now(), link_serial=3, **settings)
    make.delegation(forum, category, places=4, names_until=now())
    new = make.forum("next")
    with unit_of_work():
        places_copied.categories(forum, new, None)
        places_copied.delegations(forum, new, None)
    made = db.session.scalars(queries.categories(new.id)).one()
    assert {name: getattr(made, name) for name in settings} == settings
    assert (made.closes_at, made.link_serial, made.quota.places, made.quota.taken) == (None, 1, 1, 0)
    (delegation,) = db.session.scalars(delegation_queries.delegations(new.id))
    assert (delegation.category_id, delegation.quota.places, delegation.names_until) == (made.id, 4, None)


def test_delegations_without_their_categories_do_not_come_along(forum: Forum) -> None:
    make.delegation(forum, make.category(forum))
    new = make.forum("next")
    with unit_of_work():
        places_copied.delegations(forum, new, None)
    assert db.session.scalars(delegation_queries.delegations(new.id)).all() == []


def test_what_the_public_may_choose_is_read_as_cheaply_for_three(forum: Forum) -> None:
    make.category(forum)
    db.session.refresh(forum)
    with counted() as few:
        choosing.listed(forum)
    for name in ("باء", "جيم"):
        make.category(forum, name=name)
    db.session.refresh(forum)
    with counted() as many:
        choosing.listed(forum)
    assert (len(many), len(few)) == (3, 3)


@pytest.mark.parametrize(
    ("values", "seen"),
    [
        ({}, [(True, False)]),
        ({"seen": Seen.LINK}, []),
        ({"seen": Seen.TEAM}, []),
        ({"entry": Entry.INVITATION}, []),
        ({"entry": Entry.APPROVAL}, [(True, True)]),
        ({"opens_at": now() + timedelta(days=1)}, [(False, False)]),
        ({"closes_at": now() - timedelta(days=1)}, []),
    ],
)
def test_the_public_is_shown_what_it_may_know(
    forum: Forum, values: dict[str, object], seen: list[tuple[bool, bool]]
) -> None:
    change(make.category(forum), **values)
    found = choosing.listed(forum)
    assert [(one.opens_at is None, bool(one.note)) for one in found] == seen


def test_nothing_is_free_beyond_what_the_whole_event_holds(forum: Forum) -> None:
    make.registration(forum, make.category(forum, places=10))
    with unit_of_work():
        actions.set_total(forum, 3, by=None)
    db.session.expire_all()
    assert [(one.free, one.is_full) for one in choosing.listed(forum)] == [(2, False)]


def test_a_badge_is_made_on_the_paper_of_its_category(forum: Forum) -> None:
    category = make.category(forum)
    assert list(ports.designs) == ["a6", "cr80"]
    assert badges.papers(category) == ["a6", "cr80"]
    change(category, badge_design="cr80")
    assert badges.papers(db.session.scalars(sa.select(Category)).one()) == ["cr80", "a6"]
    change(category, badge_design="gone")
    assert badges.paper(db.session.scalars(sa.select(Category)).one()) == "a6"
