"""The questions of a form, changed while somebody answers them."""

from threading import Event, Thread

import sqlalchemy as sa
from flask import Flask

from app.forums.models import Forum
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.registrations import question_actions, registering
from app.registrations.models import Category
from app.registrations.question_rows import Answer, Question
from app.registrations.registering import Wish
from tests import make, make_questions


def test_a_question_that_is_answered_in_the_moment_it_is_removed_stays(app: Flask) -> None:
    forum = make.forum()
    key, kind, question = forum.id, make.category(forum).id, make_questions.question(forum).id
    db.session.rollback()
    identity = registering.new_identity()
    answered, go = Event(), Event()
    told: list[str] = []

    def person() -> None:
        with app.app_context(), unit_of_work():
            registering.register(
                db.session.get_one(Forum, key),
                db.session.get_one(Category, kind),
                {"given_latin": "Amina", "email": "amina@example.org", "locale": "fr"},
                form_token=identity.public_id,
                identity=identity,
                wish=Wish(answers={question: "Fès"}),
            )
            db.session.flush()
            answered.set()
            go.wait(5)

    def organiser() -> None:
        with app.app_context():
            forum, gone = db.session.get_one(Forum, key), db.session.get_one(Question, question)
            try:
                with unit_of_work():
                    question_actions.remove(forum, gone, by=None)
            except Conflict as refusal:
                told.append(str(refusal.message))

    both = [Thread(target=person), Thread(target=organiser)]
    _one_inside_the_other(both[0], both[1], answered, go)
    assert len(told) == 1
    assert db.session.scalars(sa.select(Answer.question_id)).all() == [question]


def _one_inside_the_other(first: Thread, second: Thread, begun: Event, go: Event) -> None:
    """`second` acts while `first` waits, with its act done, to be committed."""
    first.start()
    assert begun.wait(5)
    second.start()
    second.join(0.5)
    go.set()
    for one in (first, second):
        one.join(10)
