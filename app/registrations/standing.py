"""How a registration goes from one state to another. Pure: the standard library and the words alone."""

from app.registrations.words import State

# Those that hold a place in every quota they touch.
HOLDING = frozenset({State.HELD, State.CONFIRMED})
# Those that are still about to come: marks keep the same person from registering twice.
LIVE = HOLDING | {State.PENDING, State.WAITING}
_ENDED_BY_PERSON_OR_TEAM = frozenset({State.CANCELLED, State.WITHDRAWN})

NEXT: dict[State, frozenset[State]] = {
    State.HELD: frozenset({State.CONFIRMED, State.LAPSED}) | _ENDED_BY_PERSON_OR_TEAM,
    # A change of category by the person leads to a place, or one kept until the contact answers.
    State.PENDING: frozenset({State.CONFIRMED, State.HELD, State.WAITING, State.REFUSED})
    | _ENDED_BY_PERSON_OR_TEAM,
    # And it asks the team anew, where that one is on approval.
    State.WAITING: frozenset({State.CONFIRMED, State.HELD, State.PENDING, State.REFUSED})
    | _ENDED_BY_PERSON_OR_TEAM,
    State.CONFIRMED: frozenset({State.PENDING, State.TRANSFERRED}) | _ENDED_BY_PERSON_OR_TEAM,
    State.REFUSED: frozenset({State.CONFIRMED, State.WAITING}),
    State.CANCELLED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.LAPSED: frozenset(),
    State.TRANSFERRED: frozenset(),
}


def before(state: State) -> frozenset[State]:
    """The states from which one may come to `state`."""
    return frozenset(one for one, following in NEXT.items() if state in following)
