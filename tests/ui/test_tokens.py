"""Every pair of colours that meets on a page is readable, by day and by night (WCAG 2.2 AA)."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "app" / "ui" / "static" / "tokens.css").read_text()
DAY, NIGHT = CSS.split("@media (prefers-color-scheme: dark)")
COLOUR = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
SCHEMES = {"day": dict(COLOUR.findall(DAY)), "night": dict(COLOUR.findall(DAY)) | dict(COLOUR.findall(NIGHT))}
# (what is written or drawn, on what, the least contrast)
TEXT, SHAPE = 4.5, 3.0
PAIRS = [
    *[(ink, ground, TEXT) for ink in ("ink", "muted", "accent") for ground in ("paper", "surface", "sunk")],
    *[("ink", soft, TEXT) for soft in ("accent-soft", "clay-soft", "saffron-soft")],
    *[("accent-strong", ground, TEXT) for ground in ("paper", "surface", "accent-soft")],
    *[("clay", ground, TEXT) for ground in ("paper", "surface", "clay-soft")],
    *[("saffron-ink", ground, TEXT) for ground in ("paper", "surface", "saffron-soft")],
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-strong", TEXT),
    ("on-clay", "clay", TEXT),
    ("paper", "ink", TEXT),
    ("on-cover", "cover", TEXT),
    ("on-cover", "cover-line", TEXT),
    ("on-cover-muted", "cover", TEXT),
    ("cover", "on-cover", TEXT),
    ("desk-light", "desk-good", TEXT),
    ("desk-dark", "desk-attention", TEXT),
    ("desk-light", "desk-urgent", TEXT),
    *[("edge", ground, SHAPE) for ground in ("paper", "surface")],
    *[("focus", ground, SHAPE) for ground in ("paper", "surface", "sunk")],
]


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_pair_of_colours_is_readable(scheme: str) -> None:
    colours = SCHEMES[scheme]
    weak = {
        f"{front} on {back}": round(contrast(colours[front], colours[back]), 2)
        for front, back, least in PAIRS
        if contrast(colours[front], colours[back]) < least
    }
    assert weak == {}


def test_the_measure_is_that_of_the_standard() -> None:
    assert contrast("#ffffff", "#000000") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_the_night_changes_each_colour_but_those_of_the_desk_and_the_plate_of_pictures() -> None:
    changed = set(dict(COLOUR.findall(NIGHT)))
    assert {name for name in SCHEMES["day"] if name not in changed} == {
        "desk-good",
        "desk-attention",
        "desk-urgent",
        "desk-light",
        "desk-dark",
        "plate",
    }


def test_the_scales_are_six_sizes_eight_spaces_and_two_radii() -> None:
    assert len(re.findall(r"--t\d:", CSS)) == 6
    assert len(re.findall(r"--p\d:", CSS)) == 8
    assert len(re.findall(r"--r\d:", CSS)) == 2
