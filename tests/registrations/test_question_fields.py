"""The questions of an organiser as a form: what is asked, kept, checked and told."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.datastructures import FileStorage, MultiDict

from app.forums.models import Forum
from app.platform import storage
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import using
from app.registrations import answers, question_files, question_queries, question_uploads
from app.registrations.question_fields import QuestionsForm, asked, form_of, told
from app.registrations.question_rows import Answer, Question, Upload
from app.registrations.words import QuestionKind
from tests import make, make_questions
from tests.make_questions import option
from tests.queries import counted


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


def _sent(
    app: Flask,
    forum: Forum,
    questions: list[Question],
    *values: tuple[str, Any],
    held: Any = None,
    sender: str = "",
) -> QuestionsForm:
    by = {"REMOTE_ADDR": sender}
    with app.test_request_context("/fr/", method="POST", environ_base=by), using("fr"):
        form = form_of(questions, forum, held, formdata=MultiDict(values))
        form.validate()
        form.stage()
    return form


def test_each_category_is_asked_its_own_questions_in_their_order(forum: Forum) -> None:
    press = make.category(forum)
    for_all = make_questions.question(forum)
    make_questions.question(forum, category_ids=[press.id + 1])
    theirs = make_questions.question(forum, category_ids=[press.id])
    make_questions.question(forum, is_asked=False)
    make_questions.question(make.forum("other"))
    assert asked(forum.id, press.id) == [for_all, theirs]
    assert asked(forum.id, None) == [for_all]


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (QuestionKind.SHORT, "  Ifrane  ", "Ifrane"),
        (QuestionKind.LONG, "Une ligne\nUne autre", "Une ligne\nUne autre"),
        (QuestionKind.CHOICE, "train", "train"),
        (QuestionKind.NUMBER, "١٢", 12),
        (QuestionKind.NUMBER, "0", 0),
        (QuestionKind.DATE, "٢٢/٠٦/٢٠١٩", "2019-06-22"),
        (QuestionKind.DATE, "2019-06-22", "2019-06-22"),
        (QuestionKind.CONSENT, "y", True),
    ],
)
def test_an_answer_is_kept_as_what_it_is(
    app: Flask, forum: Forum, kind: QuestionKind, typed: str, value: Any
) -> None:
    question = make_questions.question(forum, kind, is_required=True)
    form = _sent(app, forum, [question], (f"q-{question.id}", typed))
    assert (form.errors, form.values()) == ({}, {question.id: value})


def test_several_choices_are_kept_in_the_order_they_were_offered(app: Flask, forum: Forum) -> None:
    question = make_questions.question(forum, QuestionKind.SEVERAL)
    name = f"q-{question.id}"
    form = _sent(app, forum, [question], (name, "train"), (name, "car"))
    assert form.values() == {question.id: ["train", "car"]}


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_what_is_required_must_be_answered(app: Flask, forum: Forum, kind: QuestionKind) -> None:
    question = make_questions.question(forum, kind, is_required=True)
    form = _sent(app, forum, [question], ("csrf_token", ""))
    assert len(form.summary()) == 1
    assert form.values() == {question.id: None}


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_what_is_optional_may_be_left(app: Flask, forum: Forum, kind: QuestionKind) -> None:
    question = make_questions.question(forum, kind)
    form = _sent(app, forum, [question], ("csrf_token", ""))
    assert (form.summary(), form.values()) == ([], {question.id: None})


@pytest.mark.parametrize(
    ("kind", "bounds", "typed"),
    [
        (QuestionKind.SHORT, {"most": 3}, "Ifrane"),
        (QuestionKind.LONG, {"least": 10}, "court"),
        (QuestionKind.SHORT, {}, "x" * 201),
        (QuestionKind.NUMBER, {"least": 1}, "0"),
        (QuestionKind.NUMBER, {"most": 4}, "5"),
        (QuestionKind.NUMBER, {}, "99999999999"),
        (QuestionKind.NUMBER, {}, "douze"),
        (QuestionKind.SEVERAL, {"least": 2}, "train"),
        (QuestionKind.CHOICE, {}, "plane"),
        (QuestionKind.SEVERAL, {}, "plane"),
        (QuestionKind.DATE, {"least": date(2019, 6, 23).toordinal()}, "22/06/2019"),
        (QuestionKind.DATE, {"most": date(2019, 6, 21).toordinal()}, "22/06/2019"),
        (QuestionKind.DATE, {}, "22 juin"),
        (QuestionKind.DATE, {}, "31/02/2019"),
    ],
)
def test_what_is_out_of_bounds_is_told_at_its_field_and_kept(
    app: Flask, forum: Forum, kind: QuestionKind, bounds: dict[str, int], typed: str
) -> None:
    question = make_questions.question(forum, kind, **bounds)
    name = f"q-{question.id}"
    form = _sent(app, forum, [question], (name, typed))
    [(at, sentence)] = form.summary()
    assert at in (name, f"{name}-0")
    assert "Ville" in sentence
    with app.test_request_context("/fr/"):
        shown = form[name]()
    # A day goes back as the browser's own input takes it.
    kept = "2019-06-22" if typed == "22/06/2019" else typed
    assert kind in (QuestionKind.CHOICE, QuestionKind.SEVERAL) or kept in shown


def test_a_question_that_its_condition_hides_is_not_required_and_gives_no_answer(
    app: Flask, forum: Forum
) -> None:
    first = make_questions.question(forum, QuestionKind.CHOICE)
    plate = make_questions.question(
        forum, is_required=True, depends_on_id=first.id, depends_on_value="car", most=5
    )
    names = (f"q-{first.id}", f"q-{plate.id}")
    hidden = _sent(app, forum, [first, plate], (names[0], "train"), (names[1], "far too long"))
    assert (hidden.summary(), hidden.values()) == ([], {first.id: "train", plate.id: None})
    shown = _sent(app, forum, [first, plate], (names[0], "car"))
    assert [at for at, _sentence in shown.summary()] == [names[1]]
    answered = _sent(app, forum, [first, plate], (names[0], "car"), (names[1], "1-A"))
    assert answered.values() == {first.id: "car", plate.id: "1-A"}


def test_a_question_that_waits_for_one_that_is_not_asked_is_not_drawn(app: Flask, forum: Forum) -> None:
    first = make_questions.question(forum, QuestionKind.CONSENT, is_asked=False)
    second = make_questions.question(forum, is_required=True, depends_on_id=first.id, depends_on_value="yes")
    form = _sent(app, forum, [second], (f"q-{second.id}", "x"))
    assert (form.drawn(), form.summary(), form.values()) == ([], [], {second.id: None})


def test_a_question_ends_no_sentence_within_another_and_keeps_its_mark_at_the_end(
    app: Flask, forum: Forum
) -> None:
    question = make_questions.question(forum, label="Quelle ville\u00a0?", is_required=True)
    name = f"q-{question.id}"
    [(_at, missing)] = _sent(app, forum, [question], (name, "")).summary()
    assert missing == "Indiquez\u00a0: Quelle ville\u00a0?"
    [(_at, long)] = _sent(app, forum, [question], (name, "a" * 5000)).summary()
    assert ("Quelle ville" in long, "?" in long) == (True, False)


def test_a_long_choice_is_a_list_and_an_optional_short_one_can_be_taken_back(
    app: Flask, forum: Forum
) -> None:
    options = [option(str(number)) for number in range(8)]
    long = make_questions.question(forum, QuestionKind.CHOICE, options=options)
    short = make_questions.question(forum, QuestionKind.CHOICE)
    form = _sent(app, forum, [long, short], (f"q-{short.id}", ""), held={short.id: "car"})
    assert form[f"q-{long.id}"].type == "SelectField"
    assert form.values() == {long.id: None, short.id: None}


def test_a_choice_that_is_withdrawn_stays_for_who_made_it(app: Flask, forum: Forum) -> None:
    options = [option("train", fr="Train", offered=False), option("car", fr="Voiture")]
    question = make_questions.question(forum, QuestionKind.CHOICE, options=options)
    name = f"q-{question.id}"
    assert _sent(app, forum, [question], (name, "train")).errors
    again = _sent(app, forum, [question], (name, "train"), held={question.id: "train"})
    assert (again.errors, again.values()) == ({}, {question.id: "train"})


def test_nothing_is_ticked_before_somebody_ticks_it(app: Flask, client: FlaskClient, forum: Forum) -> None:
    question = make_questions.question(forum, QuestionKind.CONSENT, is_required=True)
    with app.test_request_context("/fr/"):
        assert "checked" not in form_of([question], forum)[f"q-{question.id}"]()


def _file(data: bytes, name: str) -> FileStorage:
    return FileStorage(BytesIO(data), name)


def test_a_file_stays_when_another_field_is_wrong(app: Flask, forum: Forum) -> None:
    file = make_questions.question(forum, QuestionKind.FILE, is_required=True)
    city = make_questions.question(forum, is_required=True)
    name = f"q-{file.id}"
    first = _sent(app, forum, [file, city], (name, _file(make_questions.PDF, "mandat.pdf")))
    assert [at for at, _sentence in first.summary()] == [f"q-{city.id}"]
    kept = first[name].upload
    assert (kept.filename, kept.registration_id) == ("mandat.pdf", None)
    second = _sent(app, forum, [file, city], (f"{name}-kept", kept.public_id), (f"q-{city.id}", "Fès"))
    assert (second.errors, second.values()) == ({}, {file.id: kept.public_id, city.id: "Fès"})


def test_a_photograph_is_kept_without_the_place_where_it_was_taken(app: Flask, forum: Forum) -> None:
    question = make_questions.question(forum, QuestionKind.FILE)
    form = _sent(app, forum, [question], (f"q-{question.id}", _file(make_questions.photograph(), "a.b.png")))
    upload = form[f"q-{question.id}"].upload
    with storage.open(upload.file_key) as stored, Image.open(stored) as picture:
        assert dict(picture.getexif()) == {}
    assert (upload.content_type, upload.filename) == ("image/jpeg", "a.b.jpg")


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"MZ\x90\x00", "mandat.pdf"), (b"<script>", "a.png"), (b"%PDF-" + b"0" * 5 * 1024 * 1024, "long.pdf")],
)
def test_a_file_that_cannot_be_taken_is_refused_and_kept_nowhere(
    app: Flask, forum: Forum, data: bytes, name: str
) -> None:
    question = make_questions.question(forum, QuestionKind.FILE)
    form = _sent(app, forum, [question], (f"q-{question.id}", _file(data, name)))
    assert len(form.summary()) == 1
    assert db.session.scalars(sa.select(Upload)).all() == []


def test_a_file_of_a_hidden_question_is_kept_nowhere(app: Flask, forum: Forum) -> None:
    first = make_questions.question(forum, QuestionKind.CONSENT)
    file = make_questions.question(forum, QuestionKind.FILE, depends_on_id=first.id, depends_on_value="yes")
    form = _sent(app, forum, [first, file], (f"q-{file.id}", _file(make_questions.PDF, "a.pdf")))
    assert form.values() == {first.id: None, file.id: None}
    assert db.session.scalars(sa.select(Upload)).all() == []


def test_the_file_of_another_person_or_question_cannot_be_claimed(app: Flask, forum: Forum) -> None:
    file, other = (make_questions.question(forum, QuestionKind.FILE) for _ in range(2))
    registration = make.registration(forum, make.category(forum))
    theirs, elsewhere = make_questions.upload(file), make_questions.upload(other)
    make_questions.answer(registration, file, theirs.public_id)
    for public_id in (theirs.public_id, elsewhere.public_id, "unknown"):
        form = _sent(app, forum, [file], (f"q-{file.id}-kept", public_id))
        assert form.values() == {file.id: None}
    mine = _sent(app, forum, [file], ("x", ""), held={file.id: theirs.public_id})
    assert mine.values() == {file.id: theirs.public_id}


def test_another_file_takes_the_place_of_the_first_which_is_gone_after_the_commit(forum: Forum) -> None:
    question = make_questions.question(forum, QuestionKind.FILE)
    registration = make.registration(forum, make.category(forum))
    first, second = make_questions.upload(question), make_questions.upload(question)
    keys = (first.file_key, second.file_key)
    for one in (first, second):
        make_questions.answer(registration, question, one.public_id)
    assert [key for key in keys if key in storage.all_keys()] == [keys[1]]
    [answer] = question_queries.answers([registration.id])
    assert told(answer) == "mandat.pdf"
    make_questions.answer(registration, question, None)
    assert db.session.scalars(sa.select(Upload)).all() == []
    assert keys[1] not in storage.all_keys()


def test_a_file_that_another_form_took_meanwhile_is_refused(forum: Forum) -> None:
    question = make_questions.question(forum, QuestionKind.FILE)
    category = make.category(forum)
    first, second = (make.registration(forum, category, email=f"{n}@example.org") for n in range(2))
    upload = make_questions.upload(question)
    make_questions.answer(first, question, upload.public_id)
    with pytest.raises(Conflict), unit_of_work():
        answers.write(second, {question.id: upload.public_id})
    assert len(db.session.scalars(sa.select(Answer)).all()) == 1


def test_files_that_nobody_claimed_are_cleared_after_a_day(forum: Forum) -> None:
    question = make_questions.question(forum, QuestionKind.FILE)
    registration = make.registration(forum, make.category(forum))
    old, claimed, young = (make_questions.upload(question) for _ in range(3))
    make_questions.answer(registration, question, claimed.public_id)
    with unit_of_work():
        for one in (old, claimed):
            one.created_at -= question_uploads.UNCLAIMED_FOR * 2
    keys = (old.file_key, claimed.file_key, young.file_key)
    question_uploads.sweep()
    assert [key for key in keys if key in storage.all_keys()] == [*keys[1:]]
    assert len(db.session.scalars(sa.select(Upload)).all()) == 2


def test_a_flood_of_files_is_stopped_without_taking_one(
    app: Flask, forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.registrations.question_files.MOST_UNCLAIMED", 1)
    question = make_questions.question(forum, QuestionKind.FILE)
    waiting = make_questions.upload(question)

    def errors() -> int:
        file = f"q-{question.id}", _file(make_questions.PDF, "a.pdf")
        return len(_sent(app, forum, [question], file).summary())

    assert (errors(), db.session.scalars(sa.select(Upload)).all()) == (1, [waiting])
    with unit_of_work():
        waiting.created_at -= question_files.WITHIN * 2
    # The form of then was left: its file makes room, an hour later as the sentence says.
    assert (errors(), db.session.scalar(sa.select(sa.func.count(Upload.id)))) == (0, 1)


def test_one_network_address_alone_takes_not_all_the_room(
    app: Flask, forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert question_files.MOST_SENT * question_files.MOST_BYTES <= question_files.MOST_UNCLAIMED / 2
    monkeypatch.setattr(question_files, "MOST_SENT", 1)
    question = make_questions.question(forum, QuestionKind.FILE)
    file = f"q-{question.id}"
    sent = [
        _sent(app, forum, [question], (file, _file(make_questions.PDF, "a.pdf")), sender=sender)
        for sender in ("192.0.2.1", "192.0.2.1", "192.0.2.2")
    ]
    assert [len(form.summary()) for form in sent] == [0, 1, 0]


def test_answers_are_told_in_the_language_of_who_reads(app: Flask, forum: Forum) -> None:
    registration = make.registration(forum, make.category(forum))
    words = {"train": ("القطار", "Train"), "car": ("السيارة", "Voiture")}
    options = [option(key, *both, offered=False) for key, both in words.items()]
    values: list[tuple[QuestionKind, Any]] = [
        (QuestionKind.SHORT, "Fès"),
        (QuestionKind.CHOICE, "train"),
        (QuestionKind.SEVERAL, ["train", "car"]),
        (QuestionKind.NUMBER, 1200),
        (QuestionKind.DATE, "2019-06-22"),
        (QuestionKind.CONSENT, True),
    ]
    for kind, value in values:
        make_questions.answer(
            registration, make_questions.question(forum, kind, options=options, is_asked=False), value
        )
    spoken = {}
    for locale in ("ar", "fr"):
        with app.test_request_context(f"/{locale}/"), using(locale):
            spoken[locale] = [told(one) for one in question_queries.answers([registration.id])][:5]
    assert spoken["fr"] == ["Fès", "Train", "Train et Voiture", "1\u00a0200", "samedi 22 juin 2019"]
    assert spoken["ar"] == ["Fès", "القطار", "القطار والسيارة", "1.200", "السبت 22 يونيو 2019"]


def test_the_answers_of_many_are_read_in_one_query(forum: Forum) -> None:
    category = make.category(forum)
    questions = [make_questions.question(forum), make_questions.question(forum, QuestionKind.FILE)]
    people = [make.registration(forum, category, email=f"{n}@example.org") for n in range(3)]
    for one in people:
        make_questions.answer(one, questions[0], "Fès")
        make_questions.answer(one, questions[1], make_questions.upload(questions[1]).public_id)
    keys = [one.id for one in people]
    for count in (1, 3):
        db.session.expunge_all()
        with counted() as statements:
            found = [told(one) for one in question_queries.answers(keys[:count])]
        assert (len(found), len(statements)) == (2 * count, 1)
