import io

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.platform import qr

CODE = "0410ABCDEFGHJKMNPQRSTVWXYZ" * 4 + "ABCDEFGHJKMNPQRSTVWXY"


def read_back(stored: str) -> str:
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(qr.png(stored, 4))).convert("L"))
    return found.text


@given(
    st.text(alphabet="0123456789ABCDEFGHJKMNPQRSTVWXYZ /:.-", min_size=8, max_size=150)
    .map(str.strip)
    .filter(bool)
)
@settings(max_examples=40, deadline=None)
def test_every_matrix_is_read_back(text: str) -> None:
    assert read_back(qr.matrix(text)) == text


def test_text_outside_the_alphanumeric_set_is_read_back() -> None:
    assert read_back(qr.matrix("https://localhost/ar/منصة?x=é")) == "https://localhost/ar/منصة?x=é"


def test_a_badge_code_takes_version_six_and_a_short_text() -> None:
    stored = qr.matrix(CODE)
    assert (len(CODE), qr.side(stored), len(stored)) == (125, 41, 424)


def test_the_runs_of_a_matrix_are_the_dark_modules_of_its_picture() -> None:
    stored = qr.matrix(CODE)
    picture = Image.open(io.BytesIO(qr.png(stored, 1)))
    dark = {
        (x - 4, y - 4)
        for x in range(picture.width)
        for y in range(picture.height)
        if not picture.getpixel((x, y))
    }
    assert {(x + n, y) for x, y, length in qr.runs(stored) for n in range(length)} == dark


def test_the_inline_picture_is_one_path_with_its_quiet_zone_and_a_safe_label() -> None:
    inline = qr.svg(qr.matrix("A"), label='"><script>')
    assert inline.startswith(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29" shape-rendering="crispEdges"'
        ' role="img" aria-label="&#34;&gt;&lt;script&gt;"><path fill="#fff" d="M0 0h29v29H0z"/>'
        '<path fill="#000" d="M4 4h7v1h-7z'
    )
    assert (inline.count("<path"), "style" in inline, " id=" in inline) == (2, False, False)


@pytest.mark.parametrize("stored", ["", "21:", "21:xyz", "22:00", "20:0", "21:" + "f" * 112, "0:0"])
def test_what_is_no_matrix_is_refused(stored: str) -> None:
    with pytest.raises(ValueError, match="not a stored QR matrix"):
        qr.side(stored)
