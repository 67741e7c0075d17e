"""What is not in a stored letter: links and codes have a slot in its text, filled when it goes out.

The outbox shows ‹personal link› in their place, and no row, backup or page ever holds one.
"""

import re
from collections.abc import Callable, Mapping

from app.platform.i18n import lazy
from app.platform.mail_message import Attachment

SLOT = re.compile(r"\{\{([a-z_]+)\}\}")
# A slot on its way into a stored text: so that nothing but `slot` makes one, whatever somebody typed.
_MADE = re.compile("\x02([a-z_]+)\x03")
# Isolates and embeddings would close ours, controls might make a slot, line ends make lines of their own.
_HARMFUL = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
NAMES = {
    "link": lazy("personal link"),
    "confirm_link": lazy("link that confirms the address"),
    "code": lazy("code"),
}
# Stands for a brace in a stored text, so that a name such as "{{link}}" is no slot.
BRACE = "brace"

Filled = tuple[dict[str, str], list[Attachment]]
Fill = Callable[[int | None], Filled]
Reads = Callable[[int | None, str], bool]
_fills: dict[str, Fill] = {}
_reads: dict[str, Reads] = {}


class Untrue(Exception):
    """What the letter says is no longer so: it does not leave. Raised by what fills it."""


def slot(name: str) -> str:
    """Stands in the text of a letter for a secret of this name (`link`, `code`) until it goes out."""
    return f"\x02{name}\x03"


def literal(value: str) -> str:
    """A value that somebody typed, as it may stand in the text of a letter: on one line of its own isolate.

    Every value passes here; `letters.send` sees to it, a letter composed by hand has to. The line that it
    stands in is then ours, and a link in it leads nowhere (mail_message.py). Its braces are only braces.
    """
    return _BREAKS.sub(" ", _HARMFUL.sub("", value)).strip()


def stored(text: str, kind: str) -> str:
    """The text as its row keeps it: `slot`s as {{name}}, any other brace as a brace.

    Raises ValueError when it has slots, and nothing fills those of its kind.
    """
    kept = _MADE.sub(r"{{\1}}", text.replace("{", slot(BRACE)))
    if kind not in _fills and any(name != BRACE for name in SLOT.findall(kept)):
        raise ValueError(f"Nothing fills the slots of {kind}.")
    return kept


def fills(kind: str, *, reads: Reads | None = None) -> Callable[[Fill], Fill]:
    """Register what gives the secrets and attachments of a kind of letter from its `subject_id`.

    It is called at each sending, in the reader's language, outside any unit of work. It raises `Untrue` for a
    letter that is overtaken by what happened since it was written. `reads`: whether the subject may still be
    written to at this address; where it may not, the letter is `Untrue` too.
    """

    def register(function: Fill) -> Fill:
        _fills[kind] = function
        if reads:
            _reads[kind] = reads
        return function

    return register


def filled(kind: str, subject_id: int | None, to: str) -> Filled:
    """The secrets and attachments of a letter to an address; none for a kind without slots. Raises Untrue."""
    if kind in _reads and not _reads[kind](subject_id, to):
        raise Untrue()
    return _fills[kind](subject_id) if kind in _fills else ({}, [])


def put_in(text: str, values: Mapping[str, str]) -> str:
    """The text with its slots filled, each once; a slot without a value stays as it is written."""
    known = {BRACE: "{", **values}
    return SLOT.sub(lambda found: known.get(found[1], found[0]), text)


def as_shown(text: str) -> str:
    """The text for the outbox: ‹personal link› in place of the secret, which nobody but the reader sees."""
    return put_in(text, {name: f"‹{word}›" for name, word in NAMES.items()})
