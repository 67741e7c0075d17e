"""The names in a row: each in its script, titles apart, a whole name divided where that can be done."""

import re
from functools import cache

from app.people import names as names_table
from app.people import written
from app.people.import_values import Draft
from app.people.import_vocabulary import CIVILITIES, DEGREES, folded
from app.people.models import Degree
from app.platform.text import fold

_LETTERS = {"ar": re.compile("[\u0621-\u064a\u0671-\u06d3]"), "latin": re.compile("[A-Za-z\u00c0-\u024f]")}
_TITLE = re.compile(r"([^\s.]+\.?)\s+(?=\S)")
_BEFORE_GIVEN = frozenset(
    fold(word)
    for word in ("مولاي", "سيدي", "لالة", "للا", "الحاج", "الحاجة", "Moulay", "My", "Sidi", "Lalla", "Haj")
)


def script(text: str) -> str:
    """`ar`, `latin`, "both" or "" for the letters of a text."""
    found = [name for name, letters in _LETTERS.items() if letters.search(text)]
    return "both" if len(found) == 2 else "".join(found)


def names(draft: Draft) -> dict[str, str]:
    """given_ar, family_ar, given_latin, family_latin, as far as the row tells them, and civility and degree
    where they stood before the name. What is wrong is noted in the draft.
    """
    found: dict[str, str] = {}
    for key in ("given_ar", "family_ar", "given_latin", "family_latin", "full_ar", "full_latin"):
        text = draft.texts.get(key, "")
        if not text:
            continue
        found_in = script(text)
        if found_in == "both":
            draft.say("two_scripts", key)
            continue
        text, titles = _without_titles(text)
        if not written.in_script(text, found_in):
            draft.say("name", key)
            continue
        part = key.partition("_")[0]
        if found_in != key.rpartition("_")[2]:
            draft.say("other_script", key)
        found = titles | found
        if part == "full":
            _divide(draft, key, text, found_in, found)
        else:
            found.setdefault(f"{part}_{found_in}", text)
    for key, text in found.items():
        if len(text) > written.NAME_PART:
            draft.say("long", key, most=written.NAME_PART)
    return found


def fields(text: str) -> dict[str, str]:
    """A whole name as the fields of a form: divided, in its script; nothing of one in two scripts."""
    of = script(text)
    return dict(zip((f"given_{of}", f"family_{of}"), divided(text), strict=True)) if of in _LETTERS else {}


def _divide(draft: Draft, key: str, text: str, of: str, found: dict[str, str]) -> None:
    if f"given_{of}" in found or f"family_{of}" in found:
        return
    given, family = divided(text)
    found[f"given_{of}"] = given
    if family:
        found[f"family_{of}"] = family
        draft.say("divided", key, given=given, family=family)
    else:
        draft.say("undivided", key)


def _without_titles(text: str) -> tuple[str, dict[str, str]]:
    """The name alone; what was said before it."""
    titles: dict[str, str] = {}
    while match := _TITLE.match(text):
        word = folded(match[1])
        # « M. » is a title, the "M" of "M Bark" perhaps not.
        if len(word) < 2 and "." not in match[1]:
            break
        if word in CIVILITIES:
            titles.setdefault("civility", CIVILITIES[word])
        elif word in DEGREES and DEGREES[word] in list(Degree):
            titles.setdefault("degree", DEGREES[word])
        else:
            break
        text = text[match.end() :]
    return text, titles


def divided(text: str) -> tuple[str, str]:
    """Given and family name where that is sure, else all as the given name.

    A part in capitals is the family name («EL ALAMI Khadija»). Else the table of names must know the given
    name at one end and no other there, and what is left must not be a given name too.
    """
    words = text.split()
    loud = [word.isupper() and len(word) > 1 and script(word) == "latin" for word in words]
    if loud != sorted(loud) and loud != sorted(loud, reverse=True):
        loud = []
    if any(loud) and not all(loud):
        family = [word for word, big in zip(words, loud, strict=True) if big]
        return " ".join(word for word, big in zip(words, loud, strict=True) if not big), " ".join(family)
    ways = [(words[:at], words[at:]) for at in range(len(words) - 1, 0, -1)]
    first = next((way for way in ways if _is_known(way[0], "given")), None)
    last = next(((rest, given) for rest, given in reversed(ways) if _is_known(given, "given")), None)
    forward = first is not None and not _is_known(first[1], "given")
    backward = last is not None and _is_known(last[0], "family") and not _is_known(last[0], "given")
    if first and forward and not backward:
        return " ".join(first[0]), " ".join(first[1])
    if last and backward and not forward:
        return " ".join(last[1]), " ".join(last[0])
    return text, ""


def _is_known(words: list[str], part: names_table.Part) -> bool:
    """Whether these words are nothing but names of that kind, with «مولاي» and its like before them."""
    known = _known(part)
    while words:
        length = next(
            (n for n in range(min(4, len(words)), 0, -1) if folded(" ".join(words[:n])) in known), 0
        )
        if not length and part == "given" and len(words) > 1 and folded(words[0]) in _BEFORE_GIVEN:
            length = 1
        if not length:
            return False
        words = words[length:]
    return True


@cache
def _known(part: names_table.Part) -> frozenset[str]:
    return frozenset(
        fold(spelt) for one in names_table.table() if one.part == part for spelt in (one.arabic, *one.latin)
    )
