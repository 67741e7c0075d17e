"""QR codes: the module matrix is computed once, stored as a short text, and drawn from it ever after."""

import re
import struct
import zlib
from collections.abc import Iterator

import qrcode
from markupsafe import Markup, escape
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import QRData, optimal_mode

QUIET_ZONE = 4  # modules on each side, ISO/IEC 18004 §9.1
_MASK = 1  # any mask is valid; searching for the best of eight costs five times the rest
_SIDES = range(21, 178, 4)  # versions 1 to 40
_STORED = re.compile(r"([1-9][0-9]{1,2}):([0-9a-f]+)")
_DARK = re.compile("1+")


def matrix(text: str) -> str:
    """The modules of `text` as "side:hex", the rows read from the top as one number, dark = 1.

    Level M; alphanumeric mode when the text allows it (upper case, digits, space, $%*+-./:).
    """
    data = text.encode()
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=_MASK)
    code.add_data(QRData(data, mode=optimal_mode(data)), optimize=0)
    code.make(fit=True)
    rows = code.get_matrix()
    bits = "".join("1" if module else "0" for row in rows for module in row)
    side = len(rows)
    return f"{side}:{int(bits, 2):0{-(-side * side // 4)}x}"


def side(stored: str) -> int:
    """Modules along one edge, without the quiet zone. Raises ValueError when `stored` is no matrix."""
    return len(_rows(stored))


def runs(stored: str) -> Iterator[tuple[int, int, int]]:
    """Dark runs (x, y, length) in modules from the top left corner, without the quiet zone."""
    for y, row in enumerate(_rows(stored)):
        for dark in _DARK.finditer(row):
            yield dark.start(), y, dark.end() - dark.start()


def svg(stored: str, label: str = "") -> Markup:
    """An inline picture: one black path on white with its quiet zone, without style, script or id."""
    edge = side(stored) + 2 * QUIET_ZONE
    path = "".join(f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h{n}v1h-{n}z" for x, y, n in runs(stored))
    name = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" shape-rendering="crispEdges" {1}>'
        '<path fill="#fff" d="M0 0h{0}v{0}H0z"/><path fill="#000" d="{2}"/></svg>'
    ).format(edge, name, escape(path))


def png(stored: str, scale: int = 8) -> bytes:
    """A one-bit PNG file, `scale` pixels a module, with its quiet zone."""
    edge = side(stored) + 2 * QUIET_ZONE
    blank = "1" * edge
    margin = "1" * QUIET_ZONE
    light = [row.translate({48: "1", 49: "0"}) for row in _rows(stored)]
    lines = [blank] * QUIET_ZONE + [margin + row + margin for row in light] + [blank] * QUIET_ZONE
    pixels = b"".join(_scanline(line, scale) * scale for line in lines)
    header = struct.pack(">IIBBBBB", edge * scale, edge * scale, 1, 0, 0, 0, 0)
    body = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(pixels, 9)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def _rows(stored: str) -> list[str]:
    found = _STORED.fullmatch(stored)
    if found is None:
        raise ValueError("not a stored QR matrix")
    edge = int(found[1])
    bits = f"{int(found[2], 16):0{edge * edge}b}"
    if edge not in _SIDES or len(bits) != edge * edge:
        raise ValueError("not a stored QR matrix")
    return [bits[start : start + edge] for start in range(0, edge * edge, edge)]


def _scanline(line: str, scale: int) -> bytes:
    """One PNG row: filter byte 0, then the pixels packed from the left, padded to whole bytes."""
    pixels = "".join(module * scale for module in line)
    size = -(-len(pixels) // 8)
    return b"\0" + int(pixels.ljust(size * 8, "0"), 2).to_bytes(size, "big")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
