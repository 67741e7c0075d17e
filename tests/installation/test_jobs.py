"""The administrator's page of jobs."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.audit.models import Entry
from app.installation import jobs_actions, jobs_queries
from app.platform import jobs
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.jobs_rows import Job, JobLeader, State
from app.platform.mail_rows import OutgoingMail
from app.platform.mail_rows import State as MailState
from tests import forms, make
from tests.queries import counted

PAGE = "/fr/administration/jobs"


@pytest.fixture
def office(client: FlaskClient) -> FlaskClient:
    return make.enter(client, make.account(Role.ADMINISTRATOR))


def add(state: State, name: str = "mail.deliver", **values: Any) -> int:
    filled = {"args": {"row_id": 12}, "ended_at": now()}
    with unit_of_work():
        job = Job(name=name, state=state, **(filled | values))
        db.session.add(job)
    return job.id


def lead(until: timedelta) -> None:
    with unit_of_work():
        db.session.add(JobLeader(role="sweep", holder="a", until=now() + until))


def press(client: FlaskClient, path: str) -> int:
    token = forms.held(client.get("/fr/office/"))["csrf_token"]
    return client.post(path, data={"csrf_token": token}).status_code


def state_of(job_id: int) -> State:
    db.session.rollback()
    return db.session.scalars(sa.select(Job.state).where(Job.id == job_id)).one()


def acts() -> list[tuple[str, int, Any]]:
    found = db.session.scalars(sa.select(Entry).where(Entry.subject_kind == "job").order_by(Entry.id))
    return [(one.act, one.subject_id, one.details) for one in found]


def test_every_job_has_its_name_in_words(built: Flask) -> None:
    nameless = [name for name, label in jobs.LABELS.items() if label == name]
    assert [name for name in nameless if not name.startswith("test.")] == []


def test_a_failed_job_stands_there_with_its_reason_from_left_to_right(office: FlaskClient) -> None:
    make.failed_job(last_error="OSError: <no> disk")
    page = office.get(PAGE).text
    assert '<bdi class="hash" dir="ltr">OSError: &lt;no&gt; disk</bdi>' in page
    assert "OSError" not in office.get(f"{PAGE}?state=done").text
    assert "OSError" in office.get(f"{PAGE}?state=nonsense").text


@pytest.mark.parametrize("state", [State.QUEUED, State.DONE, State.CANCELLED])
def test_each_state_has_its_list(office: FlaskClient, state: State) -> None:
    add(state, name="test.of_lists")
    found = {one: "test.of_lists" in office.get(f"{PAGE}?state={one}").text for one in State}
    assert found == {one: one is state for one in State}


def test_a_long_list_comes_in_pages(office: FlaskClient) -> None:
    for _ in range(51):
        make.failed_job()
    pages = [office.get(f"{PAGE}?state=failed&page={page}").text for page in (1, 2)]
    assert [len(re.findall(r"/jobs/\d+/retry", page)) for page in pages] == [50, 1]


def test_what_a_job_is_about_is_not_told(office: FlaskClient) -> None:
    add(State.DONE, args={"account_id": 0, "public_id": "1819fa2b"})
    assert "1819fa2b" not in office.get(f"{PAGE}?state=done").text


def test_a_failed_job_is_tried_again_once_and_the_log_says_so(office: FlaskClient) -> None:
    job = make.failed_job(attempts=5)
    assert press(office, f"{PAGE}/{job.id}/retry") == 303
    db.session.rollback()
    assert (job.state, job.attempts) == (State.QUEUED, 0)
    assert press(office, f"{PAGE}/{job.id}/retry") == 409
    assert acts() == [("job.retried", job.id, {"kind": "mail.deliver"})]


def test_all_that_failed_is_tried_again_in_blocks(
    office: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_actions, "BLOCK", 2)
    failed = [make.failed_job().id for _ in range(5)]
    others = [add(State.CANCELLED), add(State.DONE)]
    assert press(office, f"{PAGE}/retry") == 303
    assert [state_of(one) for one in failed] == [State.QUEUED] * 5
    assert [state_of(one) for one in others] == [State.CANCELLED, State.DONE]
    assert [act for act, _id, _details in acts()] == ["job.retried"] * 5
    assert "5" in office.get(PAGE).text.partition('role="status"')[2].partition("</div>")[0]


def test_a_running_job_shows_how_far_it_is_and_stops_when_asked(office: FlaskClient) -> None:
    job = add(State.RUNNING, done=340, total=600, ended_at=None, started_at=now())
    page = office.get(PAGE, headers={"HX-Request": "true"}).text
    assert '<progress max="600" value="340"' in page
    assert 'hx-trigger="every 2s"' in page
    assert "<html" not in page
    assert press(office, f"{PAGE}/{job}/stop") == 303
    db.session.rollback()
    assert db.session.scalars(sa.select(Job.stop_asked)).one() is True
    assert f"{job}/stop" not in office.get(PAGE).text
    assert acts() == [("job.stopped", job, {"kind": "mail.deliver"})]


def test_what_runs_no_more_is_not_stopped(office: FlaskClient) -> None:
    assert press(office, f"{PAGE}/{add(State.DONE, total=600)}/stop") == 409
    assert acts() == []


def test_a_page_on_which_nothing_runs_does_not_ask_again(office: FlaskClient) -> None:
    assert "hx-trigger" not in office.get(PAGE).text


def test_a_missing_worker_is_shown_with_the_command_that_starts_one(office: FlaskClient) -> None:
    assert "flask --app wsgi jobs work" in office.get(PAGE).text
    lead(timedelta(seconds=20))
    assert "flask --app wsgi jobs work" not in office.get(PAGE).text


def test_a_worker_whose_lead_ran_out_is_missing(office: FlaskClient) -> None:
    lead(timedelta(seconds=-1))
    assert "flask --app wsgi jobs work" in office.get(PAGE).text


def test_a_job_that_comes_back_shows_both_runs_and_is_in_no_list(office: FlaskClient) -> None:
    jobs.plant()
    with unit_of_work():
        db.session.execute(sa.update(Job).where(Job.name == "jobs.forget").values(last_error="KeyError: 1"))
    page = office.get(f"{PAGE}?state=queued").text
    assert page.count("KeyError: 1") == 1
    assert db.session.scalars(jobs_queries.in_state(State.QUEUED)).all() == []
    assert [row.name for row in jobs_queries.periodic()] == sorted(jobs.periodic())


@pytest.mark.parametrize(
    ("failed", "ended", "tone"),
    [
        (19, 19, "calm"),
        (0, 200, "calm"),
        (1, 200, "calm"),
        (1, 100, "attention"),
        (4, 100, "attention"),
        (5, 100, "urgent"),
        (20, 20, "urgent"),
    ],
)
def test_the_rate_alarms_by_its_part_and_from_twenty_runs_on(failed: int, ended: int, tone: str) -> None:
    assert jobs_queries.Rate(ended, failed).tone == tone


def test_the_figures_count_single_jobs_of_the_last_day(app: Flask) -> None:
    make.failed_job("memoranda.document")
    make.failed_job("memoranda.document", ended_at=now() - timedelta(hours=25))
    make.failed_job("jobs.forget")
    for state in (State.DONE, State.CANCELLED, State.RUNNING):
        add(state, "memoranda.document")
    add(State.QUEUED, due_at=now() - timedelta(minutes=6))
    add(State.QUEUED, due_at=now() - timedelta(minutes=4))
    found = jobs_queries.figures()
    assert (found.jobs, found.late, found.worked) == (jobs_queries.Rate(3, 1), 1, False)


def test_many_letters_do_not_hide_jobs_that_fail_and_have_their_own_rate(office: FlaskClient) -> None:
    for _ in range(20):
        make.failed_job("memoranda.document")
        add(State.DONE)
    forum, moment = make.forum(), now()
    old = moment - timedelta(hours=25)
    ends: list[dict[str, Any]] = [
        {"state": MailState.SENT, "sent_at": moment},
        {"state": MailState.SENT, "sent_at": old},
        {"state": MailState.FAILED, "lease_until": moment, "created_at": old},
        {"state": MailState.FAILED, "lease_until": old, "created_at": old},
        {"state": MailState.FAILED, "lease_until": old, "created_at": old, "bounced_at": moment},
        {"state": MailState.FAILED},
        {"state": MailState.WAITING},
    ]
    for values in ends:
        letter = make.letter(forum)
        with unit_of_work():
            db.session.execute(sa.update(OutgoingMail).where(OutgoingMail.id == letter.id).values(**values))
    found = jobs_queries.figures()
    assert (found.jobs, found.letters) == (jobs_queries.Rate(20, 20), jobs_queries.Rate(4, 3))
    assert found.jobs.tone == "urgent"
    page = office.get(PAGE).text
    assert "20 sur 20, soit 100\u00a0%" in page
    assert "3 sur 4, soit 75\u00a0%" in page


def test_more_rows_cost_no_more_queries(office: FlaskClient) -> None:
    asked = []
    for count in (1, 2):
        for _ in range(count):
            make.failed_job()
            add(State.RUNNING, done=1, total=2)
        with counted() as statements:
            assert office.get(PAGE).status_code == 200
        asked.append(len(statements))
    assert asked[0] == asked[1]
