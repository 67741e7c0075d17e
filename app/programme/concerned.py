"""Whom a release concerns: what changed since another one, and for whom."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask import g

from app.forums.models import Hall
from app.people.models import Person
from app.platform.db import db
from app.platform.text import Translated
from app.programme import comparing, ports
from app.programme.diffing import Difference, Programme, differences, is_telling, shown
from app.programme.release_rows import Release, Told


@dataclass(frozen=True)
class News:
    """What a release changed since another, or since nothing: internal sessions too, and no mere details.

    `of_person`: by the key of a person what concerns this person; `seen`: what changed for the public.
    Without rows: it outlives a unit of work.
    """

    after: Programme
    of_person: Mapping[int, tuple[Difference, ...]]
    halls: Mapping[int, Translated]
    seen: tuple[Difference, ...] = ()


def since(release: Release, other: Release | None) -> News:
    """What those concerned are told. Read once a request or job: releases are frozen."""
    known: dict[tuple[int, int], News] = g.setdefault("programme_news", {})
    key = (release.id, other.id if other else 0)
    if key not in known:
        known[key] = _read(release, other)
    return known[key]


def bases(release: Release) -> list[Release | None]:
    """The releases whose readers may be told what is new, the likeliest first: the one before, the last about
    which letters went out, none (everything is new): of letters some may never have been written.
    """
    before = comparing.before(release)
    told = sa.select(Told.release_id)
    here = (Release.forum_id == release.forum_id, Release.number < release.number, Release.id.in_(told))
    last = db.session.scalar(sa.select(Release).where(*here).order_by(Release.number.desc()).limit(1))
    return list(dict.fromkeys([before, last, None]))


def people(news: News) -> Sequence[Person]:
    """Those concerned, by name: who was erased is left out."""
    keys = sa.select(Person).where(Person.id.in_(news.of_person), Person.erased_at.is_(None))
    return sorted(db.session.scalars(keys), key=lambda one: (one.name.said(), one.id))


def told(release: Release) -> set[int]:
    """The keys of the persons who were written to about a release."""
    return set(db.session.scalars(sa.select(Told.person_id).where(Told.release_id == release.id)))


def by_parts(_release: Release, changed: Sequence[Difference]) -> Mapping[int, frozenset[str]]:
    """Those with a part in a session, before or after: for `ports.concern`."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for one in changed:
        for person in one.people:
            found[person].add(one.ref)
    return {person: frozenset(refs) for person, refs in found.items()}


def halls(forum_id: int) -> dict[int, Translated]:
    """The names of a forum's halls, by key."""
    rows = db.session.execute(sa.select(Hall.id, Hall.name).where(Hall.forum_id == forum_id))
    return {key: Translated(name) for key, name in rows}


def _read(release: Release, other: Release | None) -> News:
    before, after = comparing.released(other), comparing.released(release)
    changed = [one for one in differences(before, after) if is_telling(one)]
    refs: defaultdict[int, set[str]] = defaultdict(set)
    for find in ports.concerns.values():
        for person, found in find(release, changed).items():
            refs[person] |= found
    of_person = {person: tuple(one for one in changed if one.ref in mine) for person, mine in refs.items()}
    seen = tuple(one for one in differences(shown(before), shown(after)) if is_telling(one))
    return News(after, of_person, halls(release.forum_id), seen)
