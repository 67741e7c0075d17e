"""Texts that an administrator writes in Markdown, as safe HTML. The only importer of markdown-it and nh3."""

from functools import cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

from app.platform.i18n import direction

_TAGS = {"h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "strong", "em", "ul", "ol", "li"}
_TAGS |= {"blockquote", "a", "code", "pre"}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES = {"https", "http", "mailto", "tel"}


def html(text: str, locale: str) -> Markup:
    """CommonMark without raw HTML, pictures and tables, in the language and direction of `locale`. Its
    headings begin at h2, since the page has its own h1.
    """
    drawn = nh3.clean(
        _reader().render(text),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener noreferrer",
    )
    frame = Markup('<div class="prose" lang="{}" dir="{}">{}</div>')
    return frame.format(locale, direction(locale), Markup(drawn))  # noqa: S704 — cleaned above


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).disable("image")
    reader.core.ruler.push("lower headings", _lower_headings)
    return reader


def _lower_headings(state: Any) -> None:
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
