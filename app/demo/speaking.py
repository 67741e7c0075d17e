"""What the speakers of the fictional event said by their links: whether they come, when, and who they are."""

from datetime import date

import sqlalchemy as sa

from app.demo.content import moment, read
from app.demo.directory import Directory
from app.forums.models import Forum
from app.platform.db import db
from app.platform.text import Translated
from app.programme import speaker_actions
from app.programme.speaker_rows import Speaker
from app.programme.words import Answer


def hear(forum: Forum, starts_on: date, directory: Directory, day: date) -> None:
    """Add answers, biographies and hours of presence; as if they were asked two days before `day`, and had
    answered the day after.
    """
    content = read("programme")
    found = sa.select(Speaker).where(Speaker.forum_id == forum.id)
    rows = {row.person_id: row for row in db.session.scalars(found)}
    for key, answer in content["answers"].items():
        row = rows[directory.people[key].id]
        speaker_actions.answer(row, Answer(answer), "", by=None)
        row.asked_at, row.answered_at = moment(day, -1, "10:00"), moment(day, 0, "18:00")
    for key in {**content["biographies"], **content["presences"]}:
        row = rows[directory.people[key].id]
        biography = Translated(content["biographies"].get(key, {}))
        presence = [
            (moment(starts_on, number, begin), moment(starts_on, number, end))
            for number, begin, end in content["presences"].get(key, ())
        ]
        db.session.flush()
        speaker_actions.edit(row, biography, presence, version=row.version, by=None)
