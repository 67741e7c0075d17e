"""How a word of a name sounds, in either script, and how close two words are. Pure.

Arabic and Latin letters fall into the same classes: «ش», "ch" and "sh" are one, «ق», «غ», "q", "g" and "gh"
another. Vowels are weak: Arabic leaves the short ones out, and Latin writes them in many ways. In a sound,
small letters are shared classes; A, W, Y, T (final «ة») and 3 («ع») are what only Arabic writes, and that it
was written in Arabic is told by a star before it.
"""

import re
from functools import lru_cache

from app.platform.text import fold

_ARABIC = str.maketrans("اوعيبتثجحخدذرزسشصضطظغفقكلمنه", "AW3YbttjhxddrzscsdtdkfkklmnH")
_LATIN = tuple(
    (re.compile(spelt), sound)
    for spelt, sound in (
        (r"^(?:el)(?=\w{4})|^al(?=[^aeiouyl]\w{3})|^al(?=al\w{2})", ""),
        (r"^abd[eaiou]{1,2}l(?=\w{2})", "abD"),
        (r"^e(?=([^aeiou])\1\w{3})", ""),
        (r"h$|(?<=\w\w\w)e$", ""),
        (r"kh", "X"),
        (r"gh|^rh|gu(?=[ei])|qu(?=[aei])|ck", "k"),
        (r"t?s?ch|sh", "C"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"ph", "f"),
        (r"dj|g(?=[eiy])", "j"),
        (r"c(?=[eiy])", "s"),
        (r"[cgq]", "k"),
        (r"x", "ks"),
        (r"ou|oo", "w"),
        (r"ee|i", "y"),
        (r"u", "o"),
        (r"v", "f"),
        (r"p", "b"),
        (r"(.)\1+", r"\1"),
    )
)
# Particles that stand apart in one spelling and joined in the next; `fold` joins the others.
_JOINED = re.compile(r"\b(ايت|ولد|اولاد|abd|abdel|abdul|abdou?l|abder|abdes) (?=\w)")
_ARTICLE = re.compile(r"\bال(?!ياس\b|هام\b|فت\b)(?=\w{2})")
_SERVANT = re.compile(r"\bعبدال(?=\w{2})")
_OF_FAITH = re.compile(r" ?الدين\b"), re.compile(r" e?d{0,2}[aei]?(?=dd?ine?\b)")
_SPELT = dict.fromkeys(("med", "md", "mohd", "moh", "mhd"), "mohamed") | dict.fromkeys(
    ("lahcen", "lahsen", "lahssen", "lhassan", "لحسن"), "hassan"
)
_HONOURS = frozenset(
    ["sidi", "moulay", "my", "lalla", "haj", "hajj", "elhaj", "elhajj", "سيدي", "مولاي", "للا", "لالا", "حاج"]
)
_TWICE = re.compile(r"([AW])\1")
_WEAK = frozenset("aeowyAWYT3")
_SEMI = frozenset("h")
_DROPPED = str.maketrans("", "", "*haeoAWYT3wy")
_VOWELS_DROPPED = str.maketrans("", "", "*haeoAT3yY")


@lru_cache(maxsize=200_000)
def sounds(text: str) -> tuple[str, ...]:
    """The words of a text as they sound, without article and titles of honour (unless nothing is left)."""
    folded = _JOINED.sub(r"\1", fold(text.replace("ç", "ss").replace("Ç", "ss")))
    folded = _OF_FAITH[1].sub("e", _OF_FAITH[0].sub("دين", folded))
    words = [_SPELT.get(word, word) for word in _SERVANT.sub("عبد", _ARTICLE.sub("", folded)).split()]
    plain = [word for word in words if word not in _HONOURS] or words
    return tuple(one for word in plain if (one := _sound(word)))


def _sound(word: str) -> str:
    if re.search(r"[\u0620-\u064a]", word):
        heard = word.translate(_ARABIC)
        return "*" + _TWICE.sub(r"\1", re.sub(r"(?<=\w\w)H$", "T", heard)).replace("H", "h")
    for spelt, sound in _LATIN:
        word = spelt.sub(sound, word)
    return word.lower()


