"""One act on the registrations that were ticked: told before, done one by one, told after."""

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Membership, Role
from app.audit.models import Entry
from app.forums.models import Forum
from app.platform import jobs
from app.platform.db import db, unit_of_work
from app.platform.jobs_rows import Job
from app.platform.jobs_rows import State as JobState
from app.platform.mail_rows import OutgoingMail
from app.registrations import batches
from app.registrations.batch_rows import Batch, BatchRow
from app.registrations.models import Category, Quota, Registration
from app.registrations.words import State
from tests import forms, make

LIST = "/fr/office/live/registrations"


@pytest.fixture
def forum(client: FlaskClient) -> Forum:
    made = make.forum()
    make.enter(client, make.account(Role.REGISTRAR, made))
    return made


@pytest.fixture
def category(forum: Forum) -> Category:
    return make.category(forum, places=3)


def people(of: Forum, kind: Category, count: int, state: State = State.PENDING) -> list[Registration]:
    """So many who hold no place, by the names A0, A1 and on."""
    rows = [
        Registration(
            forum_id=of.id,
            category_id=kind.id,
            number=f"{300_000 + number}",
            state=state,
            family_latin=f"A{number}",
            email=f"a{number}@example.org",
            locale="fr",
            form_token=f"t{number}",
            qr="",
        )
        for number in range(count)
    ]
    with unit_of_work():
        db.session.add_all(rows)
    return rows


def post(client: FlaskClient, deed: str, rows: list[Registration], **values: Any) -> Any:
    """The rows ticked in the list, and the button of the act."""
    token = forms.held(client.get(LIST), "acts/approval")["csrf_token"]
    sent = {"csrf_token": token, "id": [row.id for row in rows], **values}
    return client.post(f"{LIST}/acts/{deed}", data=sent)


def states(kind: Category) -> list[str]:
    db.session.rollback()
    found = sa.select(Registration.state).where(Registration.category_id == kind.id)
    return [one.value for one in db.session.scalars(found.order_by(Registration.id))]


def taken(kind: Category) -> int:
    return db.session.scalars(sa.select(Quota.taken).where(Quota.category_id == kind.id)).one()


