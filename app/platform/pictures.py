"""Pictures that somebody uploads: read within limits, then drawn anew, so that nothing but pixels is kept."""

import hashlib
import re
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import TypedDict

from PIL import Image, ImageFile, ImageOps

from app.platform.i18n import lazy

# The first bytes decide; the name a file bears proves nothing.
_KINDS = {
    re.compile(rb"\x89PNG\r\n\x1a\n"): "PNG",
    re.compile(rb"\xff\xd8\xff"): "JPEG",
    re.compile(rb"RIFF....WEBP", re.DOTALL): "WEBP",
}
MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 25_000_000  # some 100 MB of memory while it is drawn
LONGEST = 1200
_strictly = Lock()


class Mark(TypedDict):
    """A picture as a row keeps it: the SHA-256 of its bytes, part of its address, and its size in pixels."""

    digest: str
    width: int
    height: int


class NotAPicture(ValueError):
    """The bytes cannot be taken; `sentence` says why, for the person who sent them."""

    def __init__(self, sentence: object) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True)
class Picture:
    """A picture drawn anew: PNG without metadata, its SHA-256 in hexadecimal, its size in pixels."""

    data: bytes
    digest: str
    width: int
    height: int

    @property
    def mark(self) -> Mark:
        """What a row keeps of it."""
        return Mark(digest=self.digest, width=self.width, height=self.height)


def redrawn(data: bytes, *, box: tuple[int, int] = (LONGEST, LONGEST)) -> Picture:
    """PNG, JPEG or WebP as a PNG that fits in `box`, turned as its camera said. Of a moving picture the first
    frame stays. Raises NotAPicture. Slow work: before a unit of work.
    """
    kind = next((kind for start, kind in _KINDS.items() if start.match(data)), None)
    if kind is None:
        raise NotAPicture(lazy("This file is neither PNG, JPEG nor WebP. Choose another picture."))
    if len(data) > MOST_BYTES:
        raise NotAPicture(lazy("This picture is over 5 MB. Choose a smaller one."))
    flat = _flat(data, kind)
    flat.thumbnail(box, Image.Resampling.LANCZOS)
    # What a file says beside its pixels (place, camera, colour profile) would be written again from here.
    flat.info = {}
    made = BytesIO()
    flat.save(made, "PNG", optimize=True)
    drawn = made.getvalue()
    return Picture(drawn, hashlib.sha256(drawn).hexdigest(), *flat.size)


def bare(data: bytes) -> bytes:
    """PNG or JPEG in its kind and size, drawn anew without metadata and turned as its camera said. Raises
    NotAPicture. Slow work: before a unit of work.
    """
    kind = next((kind for start, kind in _KINDS.items() if start.match(data)), "")
    flat = _flat(data, kind)
    flat.info = {}
    made = BytesIO()
    if kind == "JPEG":
        flat.convert("RGB").save(made, kind, quality=92)
    else:
        flat.save(made, kind)
    return made.getvalue()


def _flat(data: bytes, kind: str) -> Image.Image:
    """The pixels of the first frame."""
    try:
        with Image.open(BytesIO(data), formats=(kind,)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            _load(opened)
            turned = ImageOps.exif_transpose(opened)
            return turned.convert("RGBA" if turned.has_transparency_data else "RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPicture(
            lazy(
                "This picture has too many pixels: 25 million at most, such as 5000 by 5000. "
                "Make it smaller, then send it."
            )
        ) from error
    except Exception as error:  # Pillow's readers raise whatever the damage leads them to
        raise NotAPicture(
            lazy("This picture is damaged or incomplete. Save it again, or choose another.")
        ) from error


def _load(opened: Image.Image) -> None:
    """Decode to the last byte: WeasyPrint lets cut pictures pass, for the whole process."""
    with _strictly:
        lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            opened.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = lenient
