"""What clashes in a programme. Pure: the standard library alone.

    conflicts = found(slots, rooms, days, availabilities, bands, change_minutes)

Same hall, same person and outside the days of the event block a release; the others warn, and can be accepted
with a reason. Breaks need nobody, and clash with nobody but in their hall.
"""

from collections.abc import Iterable

from app.programme import clash_alone, clash_pairs
from app.programme.clashes import Band as Band
from app.programme.clashes import Clash as Clash
from app.programme.clashes import Conflict as Conflict
from app.programme.clashes import Open as Open
from app.programme.clashes import Room as Room
from app.programme.clashes import Severity as Severity
from app.programme.clashes import Slot as Slot
from app.programme.clashes import Stay as Stay

_RANK = {clash: rank for rank, clash in enumerate(Clash)}


def found(
    slots: Iterable[Slot],
    halls: Iterable[Room],
    days: Iterable[Open],
    availabilities: Iterable[Stay],
    bands: Iterable[Band],
    change_minutes: int,
) -> list[Conflict]:
    """All conflicts: those that block first, then by time, those of sessions without an hour last.

    `availabilities` are the times at which persons are there; of whom there is none is there always.
    `change_minutes` is what a person needs from one hall to another. The order in which anything is given
    does not matter.
    """
    known = list(slots)
    rooms = {hall.key: hall for hall in halls}
    open_days = sorted(days, key=lambda one: one.starts_at)
    taken = sorted(bands, key=lambda one: (one.starts_at, one.prayer))
    times = clash_alone.presences(availabilities)
    all_ = list(clash_pairs.found(known, change_minutes))
    for slot in known:
        all_ += clash_alone.staffing(slot)
        all_ += clash_alone.room(slot, rooms)
        all_ += clash_alone.day(slot, open_days)
        all_ += clash_alone.prayers(slot, taken)
        all_ += clash_alone.presence(slot, times)
    begins = {slot.key: slot.starts_at.timestamp() if slot.starts_at else float("inf") for slot in known}
    return sorted(
        all_,
        key=lambda one: (
            one.severity,  # "blocks" stands before "warns"
            min(begins[key] for key in one.keys),
            _RANK[one.clash],
            one.keys,
            one.person or 0,
            one.band.starts_at.timestamp() if one.band else 0,
            one.mark,
        ),
    )
