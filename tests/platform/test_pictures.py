"""What is uploaded as a picture comes out as pixels alone, or is refused in a sentence."""

import hashlib
import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile
from PIL.PngImagePlugin import PngInfo

from app.platform import pictures
from app.platform.pictures import NotAPicture, redrawn
from tests.make import picture

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def opened(data: bytes) -> Image.Image:
    with Image.open(BytesIO(data)) as found:
        found.load()
        return found


def archive() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as held:
        held.writestr("logo.png", picture())
    return made.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def huge(side: int) -> bytes:
    """A PNG of a few bytes that says it has `side` by `side` pixels."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_each_kind_becomes_a_png_of_the_same_size(kind: str) -> None:
    made = redrawn(picture((300, 100), kind))
    found = opened(made.data)
    assert (found.format, found.size, (made.width, made.height)) == ("PNG", (300, 100), (300, 100))
    assert made.digest == hashlib.sha256(made.data).hexdigest()


def test_a_large_picture_is_made_to_fit_and_a_small_one_stays() -> None:
    assert opened(redrawn(picture((3000, 1500))).data).size == (1200, 600)
    assert opened(redrawn(picture((3000, 1500)), box=(480, 144)).data).size == (288, 144)
    assert opened(redrawn(picture((20, 10))).data).size == (20, 10)


def test_what_is_transparent_stays_so() -> None:
    made = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(made, "PNG")
    assert opened(redrawn(made.getvalue()).data).getpixel((5, 5)) == (0, 0, 0, 0)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16"])
def test_pictures_of_other_colours_are_drawn_too(mode: str) -> None:
    made = BytesIO()
    Image.new(mode, (10, 10)).save(made, "JPEG" if mode == "CMYK" else "PNG")
    assert opened(redrawn(made.getvalue()).data).size == (10, 10)


def test_the_camera_that_was_turned_is_followed_and_forgotten() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "rue de la Paix"
    found = opened(redrawn(picture((300, 100), "JPEG", exif=exif)).data)
    assert found.size == (100, 300)
    assert dict(found.getexif()) == {}


def test_nothing_but_pixels_is_kept() -> None:
    notes = PngInfo()
    notes.add_text("Comment", "secret-note")
    notes.add_itxt("XML:com.adobe.xmp", "<secret-note/>")
    sent = picture(pnginfo=notes, icc_profile=b"secret-note" * 20, dpi=(300, 300)) + b"secret-note <?php"
    found = opened(redrawn(sent).data)
    assert found.info == {}
    assert b"secret-note" not in redrawn(sent).data


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_of_a_moving_picture_the_first_frame_stays(kind: str) -> None:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("#ff0000", "#0000ff")]
    made = BytesIO()
    frames[0].save(made, kind, save_all=True, append_images=frames[1:], lossless=True)
    found = opened(redrawn(made.getvalue()).data)
    assert getattr(found, "n_frames", 1) == 1
    assert found.getpixel((1, 1)) == (255, 0, 0)


@pytest.mark.parametrize(
    "data",
    [b"", SVG, b"<!doctype html><script>x</script>", archive(), b"%PDF-1.7", b"GIF89a;", b"RIFF\0\0\0\0WAVE"],
    ids=["nothing", "svg", "html", "zip", "pdf", "gif", "sound"],
)
def test_what_is_no_picture_of_ours_is_refused(data: bytes) -> None:
    with pytest.raises(NotAPicture, match="neither PNG, JPEG nor WebP"):
        redrawn(data)


@pytest.mark.parametrize("side", [5001, 10_000, 20_000, 2**31 - 1])
def test_a_picture_that_would_fill_the_memory_is_refused_unread(side: int) -> None:
    with pytest.raises(NotAPicture, match="too many pixels"):
        redrawn(huge(side))


def test_a_file_over_the_limit_is_refused() -> None:
    sent = picture() + b"\0" * pictures.MOST_BYTES
    with pytest.raises(NotAPicture, match="over 5 MB"):
        redrawn(sent)


@pytest.mark.parametrize("lenient", [False, True])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_file_that_was_cut_is_refused(kind: str, lenient: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)  # as WeasyPrint sets it
    whole = picture((300, 300), kind)
    for end in (12, 30, len(whole) // 2):
        with pytest.raises(NotAPicture, match=r"damaged or incomplete|neither PNG"):
            redrawn(whole[:end])


@given(
    kind=st.sampled_from(["PNG", "JPEG", "WEBP"]),
    at=st.integers(8, 400),
    more=st.binary(min_size=1, max_size=9),
)
def test_whatever_the_damage_the_answer_is_a_picture_or_a_sentence(kind: str, at: int, more: bytes) -> None:
    whole = picture((64, 64), kind)
    at = min(at, len(whole))
    try:
        made = redrawn(whole[:at] + more + whole[at + len(more) :])
    except NotAPicture as refusal:
        assert str(refusal.sentence).endswith(".")
    else:
        assert opened(made.data).format == "PNG"
