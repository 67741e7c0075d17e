"""People who answered more than their name: consents, a question, a file, a card."""

from typing import Any

from app.forums.models import Forum
from app.platform import storage
from app.platform.db import db, unit_of_work
from app.platform.text import Translated
from app.registrations import consents, identity_card, notices, rule_actions, rules
from app.registrations.models import Category, Registration
from app.registrations.question_rows import Answer, Question, Upload
from app.registrations.words import ConsentKind, QuestionKind
from tests import make

CARD = "AB123456"


def set_rules(forum: Forum, **values: Any) -> None:
    """Change columns of the rules."""
    with unit_of_work():
        version = rules.of(forum.id).version or 0
        rule_actions.change(db.session.get_one(Forum, forum.id), values, version=version, by=None)


def registered(forum: Forum, category: Category, *given: ConsentKind, **person: Any) -> Registration:
    """Somebody who read the notice and agreed to what is `given`, and to nothing else."""
    made = make.registration(forum, category, **person)
    with unit_of_work():
        notice = notices.in_force(db.session.get_one(Forum, forum.id))
        asked = notices.asked(rules.of(forum.id))
        consents.write(made, notice.id, {ConsentKind.NOTICE: True} | {one: one in given for one in asked})
    return made


def whole(forum: Forum, category: Category, **person: Any) -> tuple[Registration, str]:
    """Somebody with all that a registration may hold; and the key of the file that was sent."""
    columns = identity_card.columns(CARD, forum.id) | {
        "organisation": "Association Amal-Unique",
        "registrant": "Said Registrant-Unique",
        "arrangements": ["wheelchair"],
        "arrangements_note": "note-unique to prepare",
    }
    made = registered(forum, category, ConsentKind.PHOTO, **(columns | person))
    stored = storage.put(b"a file", suffix=".pdf")
    with unit_of_work():
        text = Question(forum_id=forum.id, kind=QuestionKind.SHORT, label=Translated(fr="Votre ville"))
        file = Question(forum_id=forum.id, kind=QuestionKind.FILE, label=Translated(fr="Votre lettre"))
        db.session.add_all([text, file])
        db.session.flush()
        upload = Upload(
            forum_id=forum.id,
            question_id=file.id,
            registration_id=made.id,
            file_key=stored.key,
            filename="lettre-unique.pdf",
            content_type="application/pdf",
            size=6,
        )
        db.session.add(upload)
        db.session.flush()
        db.session.add(Answer(registration_id=made.id, question_id=text.id, value="ville-unique"))
        db.session.add(Answer(registration_id=made.id, question_id=file.id, value=upload.public_id))
    return made, stored.key
