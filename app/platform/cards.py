"""Badges, labels and certificates: text, lines and codes drawn in millimetres from the top left corner.

ReportLab keeps the pages, forms and fonts (subset and embedded); `shaping` sets the text. Glyphs are written
at size 1 and scaled by the text matrix, so that a shaped run is one string for the life of the deck.
"""

import io
import threading
import zlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache, lru_cache
from math import cos, pi, sin
from types import TracebackType
from typing import Any, BinaryIO, Self

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from app.platform import qr
from app.platform.shaping import FONTS, Glyph, Line, Paragraph, Run, Style, face, fit

Box = tuple[float, float, float, float]  # x, y, width, height in millimetres, y downwards

MM = 72 / 25.4  # points
_ASCENT, _DESCENT = 0.92, 0.34  # of the em: what a line of Plex or Amiri really inks
_NEGLIGIBLE = 0.01  # thousandths of the em
_KEPT_RUNS = 2_000
_LOADING = threading.Lock()
_EMBEDDED: dict[str, Any] = {}
_FONTS_LOCK = threading.Lock()  # ReportLab reads a font by seeking in it, and numbers glyphs one by one


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text set for a width: its lines, the size they came to, and the room they take."""

    style: Style
    rtl: bool
    size_pt: float
    lines: tuple[Line, ...]

    @property
    def cut_short(self) -> bool:
        """The end was replaced by an ellipsis."""
        return bool(self.lines) and self.lines[-1].text.endswith("…")

    @property
    def width_mm(self) -> float:
        return max((line.ems for line in self.lines), default=0) * self.size_pt / MM

    @property
    def height_mm(self) -> float:
        return len(self.lines) * self.style.leading * self.size_pt / MM


@lru_cache(maxsize=1024)
def fitted(string: str, style: Style, width_mm: float, height_mm: float) -> Fitted:
    """Shrink to one line, else wrap, else shorten with an ellipsis; an empty string has no line."""
    paragraph = Paragraph(string, style.direction)
    if not paragraph.length:
        return Fitted(style, paragraph.rtl, style.size_pt, ())
    size, lines = fit(paragraph, style, width_mm * MM, height_mm * MM)
    return Fitted(style, paragraph.rtl, size, tuple(lines))


def _embedded(font: str) -> Any:
    """The font as ReportLab embeds it: one object for the process, also when two threads are the first to
    need it, since one file cannot hold two of a name.
    """
    known = _EMBEDDED.get(font)
    if known is None:
        with _LOADING:
            known = _EMBEDDED.get(font) or TTFont(font, str(FONTS[font]), asciiReadable=False)
            _EMBEDDED[font] = known
    return known


def _character(font: str, glyph: int) -> str:
    """The character by which ReportLab knows a glyph: its own, else one from the private area."""
    embedded = _embedded(font)
    known = embedded.face.glyphToChar.get(glyph)
    if known:
        return chr(known[0])
    with _FONTS_LOCK:
        embedded.hbFont()  # binds hbAddPrivate
        return chr(embedded.hbAddPrivate(str(glyph), glyph, face(font).width(glyph)))


class _Ink:
    """Runs as PDF operators, through the font subsets of one document."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._runs: dict[tuple[str, str, bool], str] = {}
        self._glyphs: dict[tuple[str, int], tuple[str, str]] = {}

    def line(self, line: Line) -> str:
        return " ".join(self._run(run) for run in line.runs)

    def _run(self, run: Run) -> str:
        key = run[:3]
        if key not in self._runs:
            if len(self._runs) >= _KEPT_RUNS:
                self._runs.clear()
            self._runs[key] = self._operators(run.font, run.glyphs)
        return self._runs[key]

    def _operators(self, font: str, glyphs: tuple[Glyph, ...]) -> str:
        """Tf, TJ and Ts at size 1: a number in a TJ array moves left by thousandths of the em."""
        out: list[str] = []
        shown: list[str] = []
        subset, rise, gap = "", 0.0, 0.0
        for number, advance, x, y in glyphs:
            name, code = self._glyph(font, number)
            if name != subset or y != rise:
                out += [f"[{''.join(shown)}] TJ"] if shown else []
                out += [f"{name} 1 Tf"] if name != subset else []
                out += [f"{y / 1000:.4g} Ts"] if y != rise else []
                shown, subset, rise = [], name, y
            gap -= x
            shown += [f"{gap:.5g}"] if abs(gap) > _NEGLIGIBLE else []
            shown.append(f"<{code}>")
            gap = face(font).width(number) - advance + x
        shown += [f"{gap:.5g}"] if abs(gap) > _NEGLIGIBLE else []
        out += [f"[{''.join(shown)}] TJ"] + (["0 Ts"] if rise else [])
        return " ".join(out).replace("><", "")

    def _glyph(self, font: str, glyph: int) -> tuple[str, str]:
        """The PDF name of the subset that holds the glyph, and its code there."""
        if (font, glyph) not in self._glyphs:
            embedded = _embedded(font)
            subset, code = embedded.splitString(_character(font, glyph), self._document)[0]
            self._glyphs[font, glyph] = embedded.getSubsetInternalName(subset, self._document), code.hex()
        return self._glyphs[font, glyph]


