"""What imports leave behind, and for how long."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.people import import_checking, import_jobs, import_queries, removing
from app.people.import_rows import Import, ImportRow, Step
from app.people.models import Organisation, Person
from app.people.scope import Scope
from app.platform import jobs, storage
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.platform.jobs_rows import Job, State
from tests import forms, make
from tests.people.imports import HEADS, KHADIJA, checked, csv, last, press, saved, uploaded
from tests.people.test_importing import forum_id, many, organiser, people

__all__ = ("organiser",)
WRONG = ["Ali", "Bennani", "", "", "12", "", "", ""]


def test_the_figures_of_a_saved_import_are_the_same_after_a_week(app: Flask, organiser: FlaskClient) -> None:
    data = csv([HEADS, KHADIJA, KHADIJA, WRONG])
    row = saved(app, organiser, checked(app, organiser, data, forum_id=forum_id()))
    before = import_queries.counts(row.id)
    with time_machine.travel(now() + timedelta(days=8)):
        import_jobs.forget()
    assert (before.add, before.skip, before.wrong, last().brought) == (1, 1, 1, 1)
    assert (import_queries.counts(row.id), last().sample, last().heads) == (before, [], HEADS)


def test_a_first_row_that_was_taken_for_heads_is_forgotten_too(app: Flask, organiser: FlaskClient) -> None:
    uploaded(organiser, csv([["Sara", "Fassi"], ["Omar", "Tazi"]]), forum_id=forum_id())
    columns = {"column-0": "given_latin", "column-1": "family_latin"}
    assert press(organiser, last(), "columns", **columns).status_code == 303
    jobs.run_due(app)
    saved(app, organiser, last())
    assert (last().sample, last().heads) == ([], ["Sara", "Fassi"])
    with time_machine.travel(now() + timedelta(days=8)):
        import_jobs.forget()
    assert last().heads == []


def test_of_a_dropped_import_nothing_is_left_however_it_was_dropped(
    app: Flask, organiser: FlaskClient
) -> None:
    row = checked(app, organiser, csv([HEADS, KHADIJA]), forum_id=forum_id())
    with unit_of_work():
        db.session.get_one(Import, row.id).step = Step.DROPPED
    import_jobs.forget()
    db.session.rollback()
    assert (db.session.scalars(sa.select(ImportRow)).all(), storage.all_keys(), last().sample) == ([], [], [])


@pytest.mark.parametrize(("step", "end"), [(Step.SAVING, Step.DROPPED), (Step.TAKING_BACK, Step.TAKEN_BACK)])
def test_what_was_abandoned_half_way_is_over_after_a_week(
    app: Flask, organiser: FlaskClient, step: Step, end: Step
) -> None:
    row = checked(app, organiser, csv([HEADS, KHADIJA]), forum_id=forum_id())
    with unit_of_work():
        held = db.session.get_one(Import, row.id)
        held.step, db.session.get_one(Job, held.job_id).state = step, State.FAILED
    with time_machine.travel(now() + timedelta(days=8)):
        import_jobs.forget()
    assert (last().step, last().file_key) == (end, None)


def test_an_import_dropped_during_its_check_has_no_lines(app: Flask, organiser: FlaskClient) -> None:
    uploaded(organiser, many(450), forum_id=forum_id())
    press(organiser, last(), "columns")
    key, count = last().id, sa.select(sa.func.count()).select_from(ImportRow)

    def check() -> None:
        with app.app_context(), suppress(Conflict):
            import_checking.check(key)

    with ThreadPoolExecutor(1) as worker:
        work = worker.submit(check)
        while not db.session.scalar(count) and not work.done():
            db.session.rollback()
        assert forms.send(organiser, f"/fr/directory/imports/{key}/removal").status_code in (303, 409)
        work.result()
    if last().step is not Step.DROPPED:  # its last block came first
        assert forms.send(organiser, f"/fr/directory/imports/{key}/removal").status_code == 303
    jobs.run_due(app)
    assert (last().step, db.session.scalars(sa.select(ImportRow)).all()) == (Step.DROPPED, [])


def test_without_its_file_an_import_goes_neither_back_nor_on(app: Flask, organiser: FlaskClient) -> None:
    row = checked(app, organiser, csv([HEADS, KHADIJA]), forum_id=forum_id())
    held = forms.held(organiser.get(f"/fr/directory/imports/{row.id}"), "/back")
    with unit_of_work():
        db.session.get_one(Import, row.id).file_key = None
    assert organiser.post(f"/fr/directory/imports/{row.id}/back", data=held).status_code == 409
    assert "/back" not in organiser.get(f"/fr/directory/imports/{row.id}").text
    with unit_of_work():
        db.session.get_one(Import, row.id).step = Step.CHECKING
    page = organiser.get(f"/fr/directory/imports/{row.id}").text
    assert ("hx-get" in page, "/resumption" in page, "/removal" in page) == (False, True, True)
    assert press(organiser, last(), "resumption").status_code == 409


def test_who_is_entered_under_the_key_of_somebody_removed_is_not_taken_back(
    app: Flask, organiser: FlaskClient
) -> None:
    row = saved(app, organiser, checked(app, organiser, csv([HEADS, KHADIJA]), forum_id=forum_id()))
    [made] = people()
    with unit_of_work():
        db.session.execute(sa.delete(Person).where(Person.id == made.id))
    db.session.rollback()
    with unit_of_work():
        by_hand = Person(id=made.id, given_latin="Sara")
        db.session.add(by_hand)
    assert forms.send(organiser, f"/fr/directory/imports/{row.id}/return").status_code == 303
    jobs.run_due(app)
    db.session.rollback()
    assert [one.given_latin for one in people()] == ["Sara"]


def test_an_import_forgets_whom_it_made_when_they_are_removed(app: Flask, organiser: FlaskClient) -> None:
    row = saved(app, organiser, checked(app, organiser, csv([HEADS, KHADIJA]), forum_id=forum_id()))
    [made], [brought] = people(), row.organisations.values()
    with unit_of_work():
        import_queries.forget_made("person", made.id)
        import_queries.forget_made("organisation", brought)
    assert db.session.scalars(import_queries.made(row.id)).all() == []
    assert (last().organisations, last().brought) == ({}, 1)


def test_an_import_knows_nobody_who_was_removed_by_hand(app: Flask, organiser: FlaskClient) -> None:
    row = saved(app, organiser, checked(app, organiser, csv([HEADS, KHADIJA]), forum_id=forum_id()))
    [made], by = people(), make.account(Role.ADMINISTRATOR)
    with unit_of_work():
        removing.forget(made, where=Scope(None), by=by)
    assert db.session.scalars(import_queries.made(row.id)).all() == []


def test_an_organisation_that_stayed_is_counted_when_an_import_is_taken_back(
    app: Flask, organiser: FlaskClient
) -> None:
    row = saved(app, organiser, checked(app, organiser, csv([HEADS, KHADIJA]), forum_id=forum_id()))
    [there] = db.session.scalars(sa.select(Organisation)).all()
    with unit_of_work():
        there.website = "https://exemple.ma"
    forms.send(organiser, f"/fr/directory/imports/{row.id}/return")
    jobs.run_due(app)
    page = organiser.get(f"/fr/directory/imports/{row.id}").text
    assert (people(), 'class="notice attention"' in page, 'class="notice good"' in page) == ([], True, False)


def test_the_list_shows_what_one_import_brought(app: Flask, organiser: FlaskClient) -> None:
    make.person(db.session.get_one(make.Forum, forum_id()), given_latin="Byhand", family_latin="Alaoui")
    row = saved(app, organiser, checked(app, organiser, csv([HEADS, KHADIJA]), forum_id=forum_id()))
    page = organiser.get(f"/fr/directory/imports/{row.id}").text
    assert f"/fr/directory/people?import={row.id}" in page
    shown = organiser.get(f"/fr/directory/people?import={row.id}").text
    assert ("Khadija" in shown, "Byhand" in shown) == (True, False)
    data = csv([["Nom en français", "E-mail"], ["Avenir", ""]])
    other = saved(app, organiser, checked(app, organiser, data, forum_id=forum_id(), sort="organisation"))
    shown = organiser.get(f"/fr/directory/organisations?import={other.id}").text
    assert ("Avenir" in shown, "جمعية الأمل" in shown) == (True, False)
