"""Refusals: what the domain answers when a rule says no. Drawn as pages by `ui/errors.py`."""

from typing import Any

from app.platform.i18n import lazy


class Refusal(Exception):
    """A rule said no. `message` is a (lazily translated) sentence a person can act on."""

    status = 409

    def __init__(self, message: Any) -> None:
        super().__init__(str(message))
        self.message = message


class Conflict(Refusal):
    """The state of things does not allow it now."""

    status = 409


class Overtaken(Conflict):
    """Somebody else changed the row after it was opened; both versions can be shown."""

    def __init__(self) -> None:
        super().__init__(lazy("Somebody else changed this meanwhile. Open it again, compare, then save."))


class Crowded(Conflict):
    """Others held what was needed for longer than one waits."""

    def __init__(self) -> None:
        super().__init__(
            lazy(
                "Many people are sending at this moment. Nothing was changed: please send again in a moment."
            )
        )


class Gone(Refusal):
    """It existed, and is no longer valid."""

    status = 410


class NotFound(Refusal):
    """Nothing here for the person who asks. Without a sentence of its own the page tells what to try."""

    status = 404

    def __init__(self, message: Any = "") -> None:
        super().__init__(message)