def test_the_page_before_says_how_many_which_not_and_what_is_free(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    rows = people(forum, category, 6)
    with unit_of_work():
        rows[0].state = State.CANCELLED
    page = post(client, "approval", rows)
    assert page.status_code == 200
    assert forms.held(page)["count"] == "5"
    assert re.findall(r"<li>([^<]*\(1\))</li>", page.text) == ["Annulée par la personne (1)"]
    cells = re.findall(r'<td data-label="[^"]*">(.*?)</td>', page.text.partition("<caption")[2])
    assert (cells[1], "state attention" in cells[2]) == ("5", True)
    assert states(category) == ["cancelled", *["pending"] * 5]


def test_places_go_to_who_came_first_and_the_others_are_named(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    rows = people(forum, category, 5)
    done = post(client, "approval", rows[::-1], count="5")
    assert done.status_code == 303
    assert (states(category), taken(category)) == ([*["confirmed"] * 3, "pending", "pending"], 3)
    page = client.get(done.location).text
    assert [row.number for row in rows if f"{LIST}/{row.number}" in page] == [rows[3].number, rows[4].number]
    assert "Associations" in page.partition('id="refused"')[2]


def test_a_refusal_of_many_asks_for_the_reason_and_keeps_what_was_written(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    rows = people(forum, category, 2)
    wrong = post(client, "refusal", rows, count="2", usual="", words="")
    assert (wrong.status_code, states(category)) == (422, ["pending", "pending"])
    assert forms.held(wrong)["count"] == "2"
    assert post(client, "refusal", rows, count="2", usual="late").status_code == 303
    assert states(category) == ["refused", "refused"]
    db.session.expire_all()
    assert len({row.reason for row in rows}) == 1
    assert rows[0].reason != ""


@pytest.mark.parametrize(
    ("deed", "left"), [("waiting", "waiting"), ("withdrawal", "withdrawn"), ("contact", "pending")]
)
def test_each_act_does_what_it_says(
    client: FlaskClient, forum: Forum, category: Category, deed: str, left: str
) -> None:
    rows = people(forum, category, 2)
    assert post(client, deed, rows, count="2", usual="asked").status_code == 303
    assert states(category) == [left, left]
    db.session.expire_all()
    assert [row.contact_verified_at is not None for row in rows] == [deed == "contact"] * 2


def test_who_changes_category_takes_a_place_there_and_gives_one_back(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    other = make.category(forum, places=1, name="الصحافة")
    rows = [
        make.registration(forum, category, given_latin=name, given_ar="", family_ar="") for name in ("A", "B")
    ]
    done = post(client, "category", rows, count="2", category_id=other.id)
    assert done.status_code == 303
    assert (taken(category), taken(other)) == (1, 1)
    assert f"{LIST}/{rows[1].number}" in client.get(done.location).text


def test_letters_go_to_those_who_have_an_e_mail(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    rows = people(forum, category, 2)
    with unit_of_work():
        rows[1].email, rows[1].phone = "", "+212612345678"
    assert forms.held(post(client, "letter", rows))["count"] == "1"
    assert post(client, "letter", rows, count="1").status_code == 303
    told = db.session.scalars(sa.select(OutgoingMail.subject_id)).all()
    assert told == [rows[0].id]


def test_what_is_possible_with_none_is_refused_with_the_reason(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    rows = people(forum, category, 2, State.CANCELLED)
    answer = post(client, "approval", rows)
    assert answer.status_code == 409
    assert "Annulée par la personne (2)" in answer.text


def test_many_are_left_to_a_job_that_goes_on_where_it_was_killed(
    app: Any, client: FlaskClient, forum: Forum
) -> None:
    wide = make.category(forum, places=100)
    rows = people(forum, wide, batches.AT_ONCE + 1)
    done = post(client, "approval", rows, count=str(len(rows)))
    page = client.get(done.location)
    assert (taken(wide), 'hx-trigger="every 1s"' in page.text) == (0, True)
    with unit_of_work():  # as after a worker that was killed: one is done, and its row says so
        db.session.execute(
            sa.update(BatchRow).where(BatchRow.registration_id == rows[0].id).values(is_done=True)
        )
    jobs.run_due(app)
    assert states(wide) == ["pending", *["confirmed"] * batches.AT_ONCE]
    assert "hx-trigger" not in client.get(done.location).text
    jobs.run_due(app)
    assert taken(wide) == batches.AT_ONCE


def test_nobody_acts_in_the_name_of_who_lost_the_right_and_another_goes_on_in_their_own(
    app: Any, client: FlaskClient, forum: Forum
) -> None:
    wide = make.category(forum, places=100)
    rows = people(forum, wide, batches.AT_ONCE + 2)
    done = post(client, "approval", rows, count=str(len(rows)))
    batch = db.session.scalars(sa.select(Batch)).one()
    began, other = batch.by_id, make.account(Role.REGISTRAR, forum, email="other@example.org")
    with unit_of_work():
        db.session.execute(sa.delete(Membership).where(Membership.user_id == began))
        db.session.execute(
            sa.update(BatchRow).where(BatchRow.registration_id == rows[0].id).values(is_done=True)
        )
        db.session.execute(sa.update(Job).where(Job.id == batch.job_id).values(state=JobState.CANCELLED))
    make.enter(client, other)
    assert forms.send(client, done.location).status_code == 303
    jobs.run_due(app)
    assert states(wide) == ["pending", *["confirmed"] * (batches.AT_ONCE + 1)]
    told = sa.select(Entry.actor_id, Entry.details).where(Entry.act == "registrations.acted")
    logged = [(who, details["rows"]) for who, details in db.session.execute(told.order_by(Entry.id))]
    assert logged == [(began, len(rows)), (other.id, len(rows) - 1)]
    late = make.batch(forum, rows[:1], deed="approval")
    with unit_of_work():
        late.by_id = began
    batches.run(late.id)
    assert db.session.scalars(sa.select(BatchRow.is_done).where(BatchRow.batch_id == late.id)).all() == [
        False
    ]
    assert states(wide)[0] == "pending"


def test_strangers_are_not_ticked_and_their_acts_not_read(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    people(forum, category, 1)
    elsewhere = make.forum("other")
    stranger = make.registration(elsewhere, make.category(elsewhere))
    batch = make.batch(elsewhere, [stranger])
    assert post(client, "withdrawal", [stranger]).status_code == 409
    assert client.get(f"{LIST}/acts/{batch.id}").status_code == 404


def test_old_acts_on_many_are_forgotten(forum: Forum, category: Category) -> None:
    rows = people(forum, category, 1)
    old, new = make.batch(forum, rows), make.batch(forum, rows)
    with unit_of_work():
        old.created_at -= batches.KEPT * 2
    batches.forget()
    assert db.session.scalars(sa.select(Batch.id)).all() == [new.id]
    assert db.session.scalars(sa.select(BatchRow.batch_id)).all() == [new.id]
