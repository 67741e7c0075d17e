"""Lines of text in several scripts: directions, line breaks, glyphs, and fitting them in a width.

One road for every text: ICU finds the directions of the whole paragraph and where lines may break (in logical
order), each line is then reordered by itself, and HarfBuzz shapes each visual run in its known direction.
ReportLab's `shapeStr` would guess that direction from the letters (a bracket alone in Arabic comes out turned
round), ask for discretionary ligatures and give results of one size; these are in ems and kept.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, NamedTuple

import icu
import uharfbuzz as hb

Align = Literal["start", "centre", "end"]
Valign = Literal["top", "middle", "bottom"]
Direction = Literal["rtl", "ltr", "auto"]

_FONTS = Path(__file__).with_name("fonts")
FONTS = {
    "plex": _FONTS / "plex/IBMPlexSansArabic-Regular.ttf",
    "plex-semibold": _FONTS / "plex/IBMPlexSansArabic-SemiBold.ttf",
    "plex-bold": _FONTS / "plex/IBMPlexSansArabic-Bold.ttf",
    "amiri": _FONTS / "amiri/Amiri-Regular.ttf",
    "amiri-bold": _FONTS / "amiri/Amiri-Bold.ttf",
}
_FALLBACK = {
    "plex": "amiri",
    "plex-semibold": "amiri-bold",
    "plex-bold": "amiri-bold",
    "amiri": "plex",
    "amiri-bold": "plex-bold",
}
_SPACES = re.compile("[ \t\n\r\f\v\x85\u2028\u2029]+")  # not U+00A0: it holds words together
_LEVELS = {"ltr": 0, "rtl": 1, "auto": 0xFE}  # UBIDI_DEFAULT_LTR: the first strong letter decides
_CONTROLS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
_QUOTED = re.compile("«([^«»]*)»")
_STRONG = re.compile("([A-Za-z\u00c0-\u024f])|[\u0620-\u06d3\u0750-\u08ff]")
_MARKS = {"ltr": "\u200e", "rtl": "\u200f"}
_WORDS = re.compile(r"\S+\s*|\s+")
_UNSEEN = {"Mn", "Me", "Cf"}  # marks are composed or placed by the font, format signs have no shape
_SHRINK = 0.96
_BALANCING_STEPS = 6
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: `size_pt` when there is room, never under `least_pt`, on `lines` lines at most."""

    font: str = "plex"
    size_pt: float = 9
    least_pt: float = 6
    lines: int = 1
    leading: float = 1.35
    colour: str = "#1a1a1a"
    align: Align = "start"
    valign: Valign = "middle"
    direction: Direction = "auto"


class Glyph(NamedTuple):
    """A placed glyph, in thousandths of the em."""

    number: int
    advance: float
    x: float
    y: float


