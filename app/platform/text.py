"""Texts in several languages, search that forgives spelling, sorting as a reader expects, isolation of runs.

The folding follows page 3 §5.5 of the design: what a Moroccan reader takes for the same word is the same key.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

import icu
from markupsafe import Markup, escape
from sqlalchemy import JSON, LargeBinary, Text, event
from sqlalchemy.ext.mutable import MutableDict
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from app.platform import i18n
from app.platform.text_phones import joined_phones

FSI, PDI = "\u2068", "\u2069"
# Stands in a search key before what not everybody may ask for. Folding leaves it in no text.
PRIVATE = "\u241f"
# Unseen, and pasted along with a text. Joiners (U+200C, U+200D) stay: they shape words.
_UNSEEN = dict.fromkeys(
    [
        *(*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0x200E, 0x200F, 0x061C, 0xFEFF),
        # No characters at all: lone surrogates can be written nowhere, most of the others not in XML.
        *(*range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0)),
        *(plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)),
    ]
)
_DROPPED = dict.fromkeys(
    [
        *range(0x0610, 0x061B),
        *range(0x064B, 0x0660),
        0x0670,
        *range(0x06D6, 0x06EE),
        0x0640,  # tatweel
        0x0621,  # a lone hamza
        0x061C,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        0xFEFF,
        *map(ord, "'’‘`´ʼ"),
    ]
)
_LETTERS = str.maketrans(
    "أإآٱىیؤئةہھەگڭݣکپڤڥłıøđ" + "٠١٢٣٤٥٦٧٨٩" + "۰۱۲۳۴۵۶۷۸۹",
    "ااااييويههههككككبففliod" + "0123456789" + "0123456789",
)
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})
_ASCII_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_LINE_ENDS = re.compile("[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Particles are joined to the name that follows, never cut: Alma and Benoist are names.
_JOINED = r"بن|بنت|ابو|ابي|ام|بو|ايت|ولد|اولاد|ben|bent|ibn|bou|abou|ait|ould|oulad"
_SON = re.compile(r"\bابن (?=\w)")
_PARTICLES = re.compile(rf"\b(عبد|el|al|abd(?:e[ldnrstz])?|{_JOINED}|e([dnrstz])(?= \2)) (?=\w)")
# The article, which one writes and another leaves out: apart in Latin letters, at the start of a word, after
# a particle («بن الوليد», "Benelmaati"). Short words keep it: they would be found everywhere.
_APART = re.compile(r"(?<!\babd )\b[ea]l (?=\w)")
_ARTICLE = re.compile(rf"\b(?:ال(?=\w{{2,}})|(?P<after>{_JOINED})(?:ال(?=\w{{3,}})|[ea]l(?=\w{{4,}})))")
_LATIN_ARTICLE = re.compile(r"\b(?:[ea]l(?=\w{5,})|e([dnrstz]|ch)(?=\1\w{3,}))")
_EITHER = re.compile(r"\b([ea])l(?=\w{3,})")


class Translated(MutableDict[str, str]):
    """A text in the languages of the installation: locale → text. An empty language is simply absent."""

    def said(self, locale: str | None = None) -> str:
        """The text in `locale`, else in whichever language has it, else nothing."""
        wanted = locale or i18n.current()
        return self.get(wanted) or next((text for text in self.values() if text), "")

    def spoken(self, locale: str | None = None) -> str:
        """The locale in which `said` answers."""
        wanted = locale or i18n.current()
        return wanted if self.get(wanted) else next((key for key, text in self.items() if text), wanted)

    def __html__(self) -> Markup:
        """The text; marked with its own language and direction where it is a fallback."""
        wanted = i18n.current()
        spoken, shown = self.spoken(wanted), escape(self.said(wanted))
        if spoken == wanted or not shown:
            return shown
        return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(spoken, i18n.direction(spoken), shown)

    def __str__(self) -> str:
        return self.said()

    def __bool__(self) -> bool:
        return any(self.values())


def told(texts: dict[str, str]) -> Markup:
    """A text by locale that is not a column of its own, such as the title of a source."""
    return Translated({key: text for key, text in texts.items() if isinstance(text, str)}).__html__()


def translated() -> Any:
    """A column of texts by locale."""
    column = Translated.as_mutable(JSON)
    return mapped_column(column, default=Translated, info={"made_by": Translated})


def tidy(text: str) -> str:
    """What a person typed, kept as typed but for spaces at the ends, doubled ones, controls, what is no
    character, and marks of direction. A no-break space stays: French punctuation needs it.
    """
    normal = unicodedata.normalize("NFC", text).replace("\r\n", "\n").translate(_UNSEEN)
    return re.sub(r"[ \t]+", " ", _CONTROLS.sub("", normal)).strip()


def one_line(text: str) -> str:
    """The text with each line end, of whatever kind, as a space."""
    return _LINE_ENDS.sub(" ", text)


def digits(text: str) -> str:
    """Arabic and Persian digits as ASCII."""
    return text.translate(_ASCII_DIGITS)


def fold(text: str) -> str:
    """The search key of a text: «أحمد» and «احمد», « Élan » and "elan", «عبد الله» and «عبدالله» are one."""
    return _joined(_plain(text))


def search_key(texts: Iterable[str]) -> str:
    """All that a row is found by: each text folded, again without articles, each again without spaces, and
    with the other of the two ways to write an article that is joined, "alkhalfi" for "elkhalfi".
    """
    return " | ".join({key: None for text in texts for key in _ways(text)})


@lru_cache(maxsize=20_000)
def _ways(text: str) -> tuple[str, ...]:
    plain = _plain(text)
    whole, bare = _joined(plain), _bare(plain)
    other = _EITHER.sub(lambda found: "al" if found[1] == "e" else "el", whole)
    return tuple(key for key in (whole, bare, whole.replace(" ", ""), bare.replace(" ", ""), other) if key)


def search_words(query: str) -> list[str]:
    """The folded words of a query; a row matches when its key holds each, in any order."""
    return _bare(_plain(joined_phones(query))).split()


def _plain(text: str) -> str:
    """Letters and figures alone, each in its plainest form, with one space between words."""
    plain = unicodedata.normalize("NFKC", text).translate(_LIGATURES).translate(_DROPPED).translate(_LETTERS)
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c)
    ).casefold()
    # «ابن» and «بن» are one word, and so are their sons' names.
    return _SON.sub("بن ", re.sub(r"\W+", " ", plain.translate(_LETTERS)).strip())


def _joined(plain: str) -> str:
    return _PARTICLES.sub(r"\1", plain)


def _bare(plain: str) -> str:
    """Without its articles. «عبد الله» keeps his: they are one name."""
    return _LATIN_ARTICLE.sub("", _ARTICLE.sub(_particle, _joined(_APART.sub("", plain))))


def _particle(article: re.Match[str]) -> str:
    return article["after"] or ""


@cache
def _collator(locale: str) -> Any:
    return icu.Collator.createInstance(icu.Locale(i18n.territorial(locale)))


def sort_key(text: str, locale: str) -> bytes:
    """An ICU key: sorted on the folded text first, since ICU alone parts آ, گ and ئ from their letters."""
    collator = _collator(locale)
    return bytes(collator.getSortKey(fold(text))) + b"\x00" + bytes(collator.getSortKey(text))


class Searched:
    """Mixed into a model that people look for: keys kept in step by one listener."""

    search: Mapped[str] = mapped_column(Text, default="")
    sort_ar: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    sort_fr: Mapped[bytes] = mapped_column(LargeBinary, default=b"")

    def searched(self) -> Iterable[str]:
        """Every text by which the row is found."""
        raise NotImplementedError

    def searched_privately(self) -> Iterable[str] | None:
        """Further texts, by which only some may find the row; they stand in the key after PRIVATE."""
        return None

    def sorted_by(self, locale: str) -> str:
        """The text by which it stands in a list in `locale`."""
        raise NotImplementedError


@event.listens_for(Searched, "before_insert", propagate=True)
@event.listens_for(Searched, "before_update", propagate=True)
def _index(_mapper: Mapper[Any], _connection: Any, row: Searched) -> None:
    for name, key in indexed(row).items():
        setattr(row, name, key)


def indexed(row: Searched) -> dict[str, Any]:
    """The keys that a row should have, by column."""
    known, private = search_key(row.searched()), row.searched_privately()
    return {
        "search": known if private is None else f"{known} {PRIVATE} {search_key(private)}",
        "sort_ar": sort_key(row.sorted_by("ar"), "ar"),
        "sort_fr": sort_key(row.sorted_by("fr"), "fr"),
    }


def isolate(text: str) -> str:
    """Wrapped in first-strong isolates, for plain text: subjects, titles, attributes, calendar entries."""
    return f"{FSI}{text}{PDI}" if text else ""


def ltr(text: object) -> Markup:
    """A phone, mail, code, hash or amount: left to right, whatever stands around it."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(text) if text not in (None, "") else Markup("")


def group(number: str) -> Markup:
    """A six-digit registration number, grouped inside a left-to-right run: 482 915."""
    return ltr(f"{number[:3]}\u00a0{number[3:]}")
