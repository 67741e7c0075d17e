"""The log of the whole installation: searched, taken away as a table, its chain checked."""

import csv
import io
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role, User
from app.audit import actions, chain, people
from app.audit.models import Entry
from app.installation import log, log_check
from app.platform import jobs, operator
from app.platform.db import db, unit_of_work
from app.platform.i18n import _, using
from app.platform.jobs_rows import Job
from tests import forms, make, queries

LOG, EXPORT, CHECK = "/fr/administration/log", "/fr/administration/log.csv", "/fr/administration/log/check"


@pytest.fixture
def administrator(client: FlaskClient, app: Flask) -> FlaskClient:
    make.forum()
    return make.enter(client, make.account(Role.ADMINISTRATOR))


def acts() -> list[str]:
    return list(db.session.scalars(sa.select(Entry.act).order_by(Entry.id)))


def listed(client: FlaskClient, query: str = "") -> int:
    page = client.get(f"{LOG}?{query}")
    assert page.status_code == 200
    return page.text.partition("<tbody>")[2].count("<tr>")


def exported(client: FlaskClient, query: str = "") -> list[list[str]]:
    with client.get(f"{EXPORT}?{query}") as answer:
        assert (answer.status_code, answer.mimetype) == (200, "text/csv")
        assert answer.data.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""), delimiter=";"))


def flashed(client: FlaskClient) -> str:
    """The page after the chain was checked."""
    answer = forms.send(client, CHECK, page=LOG)
    assert (answer.status_code, answer.location) == (303, LOG)
    return client.get(LOG).text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 6),
        ("act=forum.created", 2),
        ("person=0", 5),
        ("forum=2", 2),
        ("kind=hall", 1),
        ("kind=hall&subject=1", 1),
        ("kind=hall&subject=2", 0),
        ("words=Boss", 1),
        ("forum=1&act=hall.added", 0),
    ],
)
def test_the_log_holds_every_event_and_is_narrowed(
    administrator: FlaskClient, query: str, found: int
) -> None:
    make.hall(make.forum("other"))
    with unit_of_work():
        boss = db.session.scalars(sa.select(User)).one()
        boss.name = "Boss"
        actions.record("forum.moved", operator.held(), by=boss)
    assert listed(administrator, query) == found


@pytest.mark.parametrize("query", ["forum=99", "kind=unheard", "subject=x", "person=77", "since=31"])
def test_a_question_that_cannot_be_is_refused_at_its_field(administrator: FlaskClient, query: str) -> None:
    assert administrator.get(f"{LOG}?{query}").status_code == 422
    assert administrator.get(f"{EXPORT}?{query}").status_code == 409


def test_the_table_reads_back_and_runs_nothing(administrator: FlaskClient) -> None:
    with unit_of_work():
        user = db.session.scalars(sa.select(User)).one()
        user.name = "=1+1"
        actions.record("forum.moved", operator.held(), by=user, changes={"state": ["\u202bopen", "closed"]})
    chain.chain()
    heads, *rows = exported(administrator, "act=forum.moved")
    assert (len(heads), len(rows)) == (8, 1)
    (row,) = rows
    assert (row[0], row[3]) == ("4", "'=1+1")
    with using("fr"):
        assert row[7] == _("%(label)s: %(value)s", label=_("State"), value="open → closed")


def test_what_is_exported_is_what_is_asked_and_is_recorded(administrator: FlaskClient) -> None:
    count = len(acts())
    assert len(exported(administrator)) == 1 + count
    assert len(exported(administrator, "act=forum.created")) == 2
    told = db.session.scalars(sa.select(Entry.details).where(Entry.act == "log.exported").order_by(Entry.id))
    assert [one["rows"] for one in told if one] == [count, 1]


def test_a_whole_chain_is_said_to_be_whole(administrator: FlaskClient) -> None:
    made = chain.chain()
    with using("fr"):
        sentence = _("The chain is whole. Operations checked: %(count)s.", count=made)
    assert sentence in flashed(administrator)
    assert last_check() == {"checked": made, "faults": 0}


def test_a_broken_chain_is_said_to_be_broken_at_its_first_fault(administrator: FlaskClient) -> None:
    chain.chain()
    with unit_of_work():
        db.session.execute(sa.text("UPDATE audit_entry SET act = 'theme.added' WHERE id = 2"))
    page = flashed(administrator)
    with using("fr"):
        assert _("The chain is broken at operation no. %(number)s.", number=2) in page
        assert str(_("the operation was edited")) in page
    checked = (last_check() or {})["checked"]
    assert last_check() == {"checked": checked, "faults": 1, "number": 2}


def test_the_log_asks_the_same_number_of_questions_for_one_line_and_for_three(
    administrator: FlaskClient,
) -> None:
    counts = []
    for _number in range(3):
        listed(administrator)
        with queries.counted() as seen:
            listed(administrator)
        counts.append(len(seen))
        make.hall(make.forum(f"other-{_number}"))
    assert counts[0] == counts[1] == counts[2] > 0


