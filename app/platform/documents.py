"""Flowing documents as PDF, in Arabic and French: the only importer of WeasyPrint.

Nothing is fetched but our own fonts and the pictures it is given. A document takes about a second, so set it
before a unit of work or in a job.
"""

import re
from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from app.platform.i18n import direction

FONTS = Path(__file__).resolve().parent / "fonts"
STYLE = Path(__file__).parent / "templates/documents/document.css"
FACES = (
    ("Amiri", "amiri/Amiri-Regular.ttf", "normal"),
    ("Amiri", "amiri/Amiri-Bold.ttf", "bold"),
    ("IBM Plex Sans Arabic", "plex/IBMPlexSansArabic-Regular.ttf", "normal"),
    ("IBM Plex Sans Arabic", "plex/IBMPlexSansArabic-Bold.ttf", "bold"),
    ("Noto Sans Tifinagh", "tifinagh/NotoSansTifinagh-Regular.ttf", "normal"),
)
VARIANT = "pdf/ua-1"
SILENT = re.compile(rb"<[0-9a-f]{4}> <>")


class ForbiddenAddress(ValueError):
    """A document asked for something that is neither a font of ours nor one of its pictures."""


def pdf(
    html: str, *, lang: str, title: str, style: str = "", pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """The body `html` set on A4 pages, tagged for readers that speak (PDF/UA-1).

    `style` follows the base style sheet. `pictures`: PNG by name; the document shows one as `picture:<name>`.
    Raises ForbiddenAddress when the document points anywhere else.
    """
    from weasyprint import HTML  # its import takes a second, which no page should wait for
    from weasyprint.urls import FatalURLFetchingError

    page = (
        f'<!doctype html><html lang="{lang}" dir="{direction(lang)}"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{_faces()}{STYLE.read_text()}{style}</style></head>"
        f"<body>{html}</body></html>"
    )
    try:
        made: bytes = HTML(string=page, url_fetcher=_fetcher(pictures or {})).write_pdf(
            pdf_variant=VARIANT, finisher=_name_silent_glyphs
        )
    except FatalURLFetchingError as error:
        raise ForbiddenAddress(
            f"A document fetches nothing but our fonts and its pictures: {error}"
        ) from error
    return made


@cache
def _faces() -> str:
    rule = '@font-face {{ font-family: "{}"; font-weight: {}; src: url("{}") }}\n'
    return "".join(rule.format(family, weight, (FONTS / path).as_uri()) for family, path, weight in FACES)


def _name_silent_glyphs(_document: Any, made: Any) -> None:
    """Amiri draws some pairs («لك» after «م») with a glyph that stands for no letter. Mapped to nothing, it
    reads as its number; a zero-width joiner says what it is, and search passes over it.
    """
    for part in made.objects:
        lines = getattr(part, "stream", None)
        if not isinstance(lines, list):
            continue
        for at, line in enumerate(lines):
            if isinstance(line, bytes) and SILENT.fullmatch(line):
                lines[at] = line[:-1] + b"200d>"


def _fetcher(pictures: Mapping[str, bytes]) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class FontsOnly(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            parts = urlsplit(url)
            if parts.scheme == "picture" and parts.path in pictures:
                return URLFetcherResponse(url, pictures[parts.path], {"Content-Type": "image/png"})
            path = Path(unquote(parts.path)).resolve()
            if parts.scheme != "file" or not path.is_relative_to(FONTS):
                raise ForbiddenAddress(url)
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/ttf"})

    return FontsOnly(fail_on_errors=True)
