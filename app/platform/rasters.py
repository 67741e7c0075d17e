"""A page of a PDF as a picture: the only importer of pypdfium2."""

from io import BytesIO
from threading import Lock

import pypdfium2
from PIL import Image

_LOCK = Lock()  # PDFium may be used by one thread at a time


def png(pdf: bytes, width: int, height: int, *, quickly: bool = False) -> bytes:
    """The first page as a PNG of so many pixels; the page has that shape already.

    `quickly`: an eighth of the time, for what is drawn at each request; a tenth larger.
    """
    with _LOCK:
        paper = pypdfium2.PdfDocument(pdf)
        try:
            drawn = paper[0].render(scale=width / paper[0].get_width()).to_pil().convert("RGB")
        finally:
            paper.close()
    # A fraction of a pixel is rounded up by PDFium.
    whole = drawn.crop((0, 0, width, height))
    made = BytesIO()
    if quickly:
        whole.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(made, "PNG")
    else:
        whole.quantize(256, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
    return made.getvalue()
