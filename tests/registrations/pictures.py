"""Reading the codes that a page or a picture shows, as a camera does."""

import io
import re

import zxingcpp
from PIL import Image

_SVG = re.compile(r'<svg[^>]*viewBox="0 0 (\d+) \1"[^>]*crispEdges.*?</svg>', re.DOTALL)
_RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1")


def codes(page: str) -> list[str]:
    """What the QR codes of a page say: drawn from their paths, four pixels a module."""
    return [_read(_drawn(int(found[1]), found[0])) for found in _SVG.finditer(page)]


def code_of(png: bytes) -> str:
    """What the one code of a picture says."""
    return _read(Image.open(io.BytesIO(png)).convert("L"))


def _drawn(side: int, svg: str) -> Image.Image:
    picture = Image.new("L", (side, side), 255)
    for x, y, length in ((int(a), int(b), int(c)) for a, b, c in _RUN.findall(svg)):
        picture.paste(0, (x, y, x + length, y + 1))
    return picture.resize((side * 4, side * 4), Image.Resampling.NEAREST)


def _read(picture: Image.Image) -> str:
    [found] = zxingcpp.read_barcodes(picture)
    return str(found.text)
