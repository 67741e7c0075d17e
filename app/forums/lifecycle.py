"""The steps of an event. Pure."""

from enum import StrEnum


class State(StrEnum):
    """How far an event has come."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    OPEN = "open"
    UNDER_WAY = "under_way"
    CLOSED = "closed"
    ARCHIVED = "archived"


NEXT: dict[State, tuple[State, ...]] = {
    State.DRAFT: (State.ANNOUNCED,),
    State.ANNOUNCED: (State.OPEN, State.DRAFT),
    State.OPEN: (State.UNDER_WAY, State.ANNOUNCED),
    State.UNDER_WAY: (State.CLOSED, State.OPEN),
    State.CLOSED: (State.ARCHIVED, State.UNDER_WAY),
    State.ARCHIVED: (State.CLOSED,),
}
