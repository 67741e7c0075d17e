"""The days of a programme as they are drawn: hour by hour, with prayers between, on a desk side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import sqlalchemy as sa

from app.forums.models import Day, Forum
from app.platform.db import db
from app.platform.text import Translated
from app.programme.conflicts import Band
from app.programme.prayer_bands import bands
from app.programme.schedule_grid import Grid, Slot, lay
from app.programme.schedule_reading import Item


@dataclass
class Hour:
    """What begins at a moment: sessions, a prayer, or both."""

    at: datetime
    items: list[Item] = field(default_factory=list)
    prayer: Band | None = None


@dataclass(frozen=True)
class ShownDay:
    """One day. `on`: none for sessions whose time is not known, which are in `timeless`. `grid`: none where
    one stream says as much.
    """

    on: date | None
    title: Translated
    hours: list[Hour]
    timeless: list[Item]
    cancelled: list[Item]
    grid: Grid | None

    @property
    def standing(self) -> list[Item]:
        """What takes place, in the order of the hours."""
        return [*(item for hour in self.hours for item in hour.items), *self.timeless]

    @property
    def count(self) -> int:
        return len(self.standing)

    @property
    def bands(self) -> list[Band]:
        return [hour.prayer for hour in self.hours if hour.prayer]


def shown_days(forum: Forum, items: Iterable[Item], *, side_by_side: bool = True) -> list[ShownDay]:
    """The days of these sessions in their order, in three queries; those without a time at the end."""
    by_day: dict[date | None, list[Item]] = {}
    for item in items:
        by_day.setdefault(item.on, []).append(item)
    dates = [on for on in by_day if on]
    titles = {row.on: row.title for row in db.session.scalars(sa.select(Day).where(Day.forum_id == forum.id))}
    prayers: dict[datetime, Band] = {band.starts_at: band for band in (bands(forum, dates) if dates else ())}
    return [
        _day(on, found, titles.get(on, Translated()) if on else Translated(), prayers, side_by_side)
        for on, found in by_day.items()
    ]


def _day(
    on: date | None,
    items: Sequence[Item],
    title: Translated,
    prayers: dict[datetime, Band],
    side_by_side: bool,
) -> ShownDay:
    cancelled = [item for item in items if item.is_cancelled]
    standing = [item for item in items if not item.is_cancelled]
    if on is None or not standing:
        return ShownDay(on, title, [], standing, cancelled, None)
    slots = [_slot(item, item.row.starts_at) for item in standing if item.row.starts_at]
    begin, end = min(one.starts_at for one in slots), max(one.until for one in slots)
    within = [band for at, band in prayers.items() if begin <= at < end]
    hours = _hours(standing, within)
    grid = lay(slots, _moments(within)) if side_by_side else None
    return ShownDay(on, title, hours, [], cancelled, grid)


def _hours(items: Iterable[Item], prayers: Iterable[Band]) -> list[Hour]:
    found: dict[datetime, Hour] = {}
    for item in items:
        if item.row.starts_at:
            found.setdefault(item.row.starts_at, Hour(item.row.starts_at)).items.append(item)
    for band in prayers:
        found.setdefault(band.starts_at, Hour(band.starts_at)).prayer = band
    return [found[at] for at in sorted(found)]


def _slot(item: Item, begin: datetime) -> Slot:
    hall = item.row.hall
    return Slot(item.row.ref, (hall.position, hall.id) if hall else None, begin, item.row.ends_at)


def _moments(prayers: Iterable[Band]) -> list[datetime]:
    return [moment for band in prayers for moment in (band.starts_at, band.ends_at)]
