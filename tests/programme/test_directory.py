"""What the directory tells of the parts that persons have in programmes."""

import pytest
from flask import Flask

from app.forums.lifecycle import State
from app.forums.models import Forum
from app.people.ports import Part as Told
from app.platform.db import db, unit_of_work
from app.platform.i18n import using
from app.programme import directory
from app.programme.models import Participation
from app.programme.words import Part
from tests import make
from tests.programme import speaking
from tests.queries import counted


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


def told(app: Flask, *keys: int) -> dict[int, list[Told]]:
    db.session.rollback()
    with app.test_request_context("/fr/"), using("fr"):
        return dict(directory.told(keys))


def test_a_part_of_the_draft_is_the_teams_to_know(app: Flask, forum: Forum) -> None:
    speaker = speaking.drafted(forum)
    (part,) = told(app, speaker.person_id)[speaker.person_id]
    assert (part.forum_id, part.is_public, part.url) == (forum.id, False, "")
    assert "Séance d’essai" in part.text


def test_a_released_part_leads_to_the_public_page_of_the_speaker(app: Flask, forum: Forum) -> None:
    speaker = speaking.drafted(forum)
    make.release(forum)
    (part,) = told(app, speaker.person_id)[speaker.person_id]
    assert (part.is_public, part.url) == (True, f"/fr/forums/live/programme/people/{speaker.ref}")
    assert app.test_client().get(part.url).status_code == 200


def test_what_left_the_draft_is_told_until_the_next_release(app: Flask, forum: Forum) -> None:
    speaker = speaking.drafted(forum)
    other = make.session(forum, hall_id=make.hall(forum).id)
    make.release(forum)
    with unit_of_work():
        db.session.query(Participation).delete()
    assert [one.is_public for one in told(app, speaker.person_id)[speaker.person_id]] == [True]
    make.part(other, make.person(), Part.CHAIR)
    make.release(forum)
    assert told(app, speaker.person_id) == {}


def test_internal_sessions_and_events_in_preparation_are_public_nowhere(app: Flask, forum: Forum) -> None:
    inside = speaking.drafted(forum, make.session(forum, is_public=False))
    hidden = speaking.drafted(make.forum("hidden", state=State.DRAFT), email="other@example.org")
    for event in (inside.forum_id, hidden.forum_id):
        make.release(db.session.get_one(Forum, event))
    found = told(app, inside.person_id, hidden.person_id)
    assert [(one.is_public, one.url) for parts in found.values() for one in parts] == [(False, "")] * 2


def test_many_are_told_in_as_many_questions_as_one(app: Flask, forum: Forum) -> None:
    halls = [make.hall(forum).id for _ in range(3)]
    keys = [
        speaking.drafted(forum, make.session(forum, hall_id=hall), email=f"{hall}@example.org").person_id
        for hall in halls
    ]
    make.release(forum)
    counts = []
    for asked in (keys[:1], keys):
        with counted() as seen:
            assert len(told(app, *asked)) == len(asked)
        counts.append(len(seen))
    assert counts[0] == counts[1]
