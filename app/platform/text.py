"""Texts in several languages, search that forgives spelling, sorting as a reader expects, isolation of runs.

The folding follows page 3 §5.5 of the design: what a Moroccan reader takes for the same word is the same key.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

import icu
from markupsafe import Markup, escape
from sqlalchemy import JSON, LargeBinary, Text, event
from sqlalchemy.ext.mutable import MutableDict
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from app.platform import i18n

FSI, PDI = "\u2068", "\u2069"
_SPOOFING = dict.fromkeys(range(0x202A, 0x202F))
_ISOLATES = dict.fromkeys(range(0x2066, 0x206A))
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
    "أإآٱىیؤئةہھەگڭݣکپڤڥłı" + "٠١٢٣٤٥٦٧٨٩" + "۰۱۲۳۴۵۶۷۸۹",
    "ااااييويههههككككبففli" + "0123456789" + "0123456789",
)
_ASCII_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_LINE_ENDS = re.compile("[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SERVANT = re.compile(r"\b(عبد|ابو|ابي|ام|بن) (?=\w)")
_PARTICLES = re.compile(r"\b(el|al|ben|ibn|bou|abou|ait|ould|oulad) (?=\w)")
_ARTICLE = re.compile(r"\bال(?=\w{2,})")


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
        spoken = self.spoken()
        shown = escape(self.said())
        if spoken == i18n.current() or not shown:
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
    """What a person typed, kept as typed but for spaces at the ends, doubled ones, controls and
    spoofing marks. A no-break space stays: French punctuation needs it.
    """
    normal = (
        unicodedata.normalize("NFC", text).replace("\r\n", "\n").translate(_SPOOFING).translate(_ISOLATES)
    )
    return re.sub(r"[ \t]+", " ", _CONTROLS.sub("", normal)).strip()


def one_line(text: str) -> str:
    """The text with each line end, of whatever kind, as a space."""
    return _LINE_ENDS.sub(" ", text)


def digits(text: str) -> str:
    """Arabic and Persian digits as ASCII."""
    return text.translate(_ASCII_DIGITS)


def fold(text: str) -> str:
    """The search key of a text: «أحمد» and «احمد», « Élan » and "elan", «عبد الله» and «عبدالله» are one."""
    plain = unicodedata.normalize("NFKC", text).replace("œ", "oe").replace("Œ", "oe")
    plain = plain.translate(_DROPPED).translate(_LETTERS)
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c)
    ).casefold()
    plain = re.sub(r"[^\w]+", " ", plain).strip()
    return _PARTICLES.sub(r"\1", _SERVANT.sub(r"\1", plain))


def search_key(texts: Iterable[str]) -> str:
    """All that a row is found by: each text folded, again without «ال», and again without spaces."""
    keys: dict[str, None] = {}
    for text in texts:
        folded = fold(text)
        for key in (folded, _ARTICLE.sub("", folded), folded.replace(" ", "")):
            if key:
                keys[key] = None
    return " | ".join(keys)


def search_words(query: str) -> list[str]:
    """The folded words of a query; a row matches when its key holds each, in any order."""
    return [_ARTICLE.sub("", word) for word in fold(query).split()]


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

    def sorted_by(self, locale: str) -> str:
        """The text by which it stands in a list in `locale`."""
        raise NotImplementedError


@event.listens_for(Searched, "before_insert", propagate=True)
@event.listens_for(Searched, "before_update", propagate=True)
def _index(_mapper: Mapper[Any], _connection: Any, row: Searched) -> None:
    row.search = search_key(row.searched())
    row.sort_ar = sort_key(row.sorted_by("ar"), "ar")
    row.sort_fr = sort_key(row.sorted_by("fr"), "fr")


def isolate(text: str) -> str:
    """Wrapped in first-strong isolates, for plain text: subjects, titles, attributes, calendar entries."""
    return f"{FSI}{text}{PDI}" if text else ""


def ltr(text: object) -> Markup:
    """A phone, mail, code, hash or amount: left to right, whatever stands around it."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(text) if text not in (None, "") else Markup("")


def group(number: str) -> Markup:
    """A six-digit registration number, grouped inside a left-to-right run: 482 915."""
    return ltr(f"{number[:3]}\u00a0{number[3:]}")
