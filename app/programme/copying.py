"""What a new edition takes of the sessions of an earlier one: their draft, never a release."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.accounts.models import User
from app.accounts.queries import forums_with, memberships
from app.forums.models import Forum, Hall, Theme
from app.forums.office_queries import parts
from app.people.models import Person
from app.people.scope import Scope, own_people
from app.platform.clock import local
from app.platform.db import db
from app.platform.text import Translated
from app.programme import queries, speakers
from app.programme.forms_time import moment
from app.programme.models import Participation, Session, Talk

_TEXTS = ("title", "abstract", "note")
_FACTS = ("kind", "minutes", "position", "capacity", "needs_registration", "is_public")


def sessions(earlier: Forum, new: Forum, _by: User | None) -> None:
    """Sessions with their talks. Halls and themes by their place where they were taken along too, else none;
    days as far from the first as they were, no hour where the new event is shorter or has no dates yet.
    """
    db.session.flush()
    halls, themes = _twins(Hall, earlier, new), _twins(Theme, earlier, new)
    for one in _of(earlier):
        made = Session(
            forum_id=new.id,
            hall_id=halls.get(one.hall_id),
            theme_id=themes.get(one.theme_id),
            starts_at=_shifted(one.starts_at, earlier, new),
            languages=list(one.languages),
            interpretation=list(one.interpretation),
            **{name: Translated(getattr(one, name)) for name in _TEXTS},
            **{name: getattr(one, name) for name in _FACTS},
        )
        made.talks = [
            Talk(
                title=Translated(talk.title),
                abstract=Translated(talk.abstract),
                minutes=talk.minutes,
                position=talk.position,
            )
            for talk in one.talks
        ]
        db.session.add(made)


def people(earlier: Forum, new: Forum, by: User | None) -> None:
    """Who had a part in the sessions that were taken along, if they were. The new team knows all of those
    whom the earlier one knew, if who copies may read it there.
    """
    db.session.flush()
    made = _of(new)
    for was, now in zip(_of(earlier), made, strict=False):
        talks = {old.id: talk for old, talk in zip(was.talks, now.talks, strict=True)}
        now.people = [
            Participation(
                person_id=one.person_id,
                unnamed=Translated(one.unnamed),
                part=one.part,
                position=one.position,
                talk=talks.get(one.talk_id or 0),
            )
            for one in was.people
            if one.person is None or one.person.erased_at is None
        ]
    if made:
        speakers.take_up(new.id, by=by, known=_known(earlier, by))
        speakers.ensure(new.id)


def _known(earlier: Forum, by: User | None) -> frozenset[int]:
    readable = forums_with(memberships(by.id), "people.edit") if by else None
    if readable is not None and earlier.id not in readable:
        return frozenset()
    own = own_people(Scope(frozenset({earlier.id})))
    return frozenset(db.session.scalars(own.with_only_columns(Person.id)))


def _of(forum: Forum) -> Sequence[Session]:
    """In the order in which they were entered, which the copies keep."""
    found = queries.sessions(forum.id).order_by(None).order_by(Session.id)
    return db.session.scalars(found.execution_options(populate_existing=True)).unique().all()


def _twins(model: type[Any], earlier: Forum, new: Forum) -> dict[int | None, int]:
    pairs = zip(parts(model, earlier.id), parts(model, new.id), strict=False)
    return {old.id: made.id for old, made in pairs}


def _shifted(at: datetime | None, earlier: Forum, new: Forum) -> datetime | None:
    last = new.ends_on or new.starts_on
    if at is None or earlier.starts_on is None or new.starts_on is None or last is None:
        return None
    day = local(at).date() + (new.starts_on - earlier.starts_on)
    return moment(day, local(at).time()) if new.starts_on <= day <= last else None
