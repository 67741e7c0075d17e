"""What a new password must be: long enough, and not what anybody would try first (NIST SP 800-63B, OWASP
ASVS 5 6.2). No letter, figure or sign is asked for.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from app.platform.i18n import lazy

LEAST, MOST = 10, 200  # characters
_LIST = Path(__file__).with_name("common_passwords.txt")
_DISGUISE = str.maketrans("0134578@$!€", "oleastbasie")
_RUNS = (
    "01234567890123456789",
    "98765432109876543210",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "ضصثقفغعهخحجدشسيبلاتنمكط",
)


def weakness(password: str, known: Iterable[str]) -> Any:
    """Why a password is refused, in a sentence; None when it is good. `known`: one's name and address."""
    if len(password) < LEAST:
        return lazy("Choose a longer password: at least 10 characters. A few words in a row will do.")
    if len(password) > MOST:
        return lazy("Choose a shorter password: at most 200 characters.")
    core = _core(password)
    parts = {_core(part) for text in known for part in (text, *re.split(r"[\s@]+", text))}
    if core and _is_made_of(core, {part for part in parts if len(part) > 2}):
        return lazy("Choose another password: this one is made of your name or your address.")
    if _is_common(password, core):
        return lazy("Choose another password: this one is among those that are tried first.")
    return None


def _is_common(password: str, core: str) -> bool:
    plain = "".join(password.casefold().split())
    alone = not core or len(set(plain)) < 4 or any(plain in run for run in _RUNS)
    return alone or _is_made_of(core, _common())


def _is_made_of(core: str, words: Iterable[str]) -> bool:
    """Whether nothing stands in it but these words: once, or one after the other."""
    reached = {0}
    for start in range(len(core)):
        if start in reached:
            reached |= {start + len(word) for word in words if word and core.startswith(word, start)}
    return len(core) in reached


def _core(text: str) -> str:
    """The letters, without the usual disguises: figures and signs at the ends, `0` for `o`, `@` for `a`."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    return re.sub(r"[\W\d_]+", "", plain.translate(_DISGUISE))


@cache
def _common() -> frozenset[str]:
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(_core(line) for line in lines if line and not line.startswith("#"))
