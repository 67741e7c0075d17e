"""The number of the identity card (CIN): read, sealed, told from another; in full for nobody but by an act.

Off by default. The format is written nowhere that was found and public code disagrees (page 3 §2.5 of the
design): one or two letters, then three to seven figures; fewer than five or more than six are asked again.
"""

import re

from app.accounts import sealing
from app.platform.text import digits

_USE = "cin"
_FORM = re.compile(r"[A-Z]{1,2}([0-9]{3,7})")
_USUAL = range(5, 7)
# Before the mark among those of names and contacts, so that a refusal knows what is the same.
PREFIX = "card:"


def read(typed: str) -> str | None:
    """The number as it is kept; None for what is none."""
    plain = re.sub(r"[\s\-.]", "", digits(typed)).upper()
    return plain if _FORM.fullmatch(plain) else None


def is_usual(number: str) -> bool:
    """Whether it has as many figures as those that are seen most."""
    found = _FORM.fullmatch(number)
    return found is not None and len(found[1]) in _USUAL


def columns(number: str, forum_id: int) -> dict[str, str]:
    """The columns of `Registration` that keep a number; "" empties them."""
    if not number:
        return {"cin_sealed": "", "cin_mark": "", "cin_end": ""}
    sealed = sealing.close(_USE, number)
    return {"cin_sealed": sealed, "cin_mark": mark(number, forum_id), "cin_end": number[-2:]}


def mark(number: str, forum_id: int) -> str:
    """The same for the same number in the same event; of two events nothing can be compared."""
    return PREFIX + sealing.mark(_USE, str(forum_id), number)[:48]


def opened(sealed: str) -> str:
    """The whole number; "" where nothing is kept."""
    return sealing.opened(_USE, sealed) or ""


def hidden(end: str) -> str:
    """The last two signs, as they stand wherever a card is told; "" for none."""
    return f"••••{end}" if end else ""
