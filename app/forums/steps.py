"""The steps of an event in words: what the button says, and what the public will see."""

from app.forums.lifecycle import State, is_back
from app.platform.i18n import lazy

_FORWARD = {
    State.ANNOUNCED: (
        lazy("Announce the event"),
        lazy("The public will see the page of the event: what it is, where and when. Nobody registers yet."),
    ),
    State.OPEN: (
        lazy("Open registration"),
        lazy("The public will see the button to register. Places are given in the order of arrival."),
    ),
    State.UNDER_WAY: (
        lazy("Mark as under way"),
        lazy("The public will see that the event is under way. Registration on the site ends."),
    ),
    State.CLOSED: (
        lazy("Close the event"),
        lazy("The public will see that the event is over. Its page stays, with programme and documents."),
    ),
    State.ARCHIVED: (
        lazy("Put into the archive"),
        lazy("The page stays public. In the office everything can be read, and nothing changed."),
    ),
}
_BACK = {
    State.DRAFT: (
        lazy("Take back to preparation"),
        lazy("The public page disappears. Who opens its address finds nothing."),
    ),
    State.ANNOUNCED: (
        lazy("Close registration again"),
        lazy("The public page stays. Nobody can register any more; who is registered stays so."),
    ),
    State.OPEN: (lazy("Take back to open registration"), lazy("The public can register again.")),
    State.UNDER_WAY: (
        lazy("Take back to under way"),
        lazy("The public will see the event as under way again."),
    ),
    State.CLOSED: (
        lazy("Take out of the archive"),
        lazy("The office can be changed again. For the public nothing changes."),
    ),
}


def words(state: State, to: State) -> tuple[object, object]:
    """(label of the button, what the public will see) of the step from a state to its neighbour."""
    return (_BACK if is_back(state, to) else _FORWARD)[to]
