"""Whether a question asks people for what must not be asked: their health, religion, opinions, union, origin.

Law 09-08 calls these data sensitive, and the product keeps none of them about a participant. The field of
work of an association is another thing: «جمعية للوقاية من المخدرات» tells of an institution. A word that
follows the name of a field, an institution or an activity, with nothing in between that turns to the person,
is therefore doubtful, not refused: whoever writes the question confirms that it asks nothing of the person.
The number of an identity document is refused wherever it stands: it has a form of its own. Pure.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.platform.text import fold
from app.registrations.sensitive_terms import FIELDS, PERSONAL, SUFFERING, TERMS, Kind

_SENTENCE_ENDS = re.compile(r"[.?!؟\n]+")
# «C.I.N.» is one word.
_INITIALS = re.compile(r"\b([A-Za-z])\.(?=[A-Za-z]\b)")
_ELIDED = re.compile(r"^(?:l|d|qu|n|s|j|c|m|t)(?=[aeiouyh])")
# What is joined to the beginning of an Arabic word, the article with it or not.
_JOINED = re.compile(r"^(?:[وف]?(?:[بك]?ال|لل|[بكل]))|^[وف]")
# The person is addressed at the end of the word: «صحتكم», «مرضك». Other ends say nothing of whom.
_YOURS = re.compile(r"^(.{2,}?)(كما|كم|كن|ك)$")
_ENDS = re.compile(r"^(.{3,}?)(هما|هم|هن|ها|نا|ه|ا)$")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_REACH = 8  # how many words a field of work governs


@dataclass(frozen=True)
class Finding:
    """What a text asks for, by which of its words, and whether it may stand once somebody confirmed it."""

    kind: Kind
    word: str
    is_refused: bool


def examine(texts: Iterable[str], *, about: str = "") -> Finding | None:
    """The gravest finding in texts of one language; `about`: what is asked, for the choices under it."""
    of_a_field = any(_is_field(word) for word in _words(about)[0]) if about else False
    found = [one for text in texts for one in _in_text(text, of_a_field=of_a_field)]
    return next((one for one in found if one.is_refused), found[0] if found else None)


def of_question(
    label: Mapping[str, str], hint: Mapping[str, str], options: Iterable[Mapping[str, str]]
) -> Finding | None:
    """The gravest finding in a question, language by language."""
    choices = list(options)
    found = []
    for locale in dict.fromkeys([*label, *hint, *(key for one in choices for key in one)]):
        asked = label.get(locale, "")
        found.append(examine([asked, hint.get(locale, "")]))
        found.append(
            examine([one.get(locale, "") for one in choices], about=asked or " ".join(label.values()))
        )
    told = [one for one in found if one]
    return next((one for one in told if one.is_refused), told[0] if told else None)


def _in_text(text: str, *, of_a_field: bool) -> Iterator[Finding]:
    for sentence in _SENTENCE_ENDS.split(_INITIALS.sub(r"\1", text)):
        words, written = _words(sentence)
        for kind, terms in TERMS.items():
            for term in terms:
                for place in _places(words, term):
                    yield Finding(
                        kind,
                        " ".join(written[place : place + len(term)]),
                        is_refused=kind is Kind.IDENTITY
                        or not _is_a_field_of_work(words, place, len(term), of_a_field),
                    )


def _words(text: str) -> tuple[list[str], list[str]]:
    """The folded words of a sentence, and the same as they are written."""
    # An apostrophe parts an article from its noun; folding would join them.
    written = [one for one in re.split(r"[\s'’/\-،,;؛:()«»\"“”]+", text) if fold(one)]
    return [fold(one) for one in written], written


def _places(words: Sequence[str], term: Sequence[str]) -> Iterator[int]:
    for place in range(len(words) - len(term) + 1):
        if all(_is(words[place + at], part) for at, part in enumerate(term)):
            yield place


def _is(word: str, wanted: str) -> bool:
    """Whether a word is this one, whatever is joined to it."""
    return any(
        form.startswith(wanted[:-1]) if wanted.endswith("*") else form == wanted for form in _forms(word)
    )


def _forms(word: str) -> set[str]:
    """A word as it stands, and without what is joined to its ends."""
    if not _ARABIC.search(word):
        return {word, _ELIDED.sub("", word)}
    bare = {word, _JOINED.sub("", word)}
    for one in list(bare):
        for ends in (_YOURS, _ENDS):
            if found := ends.match(one):
                stem = found[1]
                bare |= {stem, f"{stem[:-1]}ه" if stem.endswith("ت") else stem}
    return bare


def _is_field(word: str) -> bool:
    return any(_is(word, noun) for noun in FIELDS)


def _is_a_field_of_work(words: Sequence[str], place: int, length: int, of_a_field: bool) -> bool:
    """Whether what stands at `place` is the subject of a field of work, and not of the person who answers."""
    if _is_yours(words[place]) or any(
        word in SUFFERING for word in words[place + length : place + length + 4]
    ):
        return False
    before = list(words[max(0, place - _REACH) : place])
    for word in reversed(before):
        # What is somebody's own field («votre association») is a field before it is theirs.
        if _is_field(word):
            return True
        if word in PERSONAL or _JOINED.sub("", word) in PERSONAL:
            return False
    return of_a_field


def _is_yours(word: str) -> bool:
    return bool(_ARABIC.search(word)) and bool(_YOURS.match(word))
