"""What is not in a stored letter: links and codes have a slot in its text, filled when it goes out.

The outbox shows ‹personal link› in their place, and no row, backup or page ever holds one.
"""

import re
from collections.abc import Callable, Mapping

from app.platform.i18n import lazy
from app.platform.mail_message import Attachment

SLOT = re.compile(r"\{\{([a-z_]+)\}\}")
NAMES = {"link": lazy("personal link"), "code": lazy("code")}
# Stands for a brace that somebody typed, so that a name such as "{{link}}" is no slot.
BRACE = "brace"

Filled = tuple[dict[str, str], list[Attachment]]
Fill = Callable[[int | None], Filled]
_fills: dict[str, Fill] = {}


def slot(name: str) -> str:
    """Stands in a stored text for a secret of this name (`link`, `code`) until the letter goes out."""
    return f"{{{{{name}}}}}"


def literal(text: str) -> str:
    """What somebody typed, as it must stand in a stored text to be read as typed."""
    return text.replace("{", slot(BRACE))


def fills(kind: str) -> Callable[[Fill], Fill]:
    """Register what gives the secrets and attachments of a kind of letter from its `subject_id`.

    It is called at each sending, in the reader's language, outside any unit of work.
    """

    def register(function: Fill) -> Fill:
        _fills[kind] = function
        return function

    return register


def must_be_filled(text: str, kind: str) -> None:
    """Raises ValueError when the text has a slot, and nothing fills the slots of its kind."""
    if kind not in _fills and any(name != BRACE for name in SLOT.findall(text)):
        raise ValueError(f"Nothing fills the slots of {kind}.")


def filled(kind: str, subject_id: int | None) -> Filled:
    """The secrets and attachments of a letter; none for a kind without slots."""
    return _fills[kind](subject_id) if kind in _fills else ({}, [])


def put_in(text: str, values: Mapping[str, str]) -> str:
    """The text with its slots filled, each once; a slot without a value stays as it is written."""
    known = {BRACE: "{", **values}
    return SLOT.sub(lambda found: known.get(found[1], found[0]), text)


def as_shown(text: str) -> str:
    """The text for the outbox: ‹personal link› in place of the secret, which nobody but the reader sees."""
    return put_in(text, {name: f"‹{word}›" for name, word in NAMES.items()})