def test_a_page_keeps_what_was_asked(administrator: FlaskClient) -> None:
    with unit_of_work():
        for number in range(60):
            actions.record("hall.added", operator.held(), by=None, page=number)
    assert listed(administrator, "act=hall.added") == 50
    page = administrator.get(f"{LOG}?act=hall.added").text
    assert f"{LOG}?page=2&amp;act=hall.added" in page
    assert f"{EXPORT}?act=hall.added" in page
    assert listed(administrator, "act=hall.added&page=2") == 10


def last_check() -> dict[str, Any] | None:
    checks = sa.select(Entry.details).where(Entry.act == "log.checked").order_by(Entry.id.desc()).limit(1)
    found: dict[str, Any] | None = db.session.scalars(checks).one()
    return found


def test_each_reading_is_recorded_once_with_its_page(administrator: FlaskClient) -> None:
    count = len(acts())
    with unit_of_work():
        for number in range(60):
            actions.record("hall.added", operator.held(), by=None, page=number)
    for query in ("", "page=2", "act=forum.moved"):
        listed(administrator, query)
    administrator.get(f"{LOG}?kind=unheard")
    administrator.get("/fr/office/live/history")
    administrator.get("/fr/office/live/history/forum/1?page=1")
    administrator.get("/fr/office/live/history/forum/999")
    administrator.get("/fr/office/live/history/forum/1?page=9")
    read = db.session.scalars(sa.select(Entry).where(Entry.id > count + 60).order_by(Entry.id)).all()
    assert [(one.act, one.subject_kind, one.forum_id, one.details) for one in read] == [
        ("log.read", "operator", None, {"page": 1}),
        ("log.read", "operator", None, {"page": 2}),
        ("log.read", "operator", None, {"page": 1}),
        ("log.read", "forum", 1, {"page": 1}),
        ("log.read", "forum", 1, {"page": 1}),
    ]
    assert {one.actor_id for one in read} == {1}


def test_a_rewritten_log_is_told_to_the_administrator_and_on_the_page_of_jobs(
    app: Flask, administrator: FlaskClient
) -> None:
    chain.chain()
    with using("fr"):
        sentence = str(_("The log was rewritten"))
    assert sentence not in administrator.get(LOG).text
    with unit_of_work():
        db.session.execute(sa.text("DELETE FROM audit_link WHERE position >= 2"))
    assert sentence in administrator.get(LOG).text
    jobs.plant()
    jobs.run_due(app)
    assert (
        "Rewritten: The log was rewritten: operation no." in administrator.get("/fr/administration/jobs").text
    )
    forms.send(administrator, CHECK, page=LOG)
    assert (last_check() or {})["faults"] == 1


def test_a_long_log_is_checked_by_a_job_and_the_result_stands_on_the_page(
    app: Flask, administrator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = chain.chain()
    monkeypatch.setattr(log_check, "MOST_AT_ONCE", made - 1)
    for _press in range(2):
        assert forms.send(administrator, CHECK, page=LOG).status_code == 303
    waiting = sa.select(Job).where(Job.name == "audit.check")
    assert len(db.session.scalars(waiting).all()) == 1
    with using("fr"):
        title = str(_("Last check of the chain"))
    assert title not in administrator.get(LOG).text
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(jobs, "progress", lambda done, total: told.append((done, total)))
    jobs.run_due(app)
    assert (told, last_check()) == ([(made, made)], {"checked": made, "faults": 0})
    entry = db.session.scalars(sa.select(Entry).where(Entry.act == "log.checked")).one()
    assert entry.actor_id == 1
    assert title in administrator.get(LOG).text


def test_a_table_that_leaves_lines_out_says_so_before_and_at_its_end(
    administrator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unit_of_work():
        for number in range(3):
            actions.record("hall.added", operator.held(), by=None, page=number)
    sentences = []
    for most in (3, 2):
        monkeypatch.setattr(log, "MOST_ROWS", most)
        with using("fr"):
            sentences.append(log.left_out())
        _heads, *rows = exported(administrator, "act=hall.added")
        assert [row[7] for row in rows[most:]] == sentences[1:]
        page = administrator.get(f"{LOG}?act=hall.added").text
        assert [sentence in page for sentence in sentences] == [False, True][: len(sentences)]
    told = db.session.scalars(sa.select(Entry.details).where(Entry.act == "log.exported").order_by(Entry.id))
    assert [one["rows"] for one in told if one] == [3, 2]


def test_people_are_named_once_by_their_latest_name_where_they_acted(administrator: FlaskClient) -> None:
    first, other = make.forum("first"), make.forum("other")
    boss = db.session.scalars(sa.select(User)).one()
    somebody = make.account(Role.READER, first)
    with unit_of_work():
        for name in ("Zineb", "Amina"):
            boss = db.session.get_one(User, boss.id)
            boss.name = name
            actions.record("forum.edited", first, by=boss)
        actions.record("forum.edited", other, by=boss)
        actions.record("forum.edited", first, by=somebody)

    def named(forum_id: int | None) -> dict[int | None, str]:
        return {row[0]: row[1] for row in db.session.execute(people.people(forum_id))}

    assert named(first.id) == {boss.id: "Amina", somebody.id: somebody.name}
    assert named(other.id) == {boss.id: "Amina"}
    assert named(None) == named(first.id)
    assert named(99) == {}
