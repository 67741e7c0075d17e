"""Pages carry no code, which the content security policy would refuse; letters and documents may."""

import re

import pytest

from tests.architecture import tree

INLINE = re.compile(
    r"""<style\b | <script\b(?![^>]*\bsrc=)(?![^>]*type="application/(?:ld\+)?json")
    | <[a-z][^>]*\s(?:style|on[a-z]+|hx-on[\w:-]*)\s*=  | (?:href|src|action)\s*=\s*["']\s*javascript:""",
    re.VERBOSE | re.IGNORECASE,
)
ELSEWHERE = re.compile(r"""\b(?:src|srcset|poster)\s*=\s*["']\s*(?:https?:)?//""", re.IGNORECASE)


def broken_by(pattern: re.Pattern[str]) -> dict[str, list[str]]:
    found = {tree.named(path): pattern.findall(path.read_text()) for path in tree.pages()}
    return {name: places for name, places in found.items() if places}


def test_no_page_carries_a_style_a_script_or_a_handler() -> None:
    assert broken_by(INLINE) == {}


def test_no_page_fetches_anything_from_elsewhere() -> None:
    assert broken_by(ELSEWHERE) == {}


@pytest.mark.parametrize(
    "code",
    [
        '<p style="color:red">',
        "<script>go()</script>",
        '<button class="a" onclick="go()">',
        "<style>",
        '<a href="javascript:go()">',
        '<a hx-on:click="go()">',
    ],
)
def test_code_in_a_page_is_seen(code: str) -> None:
    assert INLINE.search(code)


@pytest.mark.parametrize("code", ['<script src="/a.js" defer></script>', '<p class="on">style = plain</p>'])
def test_what_is_no_code_passes(code: str) -> None:
    assert not INLINE.search(code)
