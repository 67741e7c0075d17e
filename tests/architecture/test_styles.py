"""One stylesheet for both directions: logical properties only."""

import re

import pytest

from tests.architecture import tree

DECLARATION = re.compile(r"(?:^|[{;\s])([a-z-]+)\s*:\s*([^;{}]+)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PHYSICAL = re.compile(
    r"left|right|(margin|padding|scroll-margin|scroll-padding)-(left|right)|border-(left|right)(-\w+)?"
    r"|border-(top|bottom)-(left|right)-radius"
)
SIDED = {"float", "clear", "text-align", "text-align-last", "caption-side"}
FOUR_SIDES = {"margin", "padding", "inset", "border-width", "border-style", "border-color", "scroll-margin"}


def physical(css: str) -> list[str]:
    """The declarations that name left or right, or give four sides of which the second and fourth differ."""
    found = []
    for name, value in DECLARATION.findall(COMMENT.sub("", css)):
        parts = re.findall(r"(?:[^\s(]|\([^)]*\))+", value.strip())
        sided = name in SIDED and {"left", "right"} & set(parts)
        lopsided = name in FOUR_SIDES and len(parts) == 4 and parts[1] != parts[3]
        if PHYSICAL.fullmatch(name) or sided or lopsided:
            found.append(f"{name}: {value.strip()}")
    return found


def test_no_stylesheet_knows_left_from_right() -> None:
    found = {tree.named(path): physical(path.read_text()) for path in tree.static(".css")}
    assert {name: declarations for name, declarations in found.items() if declarations} == {}


@pytest.mark.parametrize(
    "declaration",
    [
        "margin-left: 1px",
        "right: 0",
        "text-align: left",
        "border-right-color: red",
        "padding: 1px 2px 3px 4px",
    ],
)
def test_a_physical_declaration_is_seen(declaration: str) -> None:
    assert physical(f".a:hover {{ color: red; {declaration} }}") == [declaration]


def test_a_logical_declaration_is_not() -> None:
    css = "a:not(.left) { margin-inline-start: 1px; inset: 0 1px 0 1px; text-align: start; /* left: 0; */ }"
    assert physical(css) == []
