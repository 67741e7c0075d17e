"""The picture that stands for an event where its address is shared: 1200 by 630 pixels, in each language."""

import hashlib
from dataclasses import replace
from io import BytesIO

from flask import url_for

from app.forums.models import KIND_WORDS, Forum
from app.platform import operator, rasters
from app.platform.cards import Card, Deck, Fitted, fitted
from app.platform.i18n import current, days
from app.platform.shaping import Style

WIDTH, HEIGHT = 1200, 630
DRAWING = "2"  # to be raised when the drawing changes, so that nobody is sent the one kept before
_PAGE = (200.0, 105.0)
_EDGE, _WIDE = 16.0, 136.0  # the lines end 30 pixels before the point of the star
_COVER, _RING, _LINE, _INK, _QUIET = "#0c4a37", "#1a5743", "#2c6b56", "#fbf7ec", "#cfe1d6"
Lines = tuple[str, str, str, str, str]


def lines(forum: Forum) -> Lines:
    """What is written on it: kind and edition, title, date, city, the name of the site."""
    kind = [str(KIND_WORDS[forum.kind]), forum.edition_name]
    when = days(forum.starts_on, forum.ends_on or forum.starts_on) if forum.starts_on else ""
    return (
        " · ".join(part for part in kind if part),
        forum.name.said(),
        when,
        forum.city.said(),
        operator.site_name().said(),
    )


def digest(forum: Forum) -> str:
    """Of all that is written on it in any language: another picture has another address."""
    texts = (forum.name, forum.city, operator.site_name())
    facts = [
        forum.kind,
        forum.edition,
        forum.starts_on,
        forum.ends_on,
        *(sorted(one.items()) for one in texts),
    ]
    return hashlib.sha256(repr((DRAWING, facts)).encode()).hexdigest()[:16]


def address(forum: Forum) -> str:
    """The path of the picture in the language of the page."""
    return url_for("forums.share_image", forum=forum, digest=digest(forum))


def png(forum: Forum) -> bytes:
    """Draw it, in some 50 ms: never inside a unit of work."""
    return rasters.png(_drawn(lines(forum), current()), WIDTH, HEIGHT)


def _drawn(said: Lines, locale: str) -> bytes:
    made = BytesIO()
    with Deck(made, title=said[1], language=locale) as deck:
        card = deck.page(*_PAGE)
        card.rect((0, 0, *_PAGE), fill=_COVER)
        _ornament(card, _PAGE[0] * (locale != "ar"))
        _write(card, said, rtl=locale == "ar")
    return made.getvalue()


def _ornament(card: Card, across: float) -> None:
    """Half a star of zellij at the edge where the lines end; it touches none."""
    for radius, colour in ((43, _RING), (37, _COVER), (28, _LINE)):
        card.star((across, _PAGE[1] / 2), radius, fill=colour)


def _write(card: Card, said: Lines, *, rtl: bool) -> None:
    """With neither date nor city, what there is stands at the height of the star."""
    kind, title, when, city, site = said
    left = _PAGE[0] - _EDGE - _WIDE if rtl else _EDGE
    texts = [
        (top, height, _set(string, height, font, size, least, most, colour, rtl=rtl))
        for string, top, height, font, size, least, most, colour in (
            (kind, 13, 10, "plex-semibold", 17, 11, 1, _QUIET),
            (title, 25, 40, "plex-bold", 32, 15, 5, _INK),
            (when, 69, 9, "plex", 18, 11, 1, _INK),
            (city, 78, 9, "plex", 18, 11, 1, _INK),
            (site, 92, 7, "plex-semibold", 13, 9, 1, _QUIET),
        )
    ]
    lower = 0.0 if when or city else (_PAGE[1] - 13 - 25 - texts[1][2].height_mm) / 2
    for at, (top, height, text) in enumerate(texts):
        shift = lower if at < len(texts) - 1 else 0.0  # the name of the site stays at the foot
        card.set((left, top + shift, _WIDE, height), text)
    card.star((left + _WIDE + 5 if rtl else left - 5, 95), 3, fill=_QUIET)


def _set(
    string: str, height: float, font: str, size: float, least: float, most: int, colour: str, *, rtl: bool
) -> Fitted:
    """Arabic stands 1.15 times as large, on higher lines (design, page 4)."""
    larger, leading = (1.15, 1.5) if rtl else (1.0, 1.3)
    large = Style(font, size * larger, size * larger * 0.9, most, leading, colour, "start", "top")
    text = fitted(string, large, _WIDE, height)
    # On one more line rather than small; a title too long for all its lines is small.
    style = replace(large, least_pt=least * larger) if text.cut_short else large
    # One that is there in the other language alone still begins where this page's lines begin.
    return fitted(string, replace(style, align="start" if text.rtl == rtl else "end"), _WIDE, height)
