"""A day's sessions side by side: a row for each moment at which one begins or ends, a column for each hall.

Pure. Sessions of one hall that overlap stand in lanes of its column; one without a hall goes across all
columns, or where others run meanwhile into a column of its own. The places are numbers of lines of a CSS grid
(1 is the first), for `programme-grid.css`: a page carries no style of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_ROWS, MOST_COLUMNS = 60, 6
_SHORTEST = timedelta(minutes=15)  # what is shown of a session whose end nobody gives


@dataclass(frozen=True)
class Slot:
    """What stands in the grid. `hall`: its place among the halls and its key, or none."""

    key: str
    hall: tuple[int, int] | None
    starts_at: datetime
    ends_at: datetime | None

    @property
    def until(self) -> datetime:
        return self.ends_at or self.starts_at + _SHORTEST


@dataclass(frozen=True)
class Place:
    """From which line to which, down and across; the first row holds the names of halls, the first column
    the hours.
    """

    row: int
    row_end: int
    column: int
    column_end: int


@dataclass(frozen=True)
class Grid:
    """`heads`: (key of the hall or none, first and last line) of each hall; `hours` and `lines`: the row line
    of a moment.
    """

    columns: int
    heads: list[tuple[int | None, int, int]]
    places: dict[str, Place]
    lines: dict[datetime, int]


def lay(slots: Sequence[Slot], moments: Iterable[datetime] = ()) -> Grid | None:
    """The grid of a day; `moments` get a row line of their own besides those of the sessions. None where one
    stream says as much (a single column), or where there is too much for a grid.
    """
    ends = {one for slot in slots for one in (slot.starts_at, slot.until)}
    lines = {moment: number for number, moment in enumerate(sorted({*ends, *moments}), start=2)}
    across = {slot.key for slot in slots if slot.hall is None and not _meanwhile(slot, slots)}
    lanes: dict[tuple[int, int] | None, list[list[Slot]]] = {}
    for slot in sorted(slots, key=lambda one: one.starts_at):
        if slot.key not in across:
            _into_lane(lanes.setdefault(slot.hall, []), slot)
    columns = sum(len(of_hall) for of_hall in lanes.values())
    if not 2 <= columns <= MOST_COLUMNS or len(lines) > MOST_ROWS:
        return None
    heads: list[tuple[int | None, int, int]] = []
    places, column = {}, 2
    for hall in sorted(lanes, key=lambda one: one or (MOST_ROWS * MOST_ROWS, 0)):
        heads.append((hall[1] if hall else None, column, column + len(lanes[hall])))
        for lane in lanes[hall]:
            for slot in lane:
                places[slot.key] = Place(lines[slot.starts_at], lines[slot.until], column, column + 1)
            column += 1
    for slot in slots:
        if slot.key in across:
            places[slot.key] = Place(lines[slot.starts_at], lines[slot.until], 2, column)
    return Grid(columns, heads, places, lines)


def _meanwhile(slot: Slot, slots: Sequence[Slot]) -> bool:
    return any(
        one.key != slot.key and one.starts_at < slot.until and slot.starts_at < one.until for one in slots
    )


def _into_lane(lanes: list[list[Slot]], slot: Slot) -> None:
    for lane in lanes:
        if lane[-1].until <= slot.starts_at:
            lane.append(slot)
            return
    lanes.append([slot])
