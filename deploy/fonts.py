"""Subset the page fonts: `make fonts`. The result is committed, so the installed fonts are needed only here.

One file a weight holds both scripts: a page of either language then asks for two fonts and no more, and a
mixed line is shaped in one run. IBM Plex Sans Arabic is under the SIL Open Font License 1.1.
"""

import sys
from pathlib import Path

import fontpkg_ibm_plex_sans_arabic as plex
from fontTools import subset

SOURCE = Path(plex.__file__).parent
TARGET = Path(__file__).parent.parent / "app" / "ui" / "static" / "fonts"
WEIGHTS = {"Regular": "plex-regular.woff2", "SemiBold": "plex-semibold.woff2"}
ARABIC = [
    *(0x60C, 0x61B, 0x61F),
    *range(0x621, 0x63B),
    *range(0x640, 0x653),
    *(0x66A, 0x66B, 0x66C, 0x670, 0x671),
    # Letters of Moroccan names: peh, tcheh, jeh, veh, veh with dots below, keheh, ng, gaf, Farsi yeh.
    *(0x67E, 0x686, 0x698, 0x6A4, 0x6A5, 0x6A9, 0x6AD, 0x6AF, 0x6CC),
    *(0x200C, 0x200D, 0x200E, 0x200F),
]
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x152, 0x153, 0x178]
SIGNS = [0x2010, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x20AC, 0x2190, 0x2192]
FEATURES = ["ccmp", "locl", "init", "medi", "fina", "isol", "rlig", "calt", "liga", "kern", "mark", "mkmk"]


def make(weight: str, name: str) -> int:
    """Write one subset and answer its size in bytes."""
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = FEATURES
    options.hinting = False
    options.drop_tables += ["meta"]
    font = subset.load_font(str(SOURCE / "files" / f"IBMPlexSansArabic-{weight}.ttf"), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[*ARABIC, *LATIN, *SIGNS])
    subsetter.subset(font)
    subset.save_font(font, str(TARGET / name), options)
    return (TARGET / name).stat().st_size


def main() -> None:
    """Make both weights and copy the licence beside them."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for weight, name in WEIGHTS.items():
        sys.stdout.write(f"{name}: {make(weight, name)} bytes\n")
    (TARGET / "OFL.txt").write_text((SOURCE / "LICENSE").read_text())


if __name__ == "__main__":
    main()
