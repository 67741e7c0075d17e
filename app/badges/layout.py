"""Where everything stands on a badge: a design and a person become boxes in millimetres.

Origin at the top left, y downwards. Sizes are those of a text that fits; only one too long for its line is
set smaller, when it is drawn.
"""

from dataclasses import dataclass, replace
from typing import Literal

from app.badges.formats import FRAMES, MM, Box, Format, Frames, alif_pt

Script = Literal["ar", "fr"]
Direction = Literal["rtl", "ltr"]
Align = Literal["start", "centre", "end"]
Valign = Literal["top", "middle", "bottom"]

INK, SOFT, PAPER, GREEN, SAFFRON = "#14211b", "#55605a", "#ffffff", "#1b5e3f", "#fbefd5"
_DEMO = "معطيات تجريبية · données de démonstration"
_DIRECTION: dict[Script, Direction] = {"ar": "rtl", "fr": "ltr"}
_SCALE: dict[Script, float] = {"ar": 1.15, "fr": 1.0}  # so that both look one size
_SEPARATOR = "\u00a0· "  # the point never begins a line
_LEADING: dict[Script, float] = {"ar": 1.45, "fr": 1.25}  # Arabic reaches further down
_LEAST_PT = 4.5
_GUTTER = 3.0


@dataclass(frozen=True, slots=True)
class Design:
    """What all badges of a forum share. `first` is the script that stands above and large."""

    format: Format
    title_ar: str = ""
    title_fr: str = ""
    city_ar: str = ""
    city_fr: str = ""
    dates_ar: str = ""
    dates_fr: str = ""
    first: Script = "ar"
    demo: bool = False


@dataclass(frozen=True, slots=True)
class BadgeData:
    """One person's badge. `qr` is a stored matrix (`app.platform.qr`); `colour` is "#rrggbb".

    Either script may be empty; the other then takes the large line.
    """

    number: int
    qr: str
    given_ar: str = ""
    family_ar: str = ""
    given_fr: str = ""
    family_fr: str = ""
    function_ar: str = ""
    function_fr: str = ""
    organisation_ar: str = ""
    organisation_fr: str = ""
    category_ar: str = ""
    category_fr: str = ""
    colour: str = GREEN


@dataclass(frozen=True, slots=True)
class Text:
    """At most `lines` lines inside a box: `size_pt` if it fits, never under `least_pt`."""

    role: str
    box: Box
    string: str
    font: str
    size_pt: float
    least_pt: float
    lines: int = 1
    colour: str = INK
    align: Align = "start"
    valign: Valign = "middle"
    direction: Direction = "rtl"
    leading: float = 1.25
    before: float = 0  # millimetres kept free above it in a stack


@dataclass(frozen=True, slots=True)
class Stack:
    """Texts under one another. Their boxes are the most they may take; what they leave is closed up."""

    box: Box
    texts: tuple[Text, ...]
    valign: Valign = "top"


@dataclass(frozen=True, slots=True)
class Fill:
    """A rectangle of one colour."""

    role: str
    box: Box
    colour: str


@dataclass(frozen=True, slots=True)
class Star:
    """The eight-pointed star in a square box."""

    role: str
    box: Box
    colour: str


@dataclass(frozen=True, slots=True)
class Code:
    """The QR code in a square box that counts its quiet zone."""

    role: str
    box: Box
    matrix: str


Piece = Text | Stack | Fill | Star | Code


def static(design: Design, colour: str, category_ar: str, category_fr: str) -> list[Piece]:
    """What the badges of a category share: coloured edge and its word, title, place, star, demo mark."""
    frames = FRAMES[design.format]
    pieces: list[Piece] = [
        Star("star", _side(design, frames.star), GREEN),
        _title(design, frames),
        *_place(design, frames),
        Fill("edge", frames.edge, colour),
        *_category(frames, _readable_on(colour), category_ar, category_fr),
    ]
    if design.demo:
        size = frames.demo.height * MM * 0.62
        mark = Text("demo", frames.demo, _DEMO, "plex-semibold", size, size / 2, align="centre")
        pieces += [Fill("demo", frames.demo, SAFFRON), mark]
    return pieces


def personal(design: Design, person: BadgeData) -> list[Piece]:
    """What is one person's: names, function and organisation, code and number."""
    frames = FRAMES[design.format]
    return [
        _names(design, person, frames),
        _work(design, person, frames),
        Code("qr", _side(design, frames.code), person.qr),
        _number(design, person.number, frames),
    ]


def _names(design: Design, person: BadgeData, frames: Frames) -> Stack:
    """The given name alone and large, the family name under it, the other script on a line of its own."""
    names = {"ar": (person.given_ar, person.family_ar), "fr": (person.given_fr, person.family_fr)}
    first = design.first if any(names[design.first]) else _other(design.first)
    other = _other(first)
    given, family = names[first]
    large, under = (given, family) if given else (family, "")
    second = " ".join(part for part in names[other] if part)
    second_pt = frames.second_pt * _SCALE[other]
    rows = [
        _row("large", first, large, "plex-bold", alif_pt(frames.alif_mm), least=0.35, leading=1.2),
        _row("under", first, under, "plex-semibold", frames.family_pt, least=0.55),
        _row("second", other, second, "plex", second_pt, least=0.5, colour=SOFT, before=second_pt * 0.03),
    ]
    return _stack(design, frames.names, rows, "middle")


