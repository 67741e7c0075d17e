"""What the pages of releases show: differences by what happened, with the names of who came and who left."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import User
from app.people.models import Person
from app.platform.db import db
from app.platform.i18n import _, listing
from app.platform.text import Translated, isolate
from app.programme import change_words, concerned
from app.programme.diffing import Difference, Standing, Turn
from app.programme.models import Session
from app.programme.release_rows import Release, Told


@dataclass(frozen=True)
class Line:
    """One session that changed; `key`: that of the draft, none where it is not there any more."""

    key: int | None
    title: Translated
    turns: Sequence[Turn]
    sentences: list[str]
    is_public: bool


def grouped(forum_id: int, changed: Sequence[Difference]) -> dict[Turn, list[Line]]:
    """By the first thing that happened to a session, in the order of `Turn`."""
    rows = db.session.execute(sa.select(Session.ref, Session.id).where(Session.forum_id == forum_id))
    keys: dict[str, int] = {row.ref: row.id for row in rows}
    names, halls = _names(changed), concerned.halls(forum_id)
    found: dict[Turn, list[Line]] = {}
    for turn in Turn:
        lines = [_line(one, keys, names, halls) for one in changed if one.turns[0] is turn]
        if lines:
            found[turn] = lines
    return found


def history(forum_id: int) -> list[tuple[Release, str, int]]:
    """All releases with the name of who released and how many were written to, the latest first."""
    told = sa.select(sa.func.count()).where(Told.release_id == Release.id).scalar_subquery()
    found = sa.select(Release, User.name, told).outerjoin(User, User.id == Release.by_id)
    rows = db.session.execute(found.where(Release.forum_id == forum_id).order_by(Release.number.desc()))
    return [(release, name or "", count) for release, name, count in rows]


def _line(
    one: Difference, keys: Mapping[str, int], names: Mapping[int, Translated], halls: change_words.Halls
) -> Line:
    title = Translated(one.stands.title) or Translated(one.before.title if one.before else {})
    said = {change_words.plain(turn) for turn in (Turn.NEW, Turn.CANCELLED)}  # by the heading above it
    sentences = [line for line in change_words.lines(one, halls) if line not in said]
    came, left = _staff(one.after) - _staff(one.before), _staff(one.before) - _staff(one.after)
    if Turn.RESTAFFED in one.turns and (came or left):
        sentences.remove(change_words.plain(Turn.RESTAFFED))
        sentences += [_("New: %(names)s.", names=_listed(came, names))] if came else []
        sentences += [_("No longer: %(names)s.", names=_listed(left, names))] if left else []
    return Line(keys.get(one.ref), title, one.turns, sentences, one.stands.is_public)


def _staff(one: Standing | None) -> set[int]:
    return {part.person for part in one.people if part.person is not None} if one else set()


def _listed(keys: Collection[int], names: Mapping[int, Translated]) -> str:
    return listing(sorted(isolate(names[key].said()) for key in keys if key in names))


def _names(changed: Sequence[Difference]) -> dict[int, Translated]:
    keys = {key for one in changed if Turn.RESTAFFED in one.turns for key in one.people}
    return {one.id: one.name for one in db.session.scalars(sa.select(Person).where(Person.id.in_(keys)))}
