import io
import re
import zlib
from functools import cache

import pypdfium2
import pytest
import uharfbuzz as hb
import zxingcpp
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.platform import qr
from app.platform.cards import MM, Deck, Fitted, fitted
from app.platform.shaping import FONTS, Style

Outline = list[tuple[int, int]]
AR = "المناظرة الوطنية حول المجتمع المدني وآفة المخدرات"


def drawn(string: str, style: Style, box: tuple[float, float, float, float] = (5, 5, 190, 20)) -> bytes:
    out = io.BytesIO()
    with Deck(out) as deck:
        deck.page(200, 60).text(box, string, style)
    return out.getvalue()


def objects(pdf: bytes) -> dict[int, bytes]:
    return {int(number): body for number, body in re.findall(rb"(\d+) 0 obj\n(.*?)endobj", pdf, re.DOTALL)}


def stream(body: bytes) -> bytes:
    packed = body.split(b"stream\n", 1)[1].rpartition(b"endstream")[0]
    return zlib.decompressobj().decompress(packed)


def embedded_fonts(pdf: bytes) -> dict[str, TTFont]:
    """The subsets in the file, by the name the page uses."""
    known = objects(pdf)

    def follow(body: bytes, key: bytes) -> bytes:
        return known[int(re.search(rb"/" + key + rb" (\d+) 0 R", body)[1])]

    fonts = [body for body in known.values() if b"/Subtype /TrueType" in body]
    return {
        re.search(rb"/Name (/\S+)", body)[1].decode(): TTFont(
            io.BytesIO(stream(follow(follow(body, b"FontDescriptor"), b"FontFile2")))
        )
        for body in fonts
    }


def glyphs_on_page(pdf: bytes) -> list[tuple[float, float, Outline]]:
    """(x, y, outline) of each glyph of the only line, in thousandths of the em from its start."""
    page = next(s for body in objects(pdf).values() if b"stream" in body and b" Tm " in (s := safe(body)))
    line = page.split(b" Tm ")[1].split(b" ET")[0].decode()
    fonts, found = embedded_fonts(pdf), []
    x = y = 0.0
    font: TTFont | None = None
    for name, array, rise in re.findall(r"(/\S+) 1 Tf|\[(.*?)\] TJ|(\S+) Ts", line):
        font = fonts[name] if name else font
        y = float(rise) * 1000 if rise else y
        for codes, move in re.findall(r"<(\w+)>|(-?[\d.e+]+)", array):
            x -= float(move or 0)
            for code in bytes.fromhex(codes):
                glyph = font["cmap"].tables[0].cmap[code]
                found.append((x, y, outline(font, glyph)))
                x += font["hmtx"][glyph][0]
    return found


def safe(body: bytes) -> bytes:
    try:
        return stream(body)
    except zlib.error:
        return b""


def outline(font: TTFont, glyph: str) -> Outline:
    return [tuple(map(round, point)) for point in font["glyf"][glyph].getCoordinates(font["glyf"])[0]]


@cache
def original(name: str) -> tuple[TTFont, hb.Font]:
    return TTFont(FONTS[name]), hb.Font(hb.Face(FONTS[name].read_bytes()))


def shaped_directly(runs: list[tuple[str, str, str]]) -> list[tuple[float, float, Outline]]:
    """What HarfBuzz alone makes of (text, direction, font) runs laid from left to right."""
    found, x = [], 0.0
    for text, direction, name in runs:
        font, shaper = original(name)
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = direction
        hb.shape(shaper, buffer)
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            found.append(
                (x + place.x_offset, place.y_offset, outline(font, font.getGlyphName(info.codepoint)))
            )
            x += place.x_advance
    return found


