"""The editor of questions, as an organiser uses it."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.audit.models import Entry
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.platform.db import db, unit_of_work
from app.platform.text import Translated
from app.registrations import question_copying
from app.registrations.question_rows import Question
from app.registrations.words import QuestionKind
from tests import forms, make, make_questions
from tests.make_questions import option
from tests.queries import counted

PAGE = "/fr/office/live/questions"


@pytest.fixture
def forum(client: FlaskClient) -> Forum:
    made = make.forum()
    make.enter(client, make.account(Role.ORGANISER, made))
    return made


def _all() -> list[Question]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Question).order_by(Question.position, Question.id)))


def _acts() -> list[str]:
    return list(
        db.session.scalars(sa.select(Entry.act).where(Entry.act.like("question.%")).order_by(Entry.id))
    )


TWO = {
    "options-0-label-fr": "Train",
    "options-0-offered": "y",
    "options-1-label-fr": "Voiture",
    "options-1-offered": "y",
}


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_a_question_of_each_kind_is_added(client: FlaskClient, forum: Forum, kind: QuestionKind) -> None:
    more = TWO if kind in (QuestionKind.CHOICE, QuestionKind.SEVERAL) else {}
    values = {"label-fr": "Comment venez-vous ?", "label-ar": "كيف ستأتون؟", "is_required": "y", **more}
    assert forms.send(client, f"{PAGE}/new/{kind}", values).status_code == 303
    [made] = _all()
    assert (made.kind, made.is_required, made.label["ar"]) == (kind, True, "كيف ستأتون؟")
    assert [one["label"]["fr"] for one in made.options] == (["Train", "Voiture"] if more else [])
    assert _acts() == ["question.added"]


def test_limits_categories_and_a_condition_are_kept(client: FlaskClient, forum: Forum) -> None:
    category = make.category(forum)
    first = make_questions.question(forum, QuestionKind.CHOICE)
    values = {
        "label-fr": "Combien ?",
        "least": "١",
        "most": "4",
        "category_ids": str(category.id),
        "shown_when": f"{first.id}:car",
    }
    assert forms.send(client, f"{PAGE}/new/number", values).status_code == 303
    made = _all()[1]
    assert (made.least, made.most, made.category_ids) == (1, 4, [category.id])
    assert (made.depends_on_id, made.depends_on_value) == (first.id, "car")
    page = client.get(PAGE).text
    assert "Associations" in page and "Voiture" in page


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("short", {"label-fr": ""}),
        ("number", {"label-fr": "Combien ?", "least": "5", "most": "2"}),
        ("short", {"label-fr": "Ville", "most": "900"}),
        ("several", {"label-fr": "Quoi ?", "most": "9", **TWO}),
        ("choice", {"label-fr": "Quoi ?", "options-0-label-fr": "Un seul", "options-0-offered": "y"}),
        ("choice", {"label-fr": "Quoi ?", **TWO, "options-1-offered": None}),
        ("date", {"label-fr": "Quand ?", "earliest": "2026-12-02", "latest": "2026-12-01"}),
        ("short", {"label-fr": "Ville", "shown_when": "1:train"}),
    ],
)
def test_what_cannot_be_asked_is_told_and_kept(
    client: FlaskClient, forum: Forum, kind: str, values: dict[str, Any]
) -> None:
    page = forms.send(client, f"{PAGE}/new/{kind}", values)
    assert (page.status_code, _all()) == (422, [])
    assert values["label-fr"] in page.text


def test_a_question_about_health_is_refused_with_the_reason(client: FlaskClient, forum: Forum) -> None:
    page = forms.send(client, f"{PAGE}/new/short", {"label-fr": "Avez-vous une allergie ?"})
    assert (page.status_code, _all()) == (422, [])
    assert "Avez-vous une allergie ?" in page.text
    assert "09-08" in page.text
    confirmed = {"label-fr": "Avez-vous une allergie ?", "field_of_work": "y"}
    assert forms.send(client, f"{PAGE}/new/short", confirmed).status_code == 422
    answer = {"label-fr": "Situation", **TWO, "options-0-label-fr": "Handicap"}
    assert forms.send(client, f"{PAGE}/new/choice", answer).status_code == 422
    assert _all() == []


def test_a_field_of_work_is_asked_for_once_it_is_confirmed_and_only_then(
    client: FlaskClient, forum: Forum
) -> None:
    values = {"label-fr": "Votre association de lutte contre l’addiction"}
    asked = forms.send(client, f"{PAGE}/new/short", values)
    assert asked.status_code == 422
    assert 'name="field_of_work"' in asked.text
    assert forms.send(client, f"{PAGE}/new/short", values, field_of_work="y").status_code == 303
    # What was confirmed is not asked again, as long as its words stay.
    address = f"{PAGE}/{_all()[0].id}"
    assert forms.send(client, address, is_required="y").status_code == 303
    assert forms.send(client, address, {"label-fr": "Réseau de santé"}).status_code == 422


def test_rows_are_added_and_moved_without_saving(client: FlaskClient, forum: Forum) -> None:
    page = forms.send(client, f"{PAGE}/new/choice", {"label-fr": "Quoi ?", **TWO}, rows="add options")
    assert (page.status_code, _all()) == (200, [])
    assert 'name="options-2-label-fr"' in page.text and "Voiture" in page.text


def test_a_preview_shows_both_languages_and_saves_nothing(client: FlaskClient, forum: Forum) -> None:
    values = {"label-fr": "Comment venez-vous ?", "label-ar": "كيف ستأتون؟", **TWO, "preview": "1"}
    page = forms.send(client, f"{PAGE}/new/choice", values)
    assert (page.status_code, _all()) == (200, [])
    assert 'name="seen-fr-q-0"' in page.text and 'name="seen-ar-q-0"' in page.text


def test_a_choice_that_was_made_is_withdrawn_and_one_that_was_not_is_gone(
    client: FlaskClient, forum: Forum
) -> None:
    options = [option("train"), option("car"), option("bus")]
    question = make_questions.question(forum, QuestionKind.CHOICE, options=options)
    make_questions.answer(make.registration(forum, make.category(forum)), question, "train")
    values = {f"options-{number}-label-{one}": "" for number in (0, 1) for one in ("ar", "fr")}
    values |= {"options-3-label-fr": "Avion", "options-3-offered": "y"}
    assert forms.send(client, f"{PAGE}/{question.id}", values).status_code == 303
    [changed] = _all()
    told = [(one["label"]["fr"], one["offered"]) for one in changed.options]
    assert told == [("bus", True), ("Avion", True), ("train", False)]
    assert changed.options[2]["key"] == "train"
    again = forms.held(client.get(f"{PAGE}/{question.id}"))
    assert "options-2-offered" not in again


def test_the_kind_changes_until_somebody_answers(client: FlaskClient, forum: Forum) -> None:
    question = make_questions.question(forum)
    assert forms.send(client, f"{PAGE}/{question.id}/as/long").status_code == 303
    assert _all()[0].kind is QuestionKind.LONG
    page = client.get(f"{PAGE}/{question.id}/as/short")
    make_questions.answer(make.registration(forum, make.category(forum)), question, "Fès")
    assert client.post(f"{PAGE}/{question.id}/as/short", data=forms.held(page)).status_code == 409
    assert _all()[0].kind is QuestionKind.LONG


def test_of_two_editors_the_later_is_shown_what_the_other_did(client: FlaskClient, forum: Forum) -> None:
    question = make_questions.question(forum)
    mine = forms.held(client.get(f"{PAGE}/{question.id}"))
    assert forms.send(client, f"{PAGE}/{question.id}", {"label-fr": "Ville de départ"}).status_code == 303
    page = client.post(f"{PAGE}/{question.id}", data=mine | {"label-fr": "Votre ville"})
    assert page.status_code == 409
    assert "Ville de départ" in page.text and "Votre ville" in page.text
    decided = forms.held(page)
    assert client.post(f"{PAGE}/{question.id}", data=decided).status_code == 303
    assert _all()[0].label["fr"] == "Votre ville"


def test_two_who_save_at_once_are_told_in_turn(app: Flask, forum: Forum) -> None:
    question = make_questions.question(forum)
    clients = [app.test_client() for _ in range(2)]
    for number, one in enumerate(clients):
        make.enter(one, make.account(Role.ORGANISER, forum, f"{number}@example.org"))
    statuses = forms.at_once(clients, [f"{PAGE}/{question.id}"] * 2, {"label-fr": "Votre ville"})
    assert sorted(statuses) == [303, 409]


def test_questions_are_put_in_order_but_never_before_what_they_wait_for(
    client: FlaskClient, forum: Forum
) -> None:
    first = make_questions.question(forum, QuestionKind.CONSENT)
    second = make_questions.question(forum, depends_on_id=first.id, depends_on_value="yes")
    third = make_questions.question(forum)
    assert forms.send(client, f"{PAGE}/{third.id}/up", page=PAGE).status_code == 303
    assert [one.id for one in _all()] == [first.id, third.id, second.id]
    assert forms.send(client, f"{PAGE}/{second.id}/up", page=PAGE).status_code == 303
    assert forms.send(client, f"{PAGE}/{second.id}/up", page=PAGE).status_code == 409
    assert [one.id for one in _all()] == [first.id, second.id, third.id]
    assert [one.version for one in _all()] == [1, 1, 1]


def test_a_condition_on_a_later_question_or_a_withdrawn_answer_is_refused(
    client: FlaskClient, forum: Forum
) -> None:
    first = make_questions.question(forum)
    options = [option("train"), option("car"), option("bus", offered=False)]
    later = make_questions.question(forum, QuestionKind.CHOICE, options=options)
    for value in (f"{later.id}:train", f"{first.id}:yes"):
        assert forms.send(client, f"{PAGE}/{first.id}", shown_when=value).status_code == 422
    assert (
        forms.send(
            client, f"{PAGE}/new/short", {"label-fr": "x", "shown_when": f"{later.id}:bus"}
        ).status_code
        == 422
    )


def test_an_answer_that_another_question_waits_for_stays(client: FlaskClient, forum: Forum) -> None:
    first = make_questions.question(forum, QuestionKind.CHOICE)
    make_questions.question(forum, depends_on_id=first.id, depends_on_value="car", label="Plaque")
    refused = forms.send(
        client,
        f"{PAGE}/{first.id}",
        {"options-1-offered": None, "options-2-label-fr": "Bus", "options-2-offered": "y"},
    )
    assert refused.status_code == 409
    assert "Plaque" in refused.text
    for act in ("retirement", "removal"):
        page = f"{PAGE}/{first.id}/removal" if act == "removal" else PAGE
        answer = forms.send(client, f"{PAGE}/{first.id}/{act}", page="" if act == "removal" else page)
        assert answer.status_code == 409
    assert len(_all()) == 2


def test_a_question_is_retired_asked_again_and_duplicated(client: FlaskClient, forum: Forum) -> None:
    question = make_questions.question(forum, QuestionKind.CHOICE)
    assert forms.send(client, f"{PAGE}/{question.id}/retirement", page=PAGE).status_code == 303
    assert not _all()[0].is_asked
    assert forms.send(client, f"{PAGE}/{question.id}/return", page=PAGE).status_code == 303
    assert _all()[0].is_asked
    last = make_questions.question(forum)
    assert forms.send(client, f"{PAGE}/{question.id}/copy", page=PAGE).status_code == 303
    [first, copied, third] = _all()
    assert (copied.label, copied.options, copied.is_asked) == (first.label, first.options, False)
    assert third.id == last.id
    assert _acts() == ["question.retired", "question.asked", "question.added"]


def test_only_what_nobody_answered_is_deleted(client: FlaskClient, forum: Forum) -> None:
    answered, file = make_questions.question(forum), make_questions.question(forum, QuestionKind.FILE)
    make_questions.upload(file)
    make_questions.answer(make.registration(forum, make.category(forum)), answered, "Fès")
    assert forms.send(client, f"{PAGE}/{answered.id}/removal").status_code == 409
    assert forms.send(client, f"{PAGE}/{file.id}/removal").status_code == 303
    assert [one.id for one in _all()] == [answered.id]


def test_the_log_tells_words_and_no_keys(client: FlaskClient, forum: Forum) -> None:
    category = make.category(forum)
    question = make_questions.question(forum, QuestionKind.CHOICE)
    values = {"options-0-label-fr": "Autocar", "category_ids": str(category.id), "label-fr": "Trajet"}
    assert forms.send(client, f"{PAGE}/{question.id}", values).status_code == 303
    entry = db.session.scalars(sa.select(Entry).where(Entry.act == "question.edited")).one()
    assert entry.details == {
        "changes": {
            "question_label.fr": ["Ville", "Trajet"],
            "question_options": [["Train", "Voiture"], ["Autocar", "Voiture"]],
            "question_categories": [[], ["الجمعيات / Associations"]],
        }
    }
    assert "Autocar" in client.get(f"/fr/office/live/history/question/{question.id}").text


def test_the_questions_of_an_archived_event_stay_as_they_are(client: FlaskClient, forum: Forum) -> None:
    question = make_questions.question(forum)
    page = client.get(f"{PAGE}/{question.id}")
    with unit_of_work():
        db.session.get_one(Forum, forum.id).state = State.ARCHIVED
    assert client.post(f"{PAGE}/{question.id}", data=forms.held(page)).status_code == 409
    assert client.get(PAGE).status_code == 200
    assert f"{PAGE}/{question.id}/up" not in client.get(PAGE).text


def test_the_list_asks_as_much_for_three_as_for_one(client: FlaskClient, forum: Forum) -> None:
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make_questions.question(forum)
        with counted() as statements:
            assert client.get(PAGE).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_new_edition_takes_the_questions_with_their_conditions_and_categories(forum: Forum) -> None:
    new = make.forum("next")
    old, others = [make.category(forum) for _ in range(2)], [make.category(new)]
    first = make_questions.question(forum, QuestionKind.CHOICE, category_ids=[old[0].id])
    make_questions.question(forum, depends_on_id=first.id, depends_on_value="car")
    make_questions.question(forum, category_ids=[old[1].id])
    make_questions.question(forum, is_asked=False)
    with unit_of_work():
        question_copying.copy(forum, new, None)
    made = db.session.scalars(
        sa.select(Question).where(Question.forum_id == new.id).order_by(Question.position)
    ).all()
    assert [one.category_ids for one in made] == [[others[0].id], [], []]
    assert [one.depends_on_id for one in made] == [None, made[0].id, None]
    assert [one.depends_on_value for one in made] == ["", "car", ""]
    # Whom the third was for does not come there: nobody is asked in their stead.
    assert [one.is_asked for one in made] == [True, True, False]
    assert isinstance(made[0].label, Translated)


@pytest.mark.parametrize("label", ["Numéro de CIN", "رقم البطاقة الوطنية"])
def test_an_identity_card_is_asked_for_by_the_rules_alone(
    client: FlaskClient, forum: Forum, label: str
) -> None:
    answer = forms.send(client, f"{PAGE}/new/short", {"label-fr": label})
    assert (answer.status_code, _all()) == (422, [])
    assert 'href="/fr/office/live/registration-rules#card"' in answer.text


def test_two_answers_with_the_same_words_are_refused_at_the_field(client: FlaskClient, forum: Forum) -> None:
    same = TWO | {"label-fr": "Ville ?", "options-1-label-fr": "  TRAIN. ", "options-1-label-ar": "القطار"}
    answer = forms.send(client, f"{PAGE}/new/choice", same)
    assert (answer.status_code, _all()) == (422, [])
    assert 'href="#options"' in answer.text
    signs = TWO | {"label-fr": "Âge ?", "options-0-label-fr": "< 18", "options-1-label-fr": "> 18"}
    assert forms.send(client, f"{PAGE}/new/choice", signs).status_code == 303


def test_the_preview_stands_as_the_fields_do(client: FlaskClient, forum: Forum) -> None:
    values = {"label-fr": "Ville ?", "label-ar": "المدينة؟", "preview": "1"}
    seen = forms.send(client, f"{PAGE}/new/short", values).text.partition('id="seen"')[2]
    assert seen.index('<div lang="fr"') < seen.index('<div lang="ar"')


def test_a_condition_names_the_question_with_the_answer(client: FlaskClient, forum: Forum) -> None:
    first = make_questions.question(forum, QuestionKind.CHOICE, label="Transport")
    made = make_questions.question(forum, depends_on_id=first.id, depends_on_value="car")
    page = client.get(f"{PAGE}/{made.id}").text
    assert ">Transport\u00a0: Voiture</option>" in page
