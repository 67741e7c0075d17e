"""Speakers for the tests of their pages: in a draft, in a release, known to the team or not. All commit."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import joinedload

from app.forums.models import Forum
from app.people import ties
from app.people.models import Person
from app.platform.db import db, unit_of_work
from app.programme import speakers
from app.programme.models import Session
from app.programme.speaker_rows import Speaker
from app.programme.words import Part
from tests import make

MAIL, PHONE = "malika@example.org", "+212661020304"
MALIKA = {"given_ar": "مليكة", "family_ar": "بنعمر", "given_latin": "Malika", "family_latin": "Benomar"}
REACHED = {"email": MAIL, "phone": PHONE, "locale": "fr"}


def drafted(forum: Forum, session: Session | None = None, *, knows: bool = True, **person: Any) -> Speaker:
    """Somebody with a part in the draft alone; `knows`: whether the team may read the contact."""
    who = make.person(**(MALIKA | REACHED | person))
    with unit_of_work():
        ties.tie(who, forum.id, by=None, knows=knows)
    make.part(session or make.session(forum), who, Part.MODERATOR)
    with unit_of_work():
        speakers.ensure(forum.id)
    return row(who)


def row(who: Person) -> Speaker:
    """What the only forum of somebody knows of the person, read again."""
    db.session.rollback()
    found: Speaker = db.session.scalars(
        sa.select(Speaker)
        .where(Speaker.person_id == who.id)
        .options(joinedload(Speaker.person))
        .execution_options(populate_existing=True)
    ).one()
    return found


def again(speaker: Speaker) -> Speaker:
    """The row as it stands now."""
    return row(speaker.person)


def press_at_once(clients: list[FlaskClient], address: str, filled: list[dict[str, str]]) -> list[int]:
    """Each client sends its form to the address at the same moment; the statuses of the answers."""
    ready = Barrier(len(clients))

    def press(number: int) -> int:
        ready.wait()
        return clients[number].post(address, data=filled[number]).status_code

    with ThreadPoolExecutor(len(clients)) as people:
        return list(people.map(press, range(len(clients))))