@pytest.mark.parametrize(
    ("string", "runs"),
    [
        ("عبد الرحمان الصفريوي", [("عبد الرحمان الصفريوي", "rtl", "plex")]),
        ("جمعية (الأمل) 2030", [("2030", "ltr", "plex"), ("جمعية (الأمل) ", "rtl", "plex")]),
        (
            "جمعية ONG «Espoir» بفاس",
            [(" بفاس", "rtl", "plex"), ("ONG «Espoir»", "ltr", "plex"), ("جمعية ", "rtl", "plex")],
        ),
        (
            "هاتف \u2068+212 5\u2069 (مكتب)",
            [(" (مكتب)", "rtl", "plex"), ("+212 5", "ltr", "plex"), ("هاتف ", "rtl", "plex")],
        ),
        ("مُحَمَّدٌ", [("مُحَمَّدٌ", "rtl", "plex")]),
        ("Lœuvre É. (Fès)", [("Lœuvre É. (Fès)", "ltr", "plex")]),
        ("ONG «الأمل» 12", [("ONG «", "ltr", "plex"), ("الأمل", "rtl", "plex"), ("» 12", "ltr", "plex")]),
        ("Fès, جمعية «الأمل»", [("Fès, ", "ltr", "plex"), ("جمعية «الأمل»", "rtl", "plex")]),
    ],
)
def test_a_drawn_line_agrees_glyph_by_glyph_with_harfbuzz(
    string: str, runs: list[tuple[str, str, str]]
) -> None:
    page, direct = glyphs_on_page(drawn(string, Style("plex", 12))), shaped_directly(runs)
    assert [shape for _, _, shape in page] == [shape for _, _, shape in direct]
    assert [x for x, _, _ in page] == pytest.approx([x for x, _, _ in direct], abs=0.5)
    assert [y for _, y, _ in page] == pytest.approx([y for _, y, _ in direct], abs=0.5)


def test_brackets_alone_at_an_odd_level_are_mirrored() -> None:
    page = glyphs_on_page(drawn("(12) «7»", Style("plex", 12, direction="rtl")))
    font, _ = original("plex")
    letters = [font.getBestCmap()[ord(letter)] for letter in "«7» (12)"]
    assert [shape for _, _, shape in page] == [outline(font, letter) for letter in letters]


def test_a_word_with_a_letter_that_plex_lacks_is_drawn_from_amiri_as_a_whole() -> None:
    assert [ord(letter) in original("plex")[0].getBestCmap() for letter in "ğn"] == [False, True]
    page = glyphs_on_page(drawn("M. Erdoğan (Fès)", Style("plex", 12)))
    direct = [("M. ", "ltr", "plex"), ("Erdoğan ", "ltr", "amiri"), ("(Fès)", "ltr", "plex")]
    assert [shape for _, _, shape in page] == [shape for _, _, shape in shaped_directly(direct)]


def test_a_narrow_space_becomes_a_space_that_holds_and_controls_vanish() -> None:
    assert fitted("18\u202fh\u200e\u2066 30\u2069\n ", Style(), 50, 10).lines[0].text == "18\u00a0h 30"


def test_a_short_text_keeps_its_size_and_a_longer_one_shrinks_to_its_box() -> None:
    style = Style("plex-bold", 20, 10)
    assert fitted("فاطمة", style, 60, 12).size_pt == 20
    longer = fitted("عبد الرحمان الصفريوي العلمي", style, 60, 12)
    assert (len(longer.lines), round(longer.width_mm, 6), 10 < longer.size_pt < 20) == (1, 60, True)


def test_a_text_too_long_to_shrink_wraps_in_balance_and_loses_nothing() -> None:
    text = fitted(AR, Style("plex", 16, 12, lines=2), 70, 20)
    assert (len(text.lines), " ".join(line.text for line in text.lines), text.cut_short) == (2, AR, False)
    assert min(line.ems for line in text.lines) > 0.6 * max(line.ems for line in text.lines)


def test_the_last_resort_is_an_ellipsis_at_the_end_of_the_sentence() -> None:
    text = fitted(AR, Style("plex", 16, 14, lines=2), 40, 20)
    assert (len(text.lines), text.size_pt, text.cut_short) == (2, 14, True)
    assert AR.startswith(" ".join(line.text for line in text.lines).rstrip("…"))
    first = glyphs_on_page(drawn(AR, Style("plex", 16, 14), (5, 5, 40, 20)))[0]
    dots = original("plex")[0]
    assert first[2] == outline(dots, dots.getBestCmap()[ord("…")])


def test_a_line_of_arabic_begins_with_the_first_words_of_the_sentence() -> None:
    lines = fitted(AR, Style("plex", 16, 12, lines=2), 70, 20).lines
    assert lines[0].text.split()[0] == "المناظرة"


@given(
    st.text(alphabet="ابتلا محمد éœ aZ019 ()«»-،.\u0301\u064b\u200d\u2067\u2069😀", max_size=80),
    st.sampled_from(sorted(FONTS)),
    st.floats(5, 80),
    st.floats(3, 30),
    st.integers(1, 3),
)
@settings(max_examples=120, deadline=None)
def test_no_text_is_ever_larger_than_its_box(
    string: str, font: str, width: float, height: float, lines: int
) -> None:
    text = fitted(string, Style(font, 18, 6, lines), width, height)
    assert text.width_mm <= width + 1e-6 or [line.text for line in text.lines] == ["…"]
    assert (text.height_mm <= height + 1e-6, len(text.lines) <= lines) == (True, True)


