"""Whether two texts are the same words to a reader. Pure."""

import unicodedata
from collections.abc import Iterable, Mapping

from app.platform.text import fold


def first_same(texts: Iterable[Mapping[str, str]], known: Iterable[Mapping[str, str]] = ()) -> str | None:
    """The first of the texts that says in some language what one before it, or one of `known`, says."""
    seen = {(locale, _key(text)) for one in known for locale, text in one.items()}
    for one in texts:
        mine = {(locale, _key(text)): text for locale, text in one.items() if text}
        for key, text in mine.items():
            if key in seen:
                return text
        seen |= set(mine)
    return None


def _key(text: str) -> tuple[str, str]:
    """Folding drops what is no letter: «< 18» and «> 18» differ by it."""
    signs = "".join(sign for sign in text if unicodedata.category(sign).startswith("S"))
    return fold(text) or text, signs
