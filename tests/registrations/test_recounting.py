"""The places counted again: drift is named, and set right when the operator says so."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.audit.models import Entry
from app.platform.db import db, unit_of_work
from app.registrations import marking, moving, recounting
from app.registrations.models import Mark, Quota, Registration
from app.registrations.words import State
from tests import make
from tests.queries import counted
from tests.registrations import storms


@pytest.fixture
def drifted(app: Flask) -> Quota:
    """A category that shows three more than it has."""
    forum = make.forum()
    category = make.category(forum)
    make.registration(forum, category)
    with unit_of_work():
        db.session.execute(sa.update(Quota).values(taken=Quota.taken + 3))
    return db.session.scalars(sa.select(Quota)).one()


def acts() -> list[tuple[str, object]]:
    wrong = sa.select(Entry).where(Entry.act.in_(["quota.drifted", "quota.mended"])).order_by(Entry.id)
    return [(one.act, one.details) for one in db.session.scalars(wrong)]


def forget_marks() -> None:
    with unit_of_work():
        db.session.execute(sa.delete(Mark))


def test_places_that_agree_are_said_to_agree(app: Flask) -> None:
    forum = make.forum()
    make.registration(forum, make.category(forum))
    done = app.test_cli_runner().invoke(args=["registrations", "recount"])
    assert (done.exit_code, done.output) == (0, "All places agree.\n")


def test_a_drift_is_named_and_the_command_fails(app: Flask, drifted: Quota) -> None:
    done = app.test_cli_runner().invoke(args=["registrations", "recount"])
    named = f"quota {drifted.id} (category of event {drifted.forum_id}): 4 taken, 1 counted, 10 places"
    assert (done.exit_code, done.output) == (1, f"Wrong: {named}.\n")
    assert storms.taken() == [4]


def test_mending_sets_it_right_and_leaves_it_in_the_log(app: Flask, drifted: Quota) -> None:
    done = app.test_cli_runner().invoke(args=["registrations", "recount", "--mend"])
    assert (done.exit_code, done.output.splitlines()[-1]) == (0, "All places agree.")
    assert storms.taken() == [1]
    assert acts() == [("quota.mended", {"changes": {"taken": [4, 1]}})]


def test_more_holders_than_places_cannot_be_mended_and_stay_named(app: Flask) -> None:
    forum = make.forum()
    make.registration(forum, make.category(forum, places=1))
    with unit_of_work():
        db.session.execute(sa.update(Quota).values(places=0))
    done = app.test_cli_runner().invoke(args=["registrations", "recount", "--mend"])
    assert (done.exit_code, done.output.splitlines()[-1].startswith("Still wrong: ")) == (1, True)


@pytest.mark.usefixtures("drifted")
def test_every_night_a_drift_is_named_in_the_log_and_nothing_is_changed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    recounting.name_drifts()
    assert "4 taken, 1 counted" in caplog.text
    assert acts() == [("quota.drifted", {"shown": 4, "counted": 1})]
    assert storms.taken() == [4]


@pytest.mark.usefixtures("drifted")
def test_the_organiser_reads_of_it_on_the_overview(client: FlaskClient) -> None:
    forum = db.session.scalars(sa.select(make.Forum)).one()
    page = make.enter(client, make.account(Role.ORGANISER, forum)).get(f"/fr/office/{forum.slug}/")
    assert "flask registrations recount --mend" in page.text
    with unit_of_work():
        recounting.mend(db.session.scalars(sa.select(Quota.id)).one())
    assert "flask registrations recount" not in client.get(f"/fr/office/{forum.slug}/").text


def test_counting_asks_once_however_many_quotas_there_are(app: Flask) -> None:
    forum = make.forum()
    for number in range(3):
        make.category(forum, name=f"فئة {number}")
        with counted() as statements:
            recounting.drifts(forum.id)
        assert len([one for one in statements if one.startswith("SELECT")]) == 1


def test_who_came_before_there_were_marks_is_marked_once_and_the_first_of_two_alike(app: Flask) -> None:
    forum = make.forum()
    category = make.category(forum)
    cancelled = make.registration(forum, category, email="gone@example.org")
    with unit_of_work():
        moving.cancel(cancelled)
    first = make.registration(forum, category)
    forget_marks()
    second = make.registration(forum, category)
    forget_marks()
    assert marking.mark_all() == (1, 1)
    assert set(db.session.scalars(sa.select(Mark.registration_id))) == {first.id}
    done = app.test_cli_runner().invoke(args=["registrations", "mark"])
    assert done.output.startswith("Marked: 0. Left without, as another of the same name and contact")
    assert db.session.get_one(Registration, second.id).state is State.CONFIRMED