class Card:
    """A surface in millimetres, origin at the top left. Colours are "#rrggbb"."""

    def __init__(self, deck: "Deck", height_mm: float, left: float = 0, top: float = 0) -> None:
        self._deck = deck
        self._height_mm = height_mm
        self._left = left
        self._top = top

    def at(self, left: float, top: float) -> "Card":
        """The same page with its origin moved, for a sheet of several cards."""
        return Card(self._deck, self._height_mm, self._left + left, self._top + top)

    def text(self, box: Box, string: str, style: Style) -> Fitted:
        """Draw inside the box, never outside."""
        text = fitted(string, style, box[2], box[3])
        self.set(box, text)
        return text

    def set(self, box: Box, text: Fitted) -> None:
        """Draw a text that was fitted before, aligned in the box as its style says."""
        if not text.lines:
            return
        x, y, width, height = box
        style, size = text.style, text.size_pt
        advance = size * style.leading
        slack = {"top": 0.0, "middle": 0.5, "bottom": 1.0}[style.valign] * (height - text.height_mm) * MM
        baseline = slack + (advance + (_ASCENT - _DESCENT) * size) / 2
        share = {"start": float(text.rtl), "centre": 0.5, "end": float(not text.rtl)}[style.align]
        code = [f"BT {_colour(style.colour)} rg"]
        for line in text.lines:
            free = width * MM - line.ems * size
            across, down = self._point(x + free * share / MM, y + baseline / MM)
            place = f"{size:.3f} 0 0 {size:.3f} {across:.2f} {down:.2f} Tm"
            code.append(f"{place} {self._deck.ink.line(line)}")
            baseline += advance
        self._draw(" ".join(code) + " ET")

    def rect(self, box: Box, fill: str = "", stroke: str = "", line_mm: float = 0.2) -> None:
        x, y, width, height = box
        left, bottom = self._point(x, y + height)
        self._path(f"{left:.3f} {bottom:.3f} {width * MM:.3f} {height * MM:.3f} re", fill, stroke, line_mm)

    def line(
        self, start: tuple[float, float], end: tuple[float, float], colour: str, line_mm: float = 0.2
    ) -> None:
        (x1, y1), (x2, y2) = self._point(*start), self._point(*end)
        self._path(f"{x1:.3f} {y1:.3f} m {x2:.3f} {y2:.3f} l", "", colour, line_mm)

    def star(
        self,
        centre: tuple[float, float],
        radius: float,
        fill: str = "",
        stroke: str = "",
        line_mm: float = 0.3,
    ) -> None:
        """The eight-pointed star of zellij: two squares laid over one another, nothing inside."""
        cx, cy = self._point(*centre)
        squares = [
            [
                (cx + radius * MM * cos(a), cy + radius * MM * sin(a))
                for a in (turn + k * pi / 2 for k in range(4))
            ]
            for turn in (0, pi / 4)
        ]
        path = " ".join(
            " ".join(f"{x:.3f} {y:.3f} {'l' if n else 'm'}" for n, (x, y) in enumerate(square)) + " h"
            for square in squares
        )
        self._path(path, fill, stroke, line_mm)

    def qr(self, x: float, y: float, size: float, matrix: str) -> None:
        """A stored matrix (`app.platform.qr`) on white; `size` counts its quiet zone of four modules."""
        self.rect((x, y, size, size), fill="#ffffff")
        module = size * MM / (qr.side(matrix) + 2 * qr.QUIET_ZONE)
        left, top = self._point(x, y)
        rows = " ".join(f"{column} {row} {length} 1 re" for column, row, length in qr.runs(matrix))
        inset = module * qr.QUIET_ZONE
        place = f"{module:.5f} 0 0 {-module:.5f} {left + inset:.3f} {top - inset:.3f} cm"
        self._draw(f"q {place} 0 g {rows} f Q")

    def image(self, box: Box, data: bytes) -> None:
        """A PNG or JPEG file, whole, centred in the box."""
        x, y, width, height = box
        left, bottom = self._point(x, y + height)
        self._deck.canvas.drawImage(
            ImageReader(io.BytesIO(data)),
            left,
            bottom,
            width * MM,
            height * MM,
            mask="auto",
            preserveAspectRatio=True,
            anchor="c",
        )

    def cut_marks(self, box: Box, columns: int = 1, rows: int = 1) -> None:
        """Hairlines outside the box where the knife enters, and a small cross where its cuts meet inside."""
        x, y, width, height = box
        across = [x + width * n / columns for n in range(columns + 1)]
        down = [y + height * n / rows for n in range(rows + 1)]
        for at in across:
            for edge, away in ((y, -1), (y + height, 1)):
                self.line((at, edge + away), (at, edge + 5 * away), "#000000", 0.1)
        for at in down:
            for edge, away in ((x, -1), (x + width, 1)):
                self.line((edge + away, at), (edge + 5 * away, at), "#000000", 0.1)
        for cross_x in across[1:-1]:
            for cross_y in down[1:-1]:
                self.line((cross_x - 2, cross_y), (cross_x + 2, cross_y), "#000000", 0.1)
                self.line((cross_x, cross_y - 2), (cross_x, cross_y + 2), "#000000", 0.1)

    def stamp(self, key: Hashable, width: float, height: float, draw: Callable[["Card"], None]) -> None:
        """What `draw` paints on an empty card of that size, written once in the file for all its uses."""
        name = self._deck.form(key, width, height, draw)
        left, bottom = self._point(0, height)
        self._draw(f"q 1 0 0 1 {left:.3f} {bottom:.3f} cm")
        self._deck.canvas.doForm(name)
        self._draw("Q")

    def _point(self, x: float, y: float) -> tuple[float, float]:
        return (self._left + x) * MM, (self._height_mm - self._top - y) * MM

    def _path(self, path: str, fill: str, stroke: str, line_mm: float) -> None:
        colours = (f"{_colour(fill)} rg " if fill else "") + (
            f"{_colour(stroke)} RG {line_mm * MM:.3f} w " if stroke else ""
        )
        self._draw(f"{colours}{path} {'B' if fill and stroke else 'f' if fill else 'S'}")

    def _draw(self, code: str) -> None:
        self._deck.canvas.addLiteral(code)


