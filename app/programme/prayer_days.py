"""Reading the prayers of the days of a forum: computed for its place, and what was corrected by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from app.forums.models import Forum
from app.platform.clock import at
from app.platform.db import db
from app.platform.hijri import in_ramadan
from app.programme import prayers
from app.programme.places import Place, place_of
from app.programme.prayer_words import FIVE, Prayer
from app.programme.rule_rows import PrayerDay, Rules


@dataclass(frozen=True)
class PrayerTimes:
    """The prayers of one day, as moments in UTC. A prayer is missing where the place is not known and nobody
    typed its hour. Friday's stands under Dhuhr.
    """

    on: date
    times: Mapping[Prayer, datetime]  # those that hold: corrected ones over computed ones
    computed: Mapping[Prayer, datetime]
    corrected: frozenset[Prayer]
    proposed: bool  # whether it is one of Ramadan as computed: a day more or less, never official
    said: bool | None  # whether it is one as somebody said; none: nobody did
    version: int  # of the row with the corrections; 0 while there is none

    @property
    def is_ramadan(self) -> bool:
        return self.proposed if self.said is None else self.said


def days_of(forum: Forum) -> list[date]:
    """Each day of a forum; none while its dates are not known."""
    first, last = forum.starts_on, forum.ends_on or forum.starts_on
    if first is None or last is None:
        return []
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def prayers_of(forum: Forum, days: Iterable[date]) -> list[PrayerTimes]:
    """The prayers of these days, in their order, in one query."""
    asked = list(days)
    place = place_of(forum)
    found = sa.select(PrayerDay).where(PrayerDay.forum_id == forum.id, PrayerDay.on.in_(asked))
    rows = {row.on: row for row in db.session.scalars(found)} if asked else {}
    return [told(on, place, rows.get(on)) for on in asked]


def told(on: date, place: Place | None, row: PrayerDay | None) -> PrayerTimes:
    """One day, of what is computed for the place and what its row corrects."""
    computed = prayers.at_place(place.latitude, place.longitude, on) if place else {}
    typed = {prayer: getattr(row, prayer.value) for prayer in FIVE} if row else {}
    by_hand = {prayer: at(on, one.hour, one.minute) for prayer, one in typed.items() if one is not None}
    held = {**computed, **by_hand}
    return PrayerTimes(
        on=on,
        times={prayer: held[prayer] for prayer in FIVE if prayer in held},
        computed=computed,
        corrected=frozenset(by_hand),
        proposed=in_ramadan(on),
        said=row.is_ramadan if row else None,
        version=row.version if row else 0,
    )


def prayer_day(forum_id: int, on: date) -> sa.Select[PrayerDay]:
    """What was corrected of one day."""
    return sa.select(PrayerDay).where(PrayerDay.forum_id == forum_id, PrayerDay.on == on)


def rules_of(forum_id: int) -> sa.Select[Rules]:
    """The rules of one forum's programme; no row while they are ours."""
    return sa.select(Rules).where(Rules.forum_id == forum_id)
