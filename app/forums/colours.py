"""The colours of themes: each carries white letters, and no two are alike to who sees few colours by their
names, which are always written beside them.
"""

from app.platform.i18n import lazy_context

COLOURS = {
    "#1f5f46": lazy_context("colour", "Green"),
    "#4d6318": lazy_context("colour", "Olive"),
    "#0b6e6e": lazy_context("colour", "Turquoise"),
    "#1d5f8a": lazy_context("colour", "Blue"),
    "#2f3f8f": lazy_context("colour", "Indigo"),
    "#5b3a8c": lazy_context("colour", "Violet"),
    "#86295f": lazy_context("colour", "Plum"),
    "#a2351f": lazy_context("colour", "Brick"),
    "#8a4b08": lazy_context("colour", "Amber"),
    "#6b5b00": lazy_context("colour", "Mustard"),
    "#5a4a42": lazy_context("colour", "Brown"),
    "#46505a": lazy_context("colour", "Grey"),
}


def contrast_with_white(colour: str) -> float:
    """The contrast of white on a colour, "#1f5f46", by the rule of WCAG 2.2: from 1 to 21."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
