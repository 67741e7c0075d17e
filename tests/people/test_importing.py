"""A spreadsheet becomes persons: mapped, checked row by row, confirmed, saved once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.audit.models import Entry
from app.people import import_queries, import_saving
from app.people.import_rows import Decision, Import, ImportRow, Step
from app.people.import_words import said
from app.people.models import Civility, Degree, Kind, Organisation, Person, Tie
from app.platform import jobs, storage
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import using
from app.platform.jobs_rows import Job
from tests import forms, make
from tests.people.imports import HEADS, KHADIJA, checked, csv, last, press, saved, uploaded, workbook


@pytest.fixture
def organiser(client: FlaskClient) -> FlaskClient:
    return make.enter(client, make.account(Role.ORGANISER, make.forum()))


def forum_id() -> int:
    return db.session.scalars(sa.text("SELECT id FROM forum ORDER BY id")).first() or 0


def rows(of: Import) -> list[ImportRow]:
    return list(db.session.scalars(import_queries.rows(of.id)))


def many(count: int) -> bytes:
    """Persons without much in common."""
    return csv(
        [["Prénom", "Nom"], *([f"Ali{chr(97 + n // 26)}{chr(97 + n % 26)}", "Zniber"] for n in range(count))]
    )


def people() -> list[Person]:
    return list(db.session.scalars(sa.select(Person).order_by(Person.id)))


def test_the_columns_are_guessed_and_a_row_becomes_a_person_of_the_event(
    app: Flask, organiser: FlaskClient
) -> None:
    row = checked(app, organiser, workbook([HEADS, KHADIJA]), forum_id=forum_id())
    assert (row.step, row.rows, row.wrong) == (Step.CHECKED, 1, 0)
    assert people() == []
    row = saved(app, organiser, row)
    assert row.step is Step.SAVED
    [made] = people()
    assert (made.given_ar, made.family_ar) == ("خديجة", "العلمي")
    assert (made.given_latin, made.family_latin) == ("Khadija", "El Alami")
    assert (made.phone, made.email) == ("+212612345678", "khadija@exemple.ma")
    assert made.function == {"fr": "Trésorière"}
    assert "khadija" in made.search and made.sort_ar and made.sort_fr
    organisation = db.session.get_one(Organisation, made.organisation_id)
    assert (organisation.name, organisation.kind) == ({"ar": "جمعية الأمل"}, Kind.ASSOCIATION)
    assert len(db.session.scalars(sa.select(Tie)).all()) == 2
    assert organiser.get(f"/fr/directory/imports/{row.id}").status_code == 200


def test_nothing_is_saved_of_wrong_rows_and_the_others_are(app: Flask, organiser: FlaskClient) -> None:
    wrong = ["Ali", "Bennani", "", "", "12", "no mail", "", ""]
    row = checked(
        app,
        organiser,
        csv([HEADS, KHADIJA, wrong, ["", "", "", "", "0612345679", "", "", ""]]),
        forum_id=forum_id(),
    )
    told = {
        one.number: [fault["code"] for fault in one.faults if fault["code"] != "organisation_new"]
        for one in rows(row)
    }
    assert told == {2: [], 3: ["phone", "email"], 4: ["nameless"]}
    page = organiser.get(f"/fr/directory/imports/{row.id}").text
    assert "no mail" in page
    saved(app, organiser, row)
    assert [one.given_latin for one in people()] == ["Khadija"]


def test_formulas_are_taken_by_their_value_and_refused_without_one(
    app: Flask, organiser: FlaskClient
) -> None:
    data = workbook(
        [
            ["Prénom", "Nom"],
            ["Sara", ('="Fassi"', "Fassi")],
            ["Omar", ('="x"', "")],
            ["Ali", ("=NA()", "#N/A")],
        ]
    )
    row = checked(app, organiser, data, forum_id=forum_id())
    assert [(one.wrong, [fault["code"] for fault in one.faults]) for one in rows(row)] == [
        (False, ["formula"]),
        (True, ["no_value"]),
        (True, ["error"]),
    ]


def test_words_that_ran_together_are_parted_and_the_raw_text_is_kept(
    app: Flask, organiser: FlaskClient
) -> None:
    data = csv([["الاسم", "الجهة", "المدينة"], ["مجلس جهة فاسمكناس", "فاسمكناس", "الدارالبيضاء"]])
    row = checked(app, organiser, data, forum_id=forum_id(), sort="organisation")
    [one] = rows(row)
    assert one.cells == ["مجلس جهة فاسمكناس", "فاسمكناس", "الدارالبيضاء"]
    saved(app, organiser, row)
    [made] = db.session.scalars(sa.select(Organisation)).all()
    assert (made.name["ar"], made.region, made.city["ar"]) == ("مجلس جهة فاس-مكناس", "fem", "الدار البيضاء")
    assert made.kind is Kind.REGION
    before = [fault["params"]["before"] for fault in rows(last())[0].faults]
    assert before == ["مجلس جهة فاسمكناس", "فاسمكناس", "الدارالبيضاء"]


def test_titles_and_arabic_figures_are_understood(app: Flask, organiser: FlaskClient) -> None:
    data = csv([["الاسم الكامل", "الهاتف"], ["السيدة الدكتورة خديجة العلمي", "٠٦١٢٣٤٥٦٧٨"]])
    saved(app, organiser, checked(app, organiser, data, forum_id=forum_id()))
    [made] = people()
    assert (made.given_ar, made.family_ar, made.phone) == ("خديجة", "العلمي", "+212612345678")
    assert (made.civility, made.degree) == (Civility.MS, Degree.DOCTOR)


def test_who_is_there_already_is_left_as_it_is_unless_somebody_says_otherwise(
    app: Flask, organiser: FlaskClient
) -> None:
    first = csv([["Prénom", "Nom", "Mail"], ["Khadija", "El Alami", "khadija@exemple.ma"]])
    saved(app, organiser, checked(app, organiser, first, forum_id=forum_id()))
    again = workbook([HEADS, KHADIJA, KHADIJA])
    row = checked(app, organiser, again, forum_id=forum_id())
    one, two = rows(row)
    assert (one.alike_id, one.decision, two.decision) == (people()[0].id, Decision.SKIP, Decision.SKIP)
    assert press(organiser, row, "decisions", all="fill").status_code == 303
    assert [one.decision for one in rows(last())] == [Decision.FILL, Decision.FILL]
    row = saved(app, organiser, last())
    [known] = people()
    assert (known.given_ar, known.phone) == ("خديجة", "+212612345678")
    assert "خديجه" in known.search
    counts = import_queries.counts(row.id)
    assert (counts.add, counts.fill) == (0, 2)


def test_somebody_of_another_event_is_not_revealed(app: Flask, organiser: FlaskClient) -> None:
    with unit_of_work():
        db.session.add(Person(given_latin="Khadija", family_latin="El Alami", email="khadija@exemple.ma"))
    row = checked(app, organiser, workbook([HEADS, KHADIJA]), forum_id=forum_id())
    assert [(one.alike_id, one.decision) for one in rows(row)] == [(None, Decision.ADD)]


def test_one_row_may_be_added_all_the_same(app: Flask, organiser: FlaskClient) -> None:
    row = checked(app, organiser, workbook([HEADS, KHADIJA, KHADIJA]), forum_id=forum_id())
    second = rows(row)[1]
    assert second.alike_row == 2
    assert press(organiser, row, "decisions", **{f"row-{second.id}": "add"}).status_code == 303
    saved(app, organiser, last())
    assert len(people()) == 2
    assert len(db.session.scalars(sa.select(Organisation)).all()) == 1


def test_the_example_of_the_model_is_not_imported(app: Flask, organiser: FlaskClient) -> None:
    for locale in ("ar", "fr"):
        model = organiser.get(f"/{locale}/directory/imports/model-person.xlsx").data
        answer = uploaded(organiser, model, forum_id=forum_id(), name="model.xlsx")
        assert answer.status_code == 303
        assert press(organiser, last(), "columns").status_code == 303
        jobs.run_due(app)
        assert (last().step, last().rows) == (Step.CHECKED, 0)


def test_two_confirmations_at_once_save_once(app: Flask, organiser: FlaskClient) -> None:
    row = checked(app, organiser, workbook([HEADS, KHADIJA]), forum_id=forum_id())
    other = make.enter(app.test_client(), db.session.get_one(make.User, row.by_id))
    page = f"/fr/directory/imports/{row.id}"
    filled = [(client, forms.held(client.get(page), "/confirmation")) for client in (organiser, other)]
    with ThreadPoolExecutor(2) as hands:
        answers = list(
            hands.map(lambda one: one[0].post(f"{page}/confirmation", data=one[1]).status_code, filled)
        )
    assert set(answers) <= {303, 409} and 303 in answers
    jobs.run_due(app)
    assert len(people()) == 1


def test_a_saving_that_was_stopped_goes_on_and_nobody_is_twice(app: Flask, organiser: FlaskClient) -> None:
    row = checked(app, organiser, many(450), forum_id=forum_id())
    assert press(organiser, row, "decisions", all="add").status_code == 303
    assert press(organiser, last(), "confirmation").status_code == 303
    with unit_of_work():
        db.session.get_one(Job, last().job_id).stop_asked = True
    jobs.run_due(app)
    assert (last().step, len(people())) == (Step.SAVING, 100)
    assert press(organiser, last(), "resumption").status_code == 303
    jobs.run_due(app)
    assert last().step is Step.SAVED
    assert len(people()) == 450 == len({one.given_latin for one in people()})
    acts = db.session.scalars(sa.select(Entry.details).where(Entry.act == "import.saved")).all()
    assert [told and told["added"] for told in acts] == [450]


def test_two_workers_that_save_the_same_import_save_it_once(app: Flask, organiser: FlaskClient) -> None:
    row = checked(app, organiser, many(450), forum_id=forum_id())
    assert press(organiser, row, "decisions", all="add").status_code == 303
    assert press(organiser, last(), "confirmation").status_code == 303
    ready, key = Barrier(2), last().id

    def work(_number: int) -> None:
        with app.app_context(), suppress(Conflict):  # who comes second may be refused, and runs again
            ready.wait()
            import_saving.save(key)

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(work, range(2)))
    import_saving.save(key)
    assert last().step is Step.SAVED
    assert len(people()) == 450 == len({one.given_latin for one in people()})


def test_only_who_began_it_and_administrators_see_an_import(app: Flask, organiser: FlaskClient) -> None:
    row = checked(app, organiser, workbook([HEADS, KHADIJA]), forum_id=forum_id())
    forum = db.session.get_one(make.Forum, row.forum_id)
    colleague = make.enter(app.test_client(), make.account(Role.ORGANISER, forum, "colleague@example.org"))
    administrator = make.enter(app.test_client(), make.account(Role.ADMINISTRATOR))
    page = f"/fr/directory/imports/{row.id}"
    answers = [client.get(page).status_code for client in (organiser, colleague, administrator)]
    assert answers == [200, 404, 200]
    assert colleague.get(f"{page}/to-correct.xlsx").status_code == 404


def test_a_dropped_import_leaves_nothing(app: Flask, organiser: FlaskClient) -> None:
    row = checked(app, organiser, workbook([HEADS, KHADIJA]), forum_id=forum_id())
    key = row.file_key
    assert forms.send(organiser, f"/fr/directory/imports/{row.id}/removal").status_code == 303
    jobs.run_due(app)
    assert (rows(row), storage.all_keys(), last().step) == ([], [], Step.DROPPED)
    assert key is not None
    assert organiser.get(f"/fr/directory/imports/{row.id}").status_code == 404


def test_an_import_is_taken_back_but_for_what_somebody_uses(app: Flask, organiser: FlaskClient) -> None:
    data = csv([["Prénom", "Nom", "Organisme"], ["Ali", "Zniber", "جمعية الأمل"], ["Omar", "Tazi", ""]])
    row = saved(app, organiser, checked(app, organiser, data, forum_id=forum_id()))
    kept = people()[1]
    with unit_of_work():
        kept.note = "Speaks on Saturday"
    assert forms.send(organiser, f"/fr/directory/imports/{row.id}/return").status_code == 303
    jobs.run_due(app)
    assert [one.id for one in people()] == [kept.id]
    assert db.session.scalars(sa.select(Organisation)).all() == []
    assert last().step is Step.TAKEN_BACK
    assert organiser.get(f"/fr/directory/imports/{row.id}").status_code == 200


def test_rows_of_one_name_with_another_phone_and_another_mail_are_two_persons(
    app: Flask, organiser: FlaskClient
) -> None:
    heads = ["Prénom", "Nom", "Tél.", "Mail"]
    lines = [
        ["Fatima", "Alaoui", "0612345678", "fatima@exemple.ma"],
        ["Fatima", "Alaoui", "0698765432", "alaoui@exemple.org"],
        ["Fatima", "Alaoui", "0698765432", "other@exemple.org"],
        ["Fatima", "Alaoui", "0677777777", ""],
    ]
    row = checked(app, organiser, csv([heads, *lines]), forum_id=forum_id())
    skip, add = Decision.SKIP, Decision.ADD
    told = [(one.alike_row, one.decision, [fault["code"] for fault in one.faults]) for one in rows(row)]
    assert told[:3] == [(None, add, []), (2, add, ["namesake"]), (3, skip, ["alike_row"])]
    assert told[3][1] is skip
    with using("fr"):
        note = said({"code": "namesake", "params": {"row": 2}})
    assert note in organiser.get(f"/fr/directory/imports/{row.id}").text
    saved(app, organiser, row)
    assert [one.phone for one in people()] == ["+212612345678", "+212698765432"]