def render(pdf: bytes, dpi: int = 200) -> Image.Image:
    return pypdfium2.PdfDocument(pdf)[0].render(scale=dpi / 72).to_pil().convert("L")


def ink(pdf: bytes) -> tuple[float, float, float, float]:
    """The box of what is dark, in millimetres: left, top, right, bottom."""
    box = render(pdf, 254).point(lambda grey: 255 * (grey < 128)).getbbox()
    return tuple(side / 10 for side in box)


@pytest.mark.parametrize(("align", "side", "edge"), [("start", 2, 195), ("end", 0, 5)])
def test_arabic_starts_on_the_right_of_its_box(align: str, side: int, edge: float) -> None:
    assert ink(drawn("الأمل", Style("plex", 20, align=align)))[side] == pytest.approx(edge, abs=0.6)


@pytest.mark.parametrize(("align", "side", "edge"), [("start", 0, 5), ("end", 2, 195)])
def test_french_starts_on_the_left_of_its_box(align: str, side: int, edge: float) -> None:
    assert ink(drawn("Espoir", Style("plex", 20, align=align)))[side] == pytest.approx(edge, abs=0.8)


def test_shapes_stand_where_the_millimetres_say() -> None:
    out = io.BytesIO()
    with Deck(out) as deck:
        card = deck.page(100, 50).at(10, 5)
        card.rect((0, 0, 20, 10), fill="#000000")
        card.line((30, 30), (60, 30), "#000000", 1)
        card.star((70, 20), 8, fill="#000000")
    assert ink(out.getvalue()) == pytest.approx((10, 5, 88, 35.5), abs=0.2)


def test_a_code_on_the_page_is_read_at_200_dpi_with_its_quiet_zone() -> None:
    out = io.BytesIO()
    with Deck(out) as deck:
        card = deck.page(60, 60)
        card.rect((0, 0, 60, 60), fill="#1b5e3f")
        card.qr(10, 10, 22, qr.matrix("A1" * 62))
    [found] = zxingcpp.read_barcodes(render(out.getvalue()))
    assert found.text == "A1" * 62


def test_an_image_is_placed_whole_in_its_box() -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 20), "#000000").save(picture, "PNG")
    out = io.BytesIO()
    with Deck(out) as deck:
        deck.page(100, 50).image((10, 10, 20, 20), picture.getvalue())
    assert ink(out.getvalue()) == pytest.approx((10, 15, 30, 25), abs=0.2)


def test_a_stamp_is_painted_once_for_many_pages() -> None:
    painted = []
    out = io.BytesIO()
    with Deck(out) as deck:
        for _ in range(3):
            card = deck.page(100, 50)
            card.stamp("edge", 100, 50, lambda stamp: painted.append(stamp.text((5, 5, 50, 10), AR, Style())))
        pages = deck.pages
    document = pypdfium2.PdfDocument(out.getvalue())
    looks = {document[n].render(scale=2).to_pil().tobytes() for n in range(3)}
    assert (pages, len(document), len(painted), len(looks)) == (3, 3, 1, 1)
    assert isinstance(painted[0], Fitted)


def test_pages_may_differ_in_size() -> None:
    out = io.BytesIO()
    with Deck(out) as deck:
        deck.page(85.6, 54)
        deck.page(105, 148)
    sizes = [page.get_size() for page in pypdfium2.PdfDocument(out.getvalue())]
    assert sizes == [pytest.approx((85.6 * MM, 54 * MM)), pytest.approx((105 * MM, 148 * MM))]


def test_cut_marks_stand_outside_the_cards_and_cross_between_them() -> None:
    out = io.BytesIO()
    with Deck(out) as deck:
        deck.page(100, 100).cut_marks((20, 20, 60, 60), 2, 2)
    picture = render(out.getvalue(), 508)
    at = [(20, 17), (50, 17), (50, 50), (50, 30), (20, 30), (17, 20), (17, 50)]
    dark = [
        min(picture.getpixel((x * 20 + dx, y * 20 + dy)) for dx in range(-2, 3) for dy in range(-2, 3)) < 128
        for x, y in at
    ]
    assert dark == [True, True, True, False, False, True, True]


def test_a_deck_without_a_page_is_refused() -> None:
    with pytest.raises(ValueError, match="without a page"), Deck(io.BytesIO()):
        pass


def test_the_same_deck_gives_the_same_file() -> None:
    assert drawn(AR, Style()) == drawn(AR, Style())