class Run(NamedTuple):
    """Glyphs of one font and direction from left to right; `text` is in logical order."""

    font: str
    text: str
    rtl: bool
    ems: float
    glyphs: tuple[Glyph, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One visual line at size 1: its text in logical order, its width in ems, its runs from the left."""

    text: str
    ems: float
    runs: tuple[Run, ...]


class Face:
    """A font file as HarfBuzz sees it."""

    def __init__(self, name: str) -> None:
        self.shaper = hb.Font(hb.Face(hb.Blob.from_file_path(str(FONTS[name]))))
        self.per_mille = 1000 / self.shaper.face.upem

    def covers(self, letter: str) -> bool:
        return self.shaper.get_nominal_glyph(ord(letter)) is not None

    def width(self, glyph: int) -> float:
        """The glyph's own advance, in thousandths of the em, before kerning."""
        return float(self.shaper.get_glyph_h_advance(glyph) * self.per_mille)

    def shape(self, text: str, rtl: bool) -> tuple[Glyph, ...]:
        """In visual order."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if rtl else "ltr"
        buffer.language = "ar" if rtl else "fr"  # never the server's locale
        hb.shape(self.shaper, buffer)
        k = self.per_mille
        placed = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        return tuple(Glyph(i.codepoint, p.x_advance * k, p.x_offset * k, p.y_offset * k) for i, p in placed)


@cache
def face(name: str) -> Face:
    """The font of that name in `FONTS`, loaded once."""
    return Face(name)


class Paragraph:
    """A cleaned text with its levels and break points; indexes are ICU's UTF-16 units."""

    def __init__(self, text: str, direction: Direction) -> None:
        clean = unicodedata.normalize("NFC", _SPACES.sub(" ", text).strip()).replace("\u202f", "\u00a0")
        self.text = icu.UnicodeString(_hold_quotes(clean, direction))
        self.length = len(self.text)
        self.bidi = icu.Bidi()
        self.bidi.setPara(self.text, _LEVELS[direction])
        self.rtl = bool(self.bidi.getParaLevel() & 1)
        self.direction: Direction = "rtl" if self.rtl else "ltr"

    def breaks(self) -> list[int]:
        return self._boundaries(icu.BreakIterator.createLineInstance(icu.Locale("fr")))

    def graphemes(self) -> list[int]:
        return self._boundaries(icu.BreakIterator.createCharacterInstance(icu.Locale("fr")))

    def cut(self, start: int, end: int) -> str:
        return str(self.text[start:end])

    def runs(self, start: int, end: int) -> Iterator[tuple[str, bool]]:
        """(text in logical order, right to left) from the left of the line to its right."""
        if start == end:
            return
        line = self.bidi.setLine(start, end)
        for number in range(line.countRuns()):
            at, length, direction = line.getVisualRun(number)
            yield self.cut(start + at, start + at + length).translate(_CONTROLS), bool(direction)

    def _boundaries(self, iterator: Any) -> list[int]:
        iterator.setText(self.text)
        return list(iterator)


def _hold_quotes(text: str, direction: Direction) -> str:
    """Keep closing guillemets where they belong: the bidi algorithm pairs brackets (rule N0), not quotes.

    A direction mark after each pair says what N0 would: «ONG «Espoir»» in Arabic keeps both its signs.
    """

    def directions(part: str) -> list[str]:
        return ["ltr" if found[1] else "rtl" for found in _STRONG.finditer(part)]

    def mark(found: re.Match[str]) -> str:
        inside, before = directions(found[1]), directions(text[: found.start()])
        foreign = inside and main not in inside and before[-1:] == inside[:1]
        return found[0] + (_MARKS[inside[0]] if foreign else _MARKS[main] if inside else "")

    if "«" not in text:
        return text
    main = (directions(text) or ["ltr"])[0] if direction == "auto" else direction
    return _QUOTED.sub(mark, text)


def fit(paragraph: Paragraph, style: Style, width: float, height: float) -> tuple[float, list[Line]]:
    """The size and the lines (all in one unit): shrink one line to the least size; else the largest size at
    which several lines hold; else end the last with an ellipsis.
    """
    tallest = height / style.leading
    whole = _line(paragraph, style.font, 0, paragraph.length)
    single = min(style.size_pt, tallest, width / whole.ems if whole.ems else tallest)
    least = min(style.least_pt, tallest)
    if single >= least:
        return single, [whole]
    size = min(style.size_pt, tallest / 2)
    while style.lines > 1 and size >= least:
        lines = [_line(paragraph, style.font, *span) for span in _wrap(paragraph, style.font, width / size)]
        room = min(style.lines, int(tallest / size + _ROUNDING))
        if len(lines) <= room and all(line.ems * size <= width for line in lines):
            return size, _balance(paragraph, style.font, width / size, lines)
        size *= _SHRINK
    room = max(1, min(style.lines, int(tallest / least + _ROUNDING)))
    return least, _cut_short(paragraph, style.font, width / least, room)


def _balance(paragraph: Paragraph, font: str, ems: float, lines: list[Line]) -> list[Line]:
    """The narrowest setting in as many lines: no last line of one word."""
    least, most = max(line.ems for line in lines) / len(lines), ems
    for _ in range(_BALANCING_STEPS):
        middle = (least + most) / 2
        trial = [_line(paragraph, font, *span) for span in _wrap(paragraph, font, middle)]
        if len(trial) <= len(lines) and all(line.ems <= middle for line in trial):
            lines, most = trial, middle
        else:
            least = middle
    return lines


def _wrap(paragraph: Paragraph, font: str, ems: float) -> list[tuple[int, int]]:
    """Greedy spans; a word wider than the line stands alone and too wide."""
    spans: list[tuple[int, int]] = []
    start = last = 0
    for point in paragraph.breaks():
        if last > start and _line(paragraph, font, start, point).ems > ems:
            spans.append((start, last))
            start = last
        last = point
    return [*spans, (start, paragraph.length)]


def _cut_short(paragraph: Paragraph, font: str, ems: float, room: int) -> list[Line]:
    kept: list[Line] = []
    for start, end in _wrap(paragraph, font, ems):
        line = _line(paragraph, font, start, end)
        last = len(kept) + 1 == room and end < paragraph.length
        if last or line.ems > ems:
            return [*kept, _ellipsis(paragraph.cut(start, paragraph.length), paragraph.direction, font, ems)]
        kept.append(line)
    return kept


def _ellipsis(text: str, direction: Direction, font: str, ems: float) -> Line:
    rest = Paragraph(text, direction)
    points = [0, *rest.graphemes()]
    low, high = 0, len(points) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if _shortened(rest, points[middle], font).ems <= ems:
            low = middle
        else:
            high = middle - 1
    return _shortened(rest, points[low], font)


def _shortened(rest: Paragraph, point: int, font: str) -> Line:
    short = Paragraph(rest.cut(0, point).rstrip() + "…", rest.direction)
    return _line(short, font, 0, short.length)


def _line(paragraph: Paragraph, font: str, start: int, end: int) -> Line:
    """Spaces at the end of a line take no room."""
    text = paragraph.cut(start, end)
    bare = text.rstrip(" ")
    runs = tuple(
        run
        for part, rtl in paragraph.runs(start, end - len(text) + len(bare))
        for run in _runs(part, font, rtl)
    )
    return Line(bare.translate(_CONTROLS), sum(run.ems for run in runs), runs)


@lru_cache(maxsize=2048)
def _runs(text: str, font: str, rtl: bool) -> tuple[Run, ...]:
    """One run of one direction, parted between fonts where a word needs the other."""
    words = [(_font_of(word, font), word) for word in _WORDS.findall(text)]
    parts = [(name, "".join(word for _, word in same)) for name, same in groupby(words, lambda pair: pair[0])]
    runs = []
    for name, part in reversed(parts) if rtl else parts:
        glyphs = face(name).shape(part, rtl)
        runs.append(Run(name, part, rtl, sum(glyph.advance for glyph in glyphs) / 1000, glyphs))
    return tuple(runs)


def _font_of(word: str, font: str) -> str:
    """The font itself, or the other for the whole word when it lacks a letter: never two in one word."""
    letters = [letter for letter in word if unicodedata.category(letter) not in _UNSEEN]
    if all(face(font).covers(letter) for letter in letters):
        return font
    other = _FALLBACK[font]
    return other if all(face(other).covers(letter) for letter in letters) else font
