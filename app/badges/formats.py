"""The paper sizes of badges, and where the parts of each stand.

The given name is measured by its alif, which in IBM Plex Sans Arabic stands 740 units of 1000 in every
weight: `a` millimetres need a / 0.740 / 25.4 × 72 points, so that 9 mm (A6, at least) is 34.5 pt and 5 mm
(CR80, at least) is 19.2 pt.
"""

from dataclasses import dataclass
from enum import Enum

MM = 72 / 25.4  # points
ALIF_EMS = 0.740


class Format(Enum):
    """A paper size: width and height in millimetres."""

    CR80 = (85.6, 54.0)
    CR80_PORTRAIT = (54.0, 85.6)
    A6 = (105.0, 148.0)

    @property
    def width(self) -> float:
        return self.value[0]

    @property
    def height(self) -> float:
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in millimetres."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Frames:
    """Where the parts of a format stand when Arabic is first; French first is the mirror image."""

    demo: Box
    star: Box
    header: Box
    names: Box
    work: Box
    place: Box
    code: Box
    number: Box
    edge: Box
    alif_mm: float
    family_pt: float
    second_pt: float
    text_pt: float
    edge_pt: float


FRAMES = {
    Format.CR80: Frames(
        demo=Box(0, 0, 85.6, 2.8),
        star=Box(4.6, 4.6, 6.4, 6.4),
        header=Box(14, 3.8, 67.1, 9.2),
        names=Box(29, 13.1, 52.1, 20.3),
        work=Box(29, 34, 52.1, 8.4),
        place=Box(4.5, 42.8, 76.6, 3.3),
        code=Box(2.6, 13, 25, 25),
        number=Box(2.6, 38, 25, 4.6),
        edge=Box(0, 46.4, 85.6, 7.6),
        alif_mm=5.2,
        family_pt=13,
        second_pt=9.2,
        text_pt=7,
        edge_pt=11,
    ),
    Format.CR80_PORTRAIT: Frames(
        demo=Box(0, 0, 54, 2.8),
        star=Box(4.6, 5, 6.4, 6.4),
        header=Box(13, 4.6, 36.4, 13.6),
        names=Box(4.5, 18.4, 45, 20.6),
        work=Box(4.5, 39.6, 45, 10.4),
        place=Box(28, 58.6, 21.5, 15.2),
        code=Box(2.6, 50.6, 25, 25),
        number=Box(28, 52.6, 21.5, 5),
        edge=Box(0, 77.2, 54, 8.4),
        alif_mm=5.2,
        family_pt=13,
        second_pt=9.2,
        text_pt=7,
        edge_pt=10,
    ),
    Format.A6: Frames(
        demo=Box(0, 0, 105, 5),
        star=Box(9, 9.6, 12, 12),
        header=Box(25, 9, 71, 22),
        names=Box(9, 34, 87, 50),
        work=Box(46, 88, 50, 29),
        place=Box(46, 117.6, 50, 9.4),
        code=Box(6, 86, 36, 36),
        number=Box(6, 122, 36, 7),
        edge=Box(0, 132, 105, 16),
        alif_mm=10,
        family_pt=24,
        second_pt=17,
        text_pt=11,
        edge_pt=20,
    ),
}


def alif_pt(millimetres: float) -> float:
    """The size at which the alif of Plex Arabic stands so tall."""
    return millimetres * MM / ALIF_EMS
