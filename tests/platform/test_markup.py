"""What an administrator writes in Markdown is drawn, and carries no code to anybody."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.platform.markup import html

SAFE = {"div", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "strong", "em", "ul", "ol", "li"}
SAFE |= {"blockquote", "a", "code", "pre"}
ATTRIBUTES = {"class", "lang", "dir", "href", "title", "rel", "start"}


class Seen(HTMLParser):
    """The tags, attributes and addresses of a text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.schemes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _value in given}
        self.schemes |= {(value or "").partition(":")[0].lower() for name, value in given if name == "href"}


@pytest.mark.parametrize(("locale", "direction"), [("ar", "rtl"), ("fr", "ltr")])
def test_a_text_says_its_language_and_its_direction(locale: str, direction: str) -> None:
    assert html("نص", locale) == f'<div class="prose" lang="{locale}" dir="{direction}"><p>نص</p>\n</div>'


def test_the_usual_signs_are_drawn_and_headings_begin_below_the_title_of_the_page() -> None:
    drawn = html("# Un\n\n###### Six\n\n**gras** et *stress*\n\n- a\n- b\n\n1. c\n", "fr")
    assert re.findall(r"<(h\d)>", drawn) == ["h2", "h6"]
    assert "<strong>gras</strong> et <em>stress</em>" in drawn
    assert (drawn.count("<li>"), drawn.count("<ul>"), drawn.count("<ol>")) == (3, 1, 1)


def test_a_link_leads_there_and_gives_nothing_away() -> None:
    drawn = html("[ici](https://example.ma/page) [mail](mailto:a@example.ma) [là](/fr/contact)", "fr")
    rel = 'rel="nofollow noopener noreferrer"'
    assert f'<a href="https://example.ma/page" {rel}>ici</a>' in drawn
    assert f'<a href="mailto:a@example.ma" {rel}>mail</a>' in drawn
    assert f'<a href="/fr/contact" {rel}>là</a>' in drawn


def test_tables_and_pictures_are_left_as_they_were_typed() -> None:
    drawn = html("| a | b |\n|---|---|\n| c | d |\n\n![p](https://example.org/p.png)", "fr")
    assert {"table", "img"} & Seen(drawn).tags == set()
    assert "| a | b |" in drawn


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<iframe src='//evil.example'></iframe>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](vbscript:msgbox(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<javascript:alert(1)>",
        '[x](https://a.example "\\" onclick=\\"alert(1)")',
        "[x]: javascript:alert(1)\n\n[x]",
        "</div></main><h1>taken</h1>",
        "<style>body{display:none}</style>",
        "<a href='https://a.example' onclick='x()'>a</a>",
        "`<script>alert(1)</script>`",
        "```html\n<script>alert(1)</script>\n```",
        "<form action='https://evil.example'><input name=password></form>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
    ],
)
def test_no_text_carries_code_into_the_page(attack: str) -> None:
    drawn = html(attack, "fr")
    seen = Seen(drawn)
    assert seen.tags <= SAFE
    assert seen.attributes <= ATTRIBUTES
    assert seen.schemes <= {"https", "http", "mailto", "tel"}
    assert drawn.count("</div>") == 1


@given(st.text(alphabet=st.sampled_from("<>/\"'`=()[]!#*_-:;&\n\tabjs on"), max_size=80))
def test_no_mixture_of_signs_does_either(text: str) -> None:
    seen = Seen(html(text, "ar"))
    assert seen.tags <= SAFE
    assert seen.attributes <= ATTRIBUTES
