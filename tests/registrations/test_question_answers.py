"""What was answered: told to the team, counted, taken away as a table; files to those alone who may."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.audit.models import Entry
from app.forums.models import Forum
from app.platform.db import db, unit_of_work
from app.registrations import links, moving
from app.registrations.models import Registration
from app.registrations.question_rows import Question, Upload
from app.registrations.words import QuestionKind
from tests import make, make_questions
from tests.make_questions import option
from tests.queries import counted

PAGE = "/fr/office/live/questions"


@pytest.fixture
def forum(client: FlaskClient) -> Forum:
    made = make.forum()
    make.enter(client, make.account(Role.REGISTRAR, made))
    return made


@pytest.fixture
def people(forum: Forum) -> list[Registration]:
    category = make.category(forum)
    return [make.registration(forum, category, email=f"{number}@example.org") for number in range(3)]


def _acts() -> list[str]:
    return list(db.session.scalars(sa.select(Entry.act).order_by(Entry.id.desc()).limit(1)))


def test_choices_are_counted_and_those_who_made_them_listed(
    client: FlaskClient, forum: Forum, people: list[Registration]
) -> None:
    options = [option("train", fr="Train"), option("car", fr="Voiture", offered=False)]
    question = make_questions.question(forum, QuestionKind.SEVERAL, options=options)
    for one, value in zip(people, (["train"], ["train", "car"], ["car"]), strict=True):
        make_questions.answer(one, question, value)
    with unit_of_work():
        moving.cancel(db.session.get_one(Registration, people[2].id))
    page = client.get(f"{PAGE}/{question.id}/answers").text
    assert "Train</span><b>2</b>" in page
    assert "Voiture</span><b>1</b>" in page
    assert "Train et Voiture" in page
    assert _acts() == ["question.answers_read"]


def test_the_answers_are_taken_away_as_a_table(
    client: FlaskClient, forum: Forum, people: list[Registration]
) -> None:
    question = make_questions.question(forum, QuestionKind.NUMBER, label="Accompagnateurs")
    make_questions.answer(people[0], question, 3)
    with client.get(f"{PAGE}/{question.id}/answers.csv") as answer:
        assert answer.text.splitlines()[1].endswith("3")
    assert _acts() == ["question.answers_exported"]
    with client.get(f"{PAGE}/{question.id}/answers.xlsx") as answer:
        assert answer.data.startswith(b"PK")


def test_the_page_asks_as_much_for_three_as_for_one(
    client: FlaskClient, forum: Forum, people: list[Registration]
) -> None:
    question, counts = make_questions.question(forum, QuestionKind.FILE), []
    for some in (people[:1], people[1:]):
        for one in some:
            make_questions.answer(one, question, make_questions.upload(question).public_id)
        with counted() as statements:
            assert client.get(f"{PAGE}/{question.id}/answers").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


@pytest.fixture
def file(forum: Forum, people: list[Registration]) -> Upload:
    question = make_questions.question(forum, QuestionKind.FILE)
    upload = make_questions.upload(question, name="تفويض الجمعية.pdf")
    make_questions.answer(people[0], question, upload.public_id)
    return upload


def test_the_team_reads_a_file_as_something_to_save_and_the_log_says_so(
    client: FlaskClient, file: Upload
) -> None:
    answer = client.get(f"{PAGE}/files/{file.public_id}")
    assert (answer.status_code, answer.data) == (200, make_questions.PDF)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert _acts() == ["registration.file_read"]


def test_a_file_is_read_in_its_own_event_alone_and_only_once_it_is_claimed(
    client: FlaskClient, forum: Forum, file: Upload
) -> None:
    other = make.forum("other")
    make.enter(client, make.account(Role.ADMINISTRATOR))
    assert client.get(f"/fr/office/{other.slug}/questions/files/{file.public_id}").status_code == 404
    waiting = make_questions.upload(db.session.get_one(Question, file.question_id))
    assert client.get(f"{PAGE}/files/{waiting.public_id}").status_code == 404


def test_a_person_reads_their_own_file_by_the_personal_link_and_no_other(
    client: FlaskClient, people: list[Registration], file: Upload
) -> None:
    mine, another = (f"/fr/my/{links.token(one)}" for one in people[:2])
    answer = client.get(f"{mine}/files/{file.public_id}")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    assert client.get(f"{another}/files/{file.public_id}").status_code == 404
    assert "تفويض الجمعية.pdf" in client.get(mine).text
    assert "files/" not in client.get(another).text
