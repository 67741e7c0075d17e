"""The pages of an import: what is refused at its field, what is kept of what was chosen."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape

from app.accounts.models import Role
from app.people import import_jobs, import_queries
from app.people.import_rows import Import, ImportRow, Step
from app.people.models import Person, Tie
from app.platform import jobs, storage, tables_in
from app.platform.clock import now
from app.platform.db import db
from app.platform.i18n import using
from tests import forms, make
from tests.people.imports import HEADS, KHADIJA, checked, csv, last, press, saved, uploaded, workbook
from tests.queries import counted


@pytest.fixture
def organiser(client: FlaskClient) -> FlaskClient:
    return make.enter(client, make.account(Role.ORGANISER, make.forum()))


def forum_id() -> int:
    return db.session.scalars(sa.text("SELECT id FROM forum ORDER BY id")).first() or 0


@pytest.mark.parametrize(
    ("data", "fault"),
    [(b"Nom\r\nSara\r\n", "one column"), (make.picture(), "other"), (b"PK\x03\x04 no", "damaged")],
)
def test_a_file_that_is_no_table_is_refused_at_its_field(
    organiser: FlaskClient, data: bytes, fault: str
) -> None:
    answer = uploaded(organiser, data, forum_id=forum_id(), name="liste.xlsx")
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    with using("fr"):
        assert str(escape(tables_in.SENTENCES[fault])) in answer.text
    assert (db.session.scalars(sa.select(Import)).all(), storage.all_keys()) == ([], [])


def test_an_organiser_imports_into_their_own_events_alone(organiser: FlaskClient) -> None:
    other = make.forum("other")
    for key in (other.id, 0):
        answer = uploaded(organiser, csv([HEADS, KHADIJA]), forum_id=key)
        assert (answer.status_code, 'id="forum_id-error"' in answer.text) == (422, True)


def test_an_administrator_may_import_for_no_event(app: Flask, client: FlaskClient) -> None:
    make.enter(client, make.account(Role.ADMINISTRATOR))
    saved(app, client, checked(app, client, workbook([HEADS, KHADIJA]), forum_id=0))
    assert len(db.session.scalars(sa.select(Person)).all()) == 1
    assert db.session.scalars(sa.select(Tie)).all() == []


def test_two_columns_for_one_field_and_a_missing_name_are_refused_next_to_the_choice(
    organiser: FlaskClient,
) -> None:
    uploaded(organiser, csv([["A", "B", "C"], ["x", "y", "z"]]), forum_id=forum_id())
    answer = press(organiser, last(), "columns", **{"column-1": "phone", "column-2": "phone"})
    assert answer.status_code == 422
    assert ['id="column-0-error"' in answer.text, 'id="column-2-error"' in answer.text] == [True, True]
    assert forms.held(answer, "/columns")["column-1"] == "phone"
    assert last().step is Step.MAPPING


def test_the_columns_of_the_same_heads_are_proposed_as_they_were_chosen(
    app: Flask, organiser: FlaskClient
) -> None:
    data = csv([["A", "B"], ["Sara", "Fassi"]])
    uploaded(organiser, data, forum_id=forum_id())
    assert (
        press(
            organiser, last(), "columns", **{"column-0": "given_latin", "column-1": "family_latin"}
        ).status_code
        == 303
    )
    uploaded(organiser, data, forum_id=forum_id())
    held = forms.held(organiser.get(f"/ar/directory/imports/{last().id}"), "/columns")
    assert (held["column-0"], held["column-1"]) == ("given_latin", "family_latin")


def test_one_may_go_back_to_the_columns_and_check_again(app: Flask, organiser: FlaskClient) -> None:
    row = checked(app, organiser, workbook([HEADS, KHADIJA]), forum_id=forum_id())
    assert press(organiser, row, "back").status_code == 303
    assert press(organiser, last(), "columns", **{"column-4": ""}).status_code == 303
    jobs.run_due(app)
    [one] = db.session.scalars(sa.select(ImportRow)).all()
    assert ("phone" in one.values, one.values["given_latin"]) == (False, "Khadija")


def test_what_was_decided_on_another_page_meanwhile_is_not_overwritten(
    app: Flask, organiser: FlaskClient
) -> None:
    row = checked(app, organiser, workbook([HEADS, KHADIJA, KHADIJA]), forum_id=forum_id())
    page = f"/fr/directory/imports/{row.id}"
    stale = forms.held(organiser.get(page), "/confirmation")
    assert press(organiser, row, "decisions", all="add").status_code == 303
    assert organiser.post(f"{page}/confirmation", data=stale).status_code == 409
    assert last().step is Step.CHECKED


def test_the_wrong_rows_come_back_in_a_workbook_that_says_why(app: Flask, organiser: FlaskClient) -> None:
    wrong = ["Ali", "Bennani", "", "", "12", "", "", ""]
    row = checked(app, organiser, csv([HEADS, KHADIJA, wrong]), forum_id=forum_id())
    data = organiser.get(f"/fr/directory/imports/{row.id}/to-correct.xlsx").data
    table = tables_in.read(data)
    [line] = table.lines
    assert (table.heads[:8], line.cells[:5]) == (HEADS, wrong[:5])
    assert line.cells[8] == "3" and line.cells[9].startswith("Tél.\u00a0: ")


def test_what_is_to_be_corrected_stands_apart_from_mere_remarks(app: Flask, organiser: FlaskClient) -> None:
    wrong = ["Ali", "Bennani", "", "", "12", "", "جمعية الأمل", ""]
    row = checked(app, organiser, csv([HEADS, wrong]), forum_id=forum_id())
    data = organiser.get(f"/fr/directory/imports/{row.id}/to-correct.xlsx").data
    [line] = tables_in.read(data).lines
    assert [cell.split("\u00a0: ")[0] for cell in line.cells[9:]] == ["Tél.", "Organisme"]


def test_the_end_of_an_arabic_name_of_a_file_stays_at_its_end(organiser: FlaskClient) -> None:
    name = "لائحة المشاركين 2026.csv"
    uploaded(organiser, csv([HEADS, KHADIJA]), forum_id=forum_id(), name=name)
    page = organiser.get(f"/ar/directory/imports/{last().id}").text
    assert "\u2068لائحة المشاركين 2026\u2068.csv\u2069\u2069" in page
    assert name not in page


def test_a_saved_import_shows_no_figure_without_a_value(app: Flask, organiser: FlaskClient) -> None:
    row = saved(
        app,
        organiser,
        checked(app, organiser, csv([["Prénom", "Nom"], ["Sara", "Fassi"]]), forum_id=forum_id()),
    )
    assert "<dd></dd>" not in organiser.get(f"/fr/directory/imports/{row.id}").text


def test_the_progress_asks_again_until_the_rows_are_checked(app: Flask, organiser: FlaskClient) -> None:
    uploaded(organiser, csv([HEADS, KHADIJA]), forum_id=forum_id())
    assert press(organiser, last(), "columns").status_code == 303
    page, asks = f"/fr/directory/imports/{last().id}", {"HX-Request": "true"}
    waiting = organiser.get(page, headers=asks)
    assert ("hx-get" in waiting.text, "<html" in waiting.text) == (True, False)
    jobs.run_due(app)
    assert organiser.get(page, headers=asks).headers["HX-Refresh"] == "true"


def test_the_page_of_a_check_asks_the_database_no_more_for_more_rows(
    app: Flask, organiser: FlaskClient
) -> None:
    asked = []
    for count in (1, 3):
        lines = [["Khadija", "El Alami", "0612345678"]] * (count + 1) + [
            ["", "", f"06{n}"] for n in range(count)
        ]
        row = checked(app, organiser, csv([["Prénom", "Nom", "Tél."], *lines]), forum_id=forum_id())
        with counted() as statements:
            assert organiser.get(f"/fr/directory/imports/{row.id}").status_code == 200
        asked.append(len(statements))
    assert asked[0] == asked[1]


def test_after_a_week_nothing_is_left_of_what_nobody_confirmed(app: Flask, organiser: FlaskClient) -> None:
    checked(app, organiser, workbook([HEADS, KHADIJA]), forum_id=forum_id())
    import_jobs.forget()
    assert last().step is Step.CHECKED
    with time_machine.travel(now() + timedelta(days=8)):
        import_jobs.forget()
        jobs.run_due(app)
    assert (last().step, storage.all_keys()) == (Step.DROPPED, [])
    assert db.session.scalars(sa.select(ImportRow)).all() == []


def test_after_a_week_a_saved_import_knows_no_more_than_what_it_added(
    app: Flask, organiser: FlaskClient
) -> None:
    wrong = ["Ali", "Bennani", "", "", "12", "", "", ""]
    row = saved(app, organiser, checked(app, organiser, csv([HEADS, KHADIJA, wrong]), forum_id=forum_id()))
    with time_machine.travel(now() + timedelta(days=8)):
        import_jobs.forget()
    [left] = db.session.scalars(import_queries.rows(row.id)).all()
    assert (left.cells, left.values, left.made_id is not None) == ([], {}, True)
    assert organiser.get(f"/fr/directory/imports/{row.id}").status_code == 200


@pytest.mark.parametrize("sort", ["person", "organisation"])
def test_the_model_names_the_words_of_its_lists_and_is_read_as_one_sheet(
    organiser: FlaskClient, sort: str
) -> None:
    data = organiser.get(f"/ar/directory/imports/model-{sort}.xlsx").data
    with using("ar"):
        words = {"person": ("السيدة", "Français"), "organisation": ("شبكة جمعيات", "الشرق")}[sort]
    with zipfile.ZipFile(BytesIO(data)) as book:
        text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
    assert [word for word in words if word not in text] == []
    uploaded(organiser, data, forum_id=forum_id(), sort=sort, name="model.xlsx")
    assert last().other_sheets == 0
