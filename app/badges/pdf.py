"""Badges as PDF: one page each, or as many as hold on A4 sheets with cut marks."""

from collections.abc import Iterable
from typing import BinaryIO

from app.badges.formats import Box
from app.badges.layout import BadgeData, Code, Design, Fill, Piece, Stack, Star, Text, personal, static
from app.platform.cards import Card, Deck, Fitted, fitted
from app.platform.shaping import Style

_SHEET_WIDTH, _SHEET_HEIGHT = 210.0, 297.0  # A4


def write_badges(out: BinaryIO, badges: Iterable[BadgeData], design: Design) -> int:
    """One page a badge, drawn as they come; returns how many. `out` receives the file at the end."""
    with Deck(out, title=design.title_ar or design.title_fr, language=design.first) as deck:
        for badge in badges:
            draw(deck.page(design.format.width, design.format.height), badge, design)
        return deck.pages


def write_sheets(out: BinaryIO, badges: Iterable[BadgeData], design: Design) -> int:
    """As many badges as an A4 sheet holds (CR80 2 by 5, upright 3 by 3, A6 2 by 2); returns the sheets."""
    width, height = design.format.width, design.format.height
    columns, rows = int(_SHEET_WIDTH // width), int(_SHEET_HEIGHT // height)
    left, top = (_SHEET_WIDTH - columns * width) / 2, (_SHEET_HEIGHT - rows * height) / 2
    with Deck(out, title=design.title_ar or design.title_fr, language=design.first) as deck:
        for index, badge in enumerate(badges):
            row, column = divmod(index % (columns * rows), columns)
            if row == column == 0:
                sheet = deck.page(_SHEET_WIDTH, _SHEET_HEIGHT)
                sheet.cut_marks((left, top, columns * width, rows * height), columns, rows)
            draw(sheet.at(left + column * width, top + row * height), badge, design)
        return deck.pages


def draw(card: Card, badge: BadgeData, design: Design) -> None:
    """One badge at the origin of the card."""
    shared = (badge.colour, badge.category_ar, badge.category_fr)

    def draw_static(stamp: Card) -> None:
        for piece in static(design, *shared):
            _place(stamp, piece)

    card.stamp((design, *shared), design.format.width, design.format.height, draw_static)
    for piece in personal(design, badge):
        _place(card, piece)


def _place(card: Card, piece: Piece) -> None:
    match piece:
        case Text():
            card.text(_corners(piece.box), piece.string, _style(piece))
        case Stack():
            _pile(card, piece)
        case Fill():
            card.rect(_corners(piece.box), fill=piece.colour)
        case Star(_, box, colour):
            radius = box.width / 2
            card.star((box.x + radius, box.y + radius), radius, stroke=colour, line_mm=radius / 16)
        case Code(_, box, matrix):
            card.qr(box.x, box.y, box.width, matrix)


def _pile(card: Card, stack: Stack) -> None:
    """Draw the texts without the room they leave, and place the pile as a whole."""
    settled, spare = settle(stack)
    y = stack.box.y + spare * {"top": 0.0, "middle": 0.5, "bottom": 1.0}[stack.valign]
    for text, lines in zip(stack.texts, settled, strict=True):
        y += text.before
        card.set((stack.box.x, y, stack.box.width, lines.height_mm), lines)
        y += lines.height_mm


def settle(stack: Stack) -> tuple[list[Fitted], float]:
    """Each text in its box; then the room that is left goes to those cut short, then to those set small.

    Also returns the height in millimetres that nobody took.
    """
    settled = [fitted(text.string, _style(text), text.box.width, text.box.height) for text in stack.texts]
    spare = stack.box.height - sum(text.before for text in stack.texts)
    spare -= sum(text.height_mm for text in settled)
    cut = [index for index, text in enumerate(settled) if text.cut_short]
    small = [i for i, text in enumerate(settled) if i not in cut and text.size_pt < text.style.size_pt]
    for waiting in (cut, small):
        while waiting:
            text, before = stack.texts[waiting[0]], settled[waiting[0]].height_mm
            room = before + spare / len(waiting)
            again = fitted(text.string, _style(text), text.box.width, room)
            settled[waiting.pop(0)] = again
            spare -= again.height_mm - before
    return settled, spare


def _style(text: Text) -> Style:
    return Style(
        font=text.font,
        size_pt=text.size_pt,
        least_pt=text.least_pt,
        lines=text.lines,
        leading=text.leading,
        colour=text.colour,
        align=text.align,
        valign=text.valign,
        direction=text.direction,
    )


def _corners(box: Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.width, box.height
