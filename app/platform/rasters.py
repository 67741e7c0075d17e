"""A page of a PDF as a picture: the only importer of pypdfium2."""

from io import BytesIO
from threading import Lock

import pypdfium2

_LOCK = Lock()  # PDFium may be used by one thread at a time


def png(pdf: bytes, width: int, height: int) -> bytes:
    """The first page as a PNG of so many pixels; the page has that shape already."""
    with _LOCK:
        paper = pypdfium2.PdfDocument(pdf)
        try:
            drawn = paper[0].render(scale=width / paper[0].get_width()).to_pil().convert("RGB")
        finally:
            paper.close()
    # A fraction of a pixel is rounded up by PDFium.
    whole = drawn.crop((0, 0, width, height))
    made = BytesIO()
    whole.quantize(256, dither=0).save(made, "PNG", optimize=True)
    return made.getvalue()
