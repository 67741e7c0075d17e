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


# The step forward comes first, the step back after it, then what an event does for which nobody registers.
NEXT: dict[State, tuple[State, ...]] = {
    State.DRAFT: (State.ANNOUNCED,),
    State.ANNOUNCED: (State.OPEN, State.DRAFT, State.CLOSED),
    State.OPEN: (State.UNDER_WAY, State.ANNOUNCED),
    State.UNDER_WAY: (State.CLOSED, State.OPEN),
    State.CLOSED: (State.ARCHIVED, State.UNDER_WAY),
    State.ARCHIVED: (State.CLOSED,),
}
_ORDER = list(State)


def forward(state: State) -> State | None:
    """The step that follows; none after the archive."""
    return next((to for to in NEXT[state] if not is_back(state, to)), None)


def back(state: State) -> State | None:
    """The step that is taken back; none at the beginning."""
    return next((to for to in NEXT[state] if is_back(state, to)), None)


def is_back(state: State, to: State) -> bool:
    """Whether going there undoes a step."""
    return _ORDER.index(to) < _ORDER.index(state)
