"""Letters of the programme reach public speakers of others too: their addresses are closed to the team."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

import sqlalchemy as sa

from app.installation import closed_addresses
from app.installation.closed_addresses import Closing
from app.people.models import Person
from app.people.scope import own_people, scope
from app.platform.db import db
from app.programme import release_letters, speaker_letters
from app.programme.release_rows import Told
from app.programme.speaker_rows import Speaker


def declare() -> None:
    """Who knows a person reads the address in the outbox; the others read the name."""
    about: dict[str, type[Speaker] | type[Told]] = {
        speaker_letters.ASKED: Speaker,
        release_letters.CHANGED: Told,
    }
    for kind, model in about.items():
        closed_addresses.close(kind, Closing(partial(_readable, model), partial(_named, model)))


def _readable(model: Any) -> sa.Select[Any] | None:
    where = scope("people.list")
    if where.everything:
        return None
    return sa.select(model.id).where(model.person_id.in_(own_people(where).with_only_columns(Person.id)))


def _named(model: Any, keys: Collection[int]) -> Mapping[int, str]:
    found = sa.select(model.id, Person).join(Person, Person.id == model.person_id).where(model.id.in_(keys))
    return {key: person.name.said() for key, person in db.session.execute(found)}
