"""What is confirmed is saved as the directory stands then, and as the forms would have it."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.audit.models import Entry
from app.people import import_queries, merging
from app.people.import_inserting import columns, insert
from app.people.import_rows import Decision, ImportRow, Step
from app.people.merge_rows import Sort
from app.people.models import Kind, Organisation, Person
from app.platform import jobs
from app.platform.db import db, unit_of_work
from app.platform.jobs_rows import Job
from app.platform.text import Translated
from tests import forms, make
from tests.people.imports import HEADS, KHADIJA, checked, csv, last, press, saved
from tests.people.rows import again, organisation, tie
from tests.people.test_importing import forum_id, many, organiser, people

__all__ = ("organiser",)


@pytest.mark.parametrize(
    "made",
    [
        lambda: Organisation(name=Translated(fr="Espoir"), kind=Kind.ASSOCIATION),
        lambda: Person(given_latin="Khadija"),
    ],
)
def test_what_is_saved_many_at_once_stands_as_if_it_had_been_entered(app: Flask, made: object) -> None:
    with unit_of_work():
        one = made()  # type: ignore[operator]
        db.session.add(one)
        [key] = insert(type(one), [columns(made())])  # type: ignore[operator]
    own = {"id", "created_at"}
    # A JSON null is read as None too: only its text tells it from nothing.
    of = [one for one in type(one).__table__.c if one.name not in own]
    told = [sa.cast(one, sa.Text) if isinstance(one.type, sa.JSON) else one for one in of]
    rows = db.session.execute(sa.select(*told)).all()
    assert (len(rows), rows[0], key != one.id) == (2, rows[1], True)


def test_an_organisation_that_was_imported_can_be_edited(app: Flask, organiser: FlaskClient) -> None:
    data = csv([["Nom en français", "Site web"], ["Association Al Amal", "http://exemple.ma"]])
    row = saved(app, organiser, checked(app, organiser, data, forum_id=forum_id(), sort="organisation"))
    [made] = db.session.scalars(sa.select(Organisation)).all()
    assert (made.sources, made.website, row.added) == ([], "https://exemple.ma", 1)
    address = f"/fr/directory/organisations/{made.id}/edit"
    assert forms.send(organiser, address).status_code == 303


def test_an_organisation_removed_after_the_check_is_created_anew(app: Flask, organiser: FlaskClient) -> None:
    known = organisation("جمعية الأمل")
    row = checked(app, organiser, csv([HEADS, KHADIJA]), forum_id=forum_id())
    with unit_of_work():
        db.session.delete(again(known))
    other = organisation("جمعية أخرى")  # on SQLite it bears the key of the one that went
    row = saved(app, organiser, row)
    [made] = people()
    there = db.session.get_one(Organisation, made.organisation_id)
    assert (row.step, there.name["ar"], there.id != other.id) == (Step.SAVED, "جمعية الأمل", True)


def test_persons_belong_to_the_organisation_into_which_theirs_was_merged(
    app: Flask, organiser: FlaskClient
) -> None:
    gone, kept = organisation("جمعية الأمل"), organisation("جمعية الأمل للتنمية")
    row = checked(app, organiser, csv([HEADS, KHADIJA]), forum_id=forum_id())
    by = make.account(email="merger@example.org")
    with unit_of_work():
        versions = kept.version, gone.version
        merging.merge(Sort.ORGANISATION, kept.id, gone.id, versions=versions, taken=(), by=by)
    saved(app, organiser, row)
    assert [one.organisation_id for one in people()] == [kept.id]


def test_a_saving_that_stopped_may_be_dropped_and_what_is_saved_stays(
    app: Flask, organiser: FlaskClient
) -> None:
    row = checked(app, organiser, many(250), forum_id=forum_id())
    press(organiser, row, "decisions", all="add")
    press(organiser, last(), "confirmation")
    address = f"/fr/directory/imports/{row.id}/removal"
    assert forms.send(organiser, address).status_code == 409
    with unit_of_work():
        db.session.get_one(Job, last().job_id).stop_asked = True
    jobs.run_due(app)
    assert forms.send(organiser, address).headers["Location"] == f"/fr/directory/imports/{row.id}"
    jobs.run_due(app)
    assert (last().step, len(people())) == (Step.SAVED, 100)
    counts = import_queries.counts(row.id)
    assert (counts.add, counts.skip, last().sample, last().file_key) == (100, 150, [], None)
    assert len(db.session.scalars(sa.select(ImportRow)).all()) == 100


def test_an_organisation_of_other_events_too_is_completed_by_nobody_but_the_administration(
    app: Flask, organiser: FlaskClient
) -> None:
    forum = db.session.get_one(make.Forum, forum_id())
    mine, shared = _named("Espoir"), _named("Avenir")
    for one in (mine, shared):
        tie(one, forum)
    tie(shared, make.forum("other"))
    data = csv([["Nom en français", "E-mail"], ["Espoir", "a@exemple.ma"], ["Avenir", "b@exemple.ma"]])
    row = checked(app, organiser, data, forum_id=forum.id, sort="organisation")
    press(organiser, row, "decisions", all="fill")
    saved(app, organiser, last())
    assert [again(one).email for one in (mine, shared)] == ["a@exemple.ma", ""]
    found = import_queries.rows(row.id).with_only_columns(ImportRow.decision)
    assert db.session.scalars(found).all() == [Decision.FILL, Decision.SKIP]
    [entry] = db.session.scalars(sa.select(Entry).where(Entry.act == "organisation.edited")).all()
    assert (entry.subject_id, entry.details) == (mine.id, {"changes": {"email": ["", "a@exemple.ma"]}})


def test_of_a_person_that_is_completed_the_log_tells_the_fields(app: Flask, organiser: FlaskClient) -> None:
    heads = ["Prénom", "Nom", "Mail"]
    first = csv([heads, ["Khadija", "El Alami", "khadija@exemple.ma"]])
    saved(app, organiser, checked(app, organiser, first, forum_id=forum_id()))
    more = csv([[*heads, "Tél."], ["Khadija", "El Alami", "khadija@exemple.ma", "0612345678"]])
    press(organiser, checked(app, organiser, more, forum_id=forum_id()), "decisions", all="fill")
    saved(app, organiser, last())
    [entry] = db.session.scalars(sa.select(Entry).where(Entry.act == "person.edited")).all()
    assert (entry.details, entry.actor_id) == ({"fields": ["phone"]}, last().by_id)


def _named(name: str) -> Organisation:
    row = Organisation(name=Translated(fr=name), kind=Kind.ASSOCIATION)
    with unit_of_work():
        db.session.add(row)
    return row