@lru_cache(maxsize=200_000)
def skeletons(sound: str) -> tuple[str, ...]:
    """The consonants of a sound, alike for all its spellings; a second one without a leading article «l»."""
    bare = _single(sound.translate(_DROPPED))
    if len(bare) < 2:
        bare = _single(sound.replace("W", "w").translate(_VOWELS_DROPPED)) or "a"
    return (bare, bare[1:]) if len(bare) > 2 and bare[0] == "l" else (bare,)


def initials(sound: str) -> frozenset[str]:
    """How a word begins: any vowel is one beginning; what follows a leading article «l» is another."""
    bare = sound.lstrip("*")
    begins = bare[:2] if bare[0] == "l" and len(bare) > 2 else bare[:1]
    return frozenset("a" if letter in _WEAK else letter for letter in begins)


def mark(key: str) -> str:
    """A key as it stands among what a row is found by: nobody types it, and folding leaves it as it is."""
    return f"_{key}_"


def _single(letters: str) -> str:
    return re.sub(r"(.)\1+", r"\1", letters)


@lru_cache(maxsize=500_000)
def closeness(one: str, other: str) -> float:
    """How alike two sounds are: 1 the same word, 0 nothing in common. An initial is like what begins so."""
    if one == other:
        return 1.0
    across = (one[0] == "*") != (other[0] == "*")
    one, other = one.lstrip("*"), other.lstrip("*")
    if min(len(one), len(other)) == 1:
        return 0.8 if initials(one) & initials(other) else 0.0
    cost = _cost(one, other, across)
    return max(0.0, 1 - cost / max(2.0, (_weight(one) + _weight(other)) / 2))


def _weight(sound: str) -> float:
    return sum(0.25 if letter in _WEAK else 0.6 if letter in _SEMI else 1.0 for letter in sound)


def _cost(one: str, other: str, across: bool) -> float:
    """The cheapest way from one sound to the other, letter by letter (weighted edit distance)."""
    before = [0.0]
    for at in range(len(other)):
        before.append(before[-1] + _gap(other, at, across))
    for at, letter in enumerate(one):
        gap = _gap(one, at, across)
        row = [before[0] + gap]
        for there, wanted in enumerate(other):
            row.append(
                min(
                    before[there] + _change(letter, wanted),
                    before[there + 1] + gap,
                    row[there] + _gap(other, there, across),
                )
            )
        before = row
    return before[-1]


_GAPS = {"a": 0.2, "e": 0.2, "o": 0.2, "w": 0.5, "y": 0.35, "h": 0.4, "A": 0.5, "W": 0.6, "Y": 0.6, "T": 0.6}
_GAPS_ACROSS = _GAPS | {"a": 0.05, "e": 0.05, "o": 0.05, "w": 0.2, "y": 0.2, "A": 0.35, "T": 0.45, "3": 0.05}
_ALIKE = {
    frozenset(pair): cost
    for pairs, cost in (
        ("Aa Ae Ww Wo Yy Ye Ta Te 3a 3e 3o 3y 3w", 0.0),
        ("ow ae ey Ya", 0.1),
        ("ao Th", 0.25),
        ("eo ew Ao ya dz sz kx AT Ay", 0.4),
        ("aw oy wy kj xh td ts cs bf mn AW AY WY wA WT YT", 0.6),
    )
    for pair in pairs.split()
}


def _gap(sound: str, at: int, across: bool) -> float:
    letter = sound[at]
    if at == len(sound) - 1 and letter in "ay":
        return 0.6  # Karim, Karima; Bilal, Bilali
    if at == 0 and letter == "A":
        return 0.05  # it only carries the vowel
    if at == 0 and letter == "l":
        return 0.4  # Lamrani, Amrani
    return (_GAPS_ACROSS if across else _GAPS).get(letter, 1.0)


def _change(letter: str, wanted: str) -> float:
    return 0.0 if letter == wanted else _ALIKE.get(frozenset((letter, wanted)), 1.0)