def _work(design: Design, person: BadgeData, frames: Frames) -> Stack:
    """Function, then organisation, in both scripts; in one line each where the paper is small."""
    words = {
        "ar": (person.function_ar, person.organisation_ar),
        "fr": (person.function_fr, person.organisation_fr),
    }
    rows = []
    for script, colour in ((design.first, INK), (_other(design.first), SOFT)):
        size = frames.text_pt * _SCALE[script]
        function, organisation = words[script]
        before = 0 if script == design.first else size * 0.08
        if design.format is Format.A6:
            rows.append(
                _row("function", script, function, "plex-semibold", size, colour=colour, before=before)
            )
            before = 0 if function else before
            rows.append(
                _row("organisation", script, organisation, "plex", size, colour=colour, before=before)
            )
        else:
            joined = _SEPARATOR.join(part for part in (function, organisation) if part)
            rows.append(_row("organisation", script, joined, "plex", size, colour=colour))
    return _stack(design, frames.work, rows, "top")


def _number(design: Design, number: int, frames: Frames) -> Text:
    """Six digits in a left-to-right box of their own, under the code or on the side of the names."""
    size = frames.text_pt * 1.25
    aside = frames.number.x != frames.code.x
    align: Align = ("start" if design.first == "fr" else "end") if aside else "centre"
    box = _side(design, frames.number)
    digits = f"{number:06d}"
    return Text("number", box, digits, "plex-semibold", size, size * 0.8, align=align, direction="ltr")


def _title(design: Design, frames: Frames) -> Stack:
    titles = {"ar": design.title_ar, "fr": design.title_fr}
    first, other = design.first, _other(design.first)
    above, below = frames.text_pt * _SCALE[first], frames.text_pt * 0.88 * _SCALE[other]
    rows = [
        _row(
            "title",
            first,
            titles[first],
            "plex-semibold",
            above,
            least=0.72,
            lines=3,
            colour=GREEN,
            leading=1.3,
        ),
        _row("title", other, titles[other], "plex", below, least=0.72, colour=SOFT, leading=1.22),
    ]
    return _stack(design, frames.header, rows, "top")


def _place(design: Design, frames: Frames) -> list[Piece]:
    """City and dates: from both sides of one line on a wide badge, under one another on an upright one."""
    words = {"ar": (design.city_ar, design.dates_ar), "fr": (design.city_fr, design.dates_fr)}
    rows = []
    for script in (design.first, _other(design.first)):
        parts = [part for part in words[script] if part]
        if design.format is not Format.CR80_PORTRAIT:
            parts = [_SEPARATOR.join(parts)]
        size = frames.text_pt * 0.86 * _SCALE[script]
        rows += [_row("place", script, part, "plex", size, least=0.8, colour=SOFT) for part in parts]
    if design.format is Format.CR80:
        return [*_facing(frames.place, 0, rows)]
    return [_stack(design, frames.place, rows, "bottom")]


def _category(frames: Frames, colour: str, category_ar: str, category_fr: str) -> list[Text]:
    margin = frames.edge.width - frames.work.x - frames.work.width
    size = frames.edge_pt
    rows = [
        _row("category", "ar", category_ar, "plex-bold", size, least=0.5, colour=colour),
        _row("category", "fr", category_fr, "plex-semibold", size * 0.85, least=0.5, colour=colour),
    ]
    return _facing(frames.edge, margin, rows)


def _facing(box: Box, margin: float, rows: list[Text]) -> list[Text]:
    """Each text from its own side of the box, whichever script is first; French takes more room."""
    room = box.width - 3 * margin - (0 if margin else _GUTTER)
    french, arabic = room * 0.54, room * 0.46
    left = Box(box.x + margin, box.y, french, box.height)
    right = Box(box.x + box.width - margin - arabic, box.y, arabic, box.height)
    return [replace(row, box=right if row.direction == "rtl" else left) for row in rows if row.string]


def _row(
    role: str,
    script: Script,
    string: str,
    font: str,
    size: float,
    *,
    least: float = 0.65,
    lines: int = 2,
    colour: str = INK,
    leading: float = 0,
    before: float = 0,
) -> Text:
    """A text of a stack, which will give it its place; `least` is a share of the size."""
    return Text(
        f"{role}_{script}",
        Box(0, 0, 0, 0),
        string,
        font,
        size,
        max(_LEAST_PT, size * least),
        lines,
        colour,
        direction=_DIRECTION[script],
        leading=leading or _LEADING[script],
        before=before,
    )


def _stack(design: Design, frame: Box, rows: list[Text], valign: Valign) -> Stack:
    """Give each text that says something a line of its size, then what is left to those that may wrap."""
    box = _side(design, frame)
    spoken = [row for row in rows if row.string]
    spoken[:1] = [replace(row, before=0) for row in spoken[:1]]
    height = box.height - sum(row.before for row in spoken)
    wanted = [row.size_pt * row.leading / MM for row in spoken]
    more = [line * (row.lines - 1) for row, line in zip(spoken, wanted, strict=True)]
    scale = min(1, height / (sum(wanted) or 1))
    spare = min(1, max(0, height - sum(wanted)) / (sum(more) or 1))
    texts, y = [], box.y
    for row, line, extra in zip(spoken, wanted, more, strict=True):
        y += row.before
        taken = line * scale + extra * spare
        side: Align = "start" if row.direction == _DIRECTION[design.first] else "end"
        texts.append(replace(row, box=Box(box.x, y, box.width, taken), align=side))
        y += taken
    return Stack(box, tuple(texts), valign)


def _side(design: Design, box: Box) -> Box:
    if design.first == "ar":
        return box
    return replace(box, x=design.format.width - box.x - box.width)


def _other(script: Script) -> Script:
    return "fr" if script == "ar" else "ar"


def _readable_on(colour: str) -> str:
    """Paper or ink, whichever contrasts more (WCAG 2.2 relative luminance)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return PAPER if 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 else INK
