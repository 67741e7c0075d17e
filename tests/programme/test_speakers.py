"""What the team does with speakers before a release: nothing of it is public."""

import sqlalchemy as sa
from flask import Flask

from app.platform.db import db, unit_of_work
from app.platform.page_versions import PageVersion
from app.platform.text import Translated
from app.programme import actions, speaker_actions
from app.programme.speaker_rows import Speaker
from app.programme.words import Kind, Part
from tests import make
from tests.programme import speaking


def numbers() -> dict[str, int]:
    db.session.rollback()
    return {one.scope: one.number for one in db.session.scalars(sa.select(PageVersion))}


def test_somebody_new_in_the_draft_a_question_and_a_new_link_throw_no_kept_page_away(app: Flask) -> None:
    forum = make.forum()
    make.session(forum)
    make.release(forum)
    who = make.person(forum, **(speaking.MALIKA | speaking.REACHED))
    part = {"person_id": who.id, "unnamed": Translated(), "part": Part.SPEAKER}
    before = numbers()
    with unit_of_work():
        values = {"title": Translated(fr="B"), "kind": Kind.OTHER, "talks": [], "people": [part]}
        actions.add(forum, values, by=None)
    for act in (speaker_actions.ask, speaker_actions.void_links):
        with unit_of_work():
            act(db.session.scalars(sa.select(Speaker)).one(), by=None)
    assert numbers() == before
    make.release(forum)
    assert numbers() != before