class Deck:
    """Many cards in one PDF. A finished page is kept compressed; the file is written on `close`."""

    def __init__(self, out: BinaryIO, *, title: str = "", language: str = "ar") -> None:
        self.canvas = Canvas(out, pageCompression=1, invariant=1, lang=language)
        self.canvas.setTitle(title)
        self.ink = _Ink(self.canvas._doc)
        self._forms: dict[Hashable, str] = {}
        self.pages = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()

    def page(self, width_mm: float, height_mm: float) -> Card:
        """Begin the next page; the one before is finished."""
        self._finish()
        self.canvas.setPageSize((width_mm * MM, height_mm * MM))
        self.pages += 1
        return Card(self, height_mm)

    def form(self, key: Hashable, width_mm: float, height_mm: float, draw: Callable[[Card], None]) -> str:
        """The name of the form that `draw` paints; painted the first time it is asked for."""
        if key not in self._forms:
            name = self._forms[key] = f"stamp{len(self._forms)}"
            self.canvas.beginForm(name, 0, 0, width_mm * MM, height_mm * MM)
            draw(Card(self, height_mm))
            self.canvas.endForm()
        return self._forms[key]

    def close(self) -> int:
        """Write the file; returns the number of pages, of which there is at least one."""
        if not self.pages:
            raise ValueError("a deck without a page")
        self._finish()
        with _FONTS_LOCK:
            self.canvas.save()
        return self.pages

    def _finish(self) -> None:
        """End the page and compress it at once: ReportLab would hold every page in full until the end."""
        if not self.pages:
            return
        self.canvas.showPage()
        page = self.canvas._doc.Pages.pages[-1]
        packed = zlib.compress(page.stream.encode("latin-1"), 6)
        page.Contents = PDFStream(PDFDictionary({"Filter": PDFName("FlateDecode")}), packed)
        page.stream = None


@cache
def _colour(colour: str) -> str:
    return " ".join(f"{int(colour[at : at + 2], 16) / 255:.3g}" for at in (1, 3, 5))
