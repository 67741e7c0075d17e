import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import product
from threading import Barrier

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from app.badges.formats import ALIF_EMS, MM, Format
from app.badges.layout import BadgeData, Design, Stack, personal, static
from app.badges.pdf import settle, write_badges, write_sheets
from app.platform import cards, qr
from app.platform.seals import Keyring
from app.verification.codes import issue

CODE = issue(Keyring({1: bytes(32)}), bytes(range(10)), 1)
MATRIX = qr.matrix(CODE)
LONG_AR = "محمد عبد الواحد بن عبد السلام بن إدريس بن المختار بن الطاهر"
LONG_FR = "Mohammed Abdelouahed Ben Abdeslam Ben Driss Ben El Mokhtar B"
TITLES = {
    "title_ar": "المناظرة الوطنية: المجتمع المدني وآفة المخدرات، أية مقاربة مجتمعية للتصدي للظاهرة",
    "title_fr": "Assises nationales : la société civile face au fléau des drogues",
    "city_ar": "طنجة",
    "city_fr": "Tanger",
    "dates_ar": "من 12 إلى 14 دجنبر 2026",
    "dates_fr": "du 12 au 14 décembre 2026",
}
HARD = [
    BadgeData(1, MATRIX, "عبد الرحمان", "الصفريوي العلمي الإدريسي", "Abderrahmane", "Sefrioui El Idrissi"),
    BadgeData(2, MATRIX, "مولاي", "العلوي", "Moulay", "El Alaoui", organisation_ar="جمعية (الأمل) 2030"),
    BadgeData(3, MATRIX, given_fr="Éléonore", family_fr="Lœuvre-Bœuf", organisation_fr="Agence «L’Œil»"),
    BadgeData(4, MATRIX, given_ar="فاطمة الزهراء", function_ar="خبيرة", category_ar="ضيف شرف"),
    BadgeData(
        5, MATRIX, LONG_AR, LONG_AR, LONG_FR, LONG_FR, LONG_AR, LONG_FR, LONG_AR + " ONG «Espoir»", LONG_FR,
        LONG_AR, LONG_FR,
    ),
    BadgeData(6, MATRIX, "م" * 60, "(2030) «ONG»", "W" * 60, "12"),
    BadgeData(999999, MATRIX),
]  # fmt: skip
ALL = list(product(Format, ("ar", "fr")))


def pages(pdf: bytes, dpi: int = 200) -> Iterator[Image.Image]:
    for page in pypdfium2.PdfDocument(pdf):
        yield page.render(scale=dpi / 72).to_pil().convert("L")


def badges(design: Design, people: list[BadgeData]) -> bytes:
    out = io.BytesIO()
    assert write_badges(out, iter(people), design) == len(people)
    return out.getvalue()


@pytest.mark.parametrize(("paper", "first"), ALL)
def test_the_code_of_every_badge_is_read_from_the_page_at_200_dpi(paper: Format, first: str) -> None:
    pdf = badges(Design(paper, first=first, demo=True, **TITLES), HARD)
    read = [[found.text for found in zxingcpp.read_barcodes(page)] for page in pages(pdf)]
    assert read == [[CODE]] * len(HARD)


@pytest.mark.parametrize(("paper", "first"), ALL)
@pytest.mark.parametrize("person", HARD, ids=lambda person: str(person.number))
def test_no_text_is_larger_than_its_stack(paper: Format, first: str, person: BadgeData) -> None:
    design = Design(paper, first=first, **TITLES)
    parts = [*static(design, person.colour, LONG_AR, LONG_FR), *personal(design, person)]
    for stack in (part for part in parts if isinstance(part, Stack)):
        settled, spare = settle(stack)
        assert all(text.width_mm <= stack.box.width + 1e-6 for text in settled)
        assert spare >= -1e-6


@pytest.mark.parametrize(("paper", "first"), ALL)
def test_nothing_but_the_edge_touches_the_border_of_the_paper(paper: Format, first: str) -> None:
    people = [replace(person, colour="#ffffff", category_ar="", category_fr="") for person in HARD]
    for page in pages(badges(Design(paper, first=first, **TITLES), people), 254):
        left, top, right, bottom = page.point(lambda grey: 255 * (grey < 200)).getbbox()
        assert min(left, top, page.width - right, page.height - bottom) >= 25


@pytest.mark.parametrize(("paper", "least_mm"), [(Format.A6, 9), (Format.CR80, 5), (Format.CR80_PORTRAIT, 5)])
def test_a_usual_name_is_drawn_at_its_full_size(paper: Format, least_mm: float) -> None:
    [names, *_] = personal(Design(paper, **TITLES), HARD[1])
    assert isinstance(names, Stack)
    settled, _ = settle(names)
    assert settled[0].lines[0].text == "مولاي"
    assert settled[0].size_pt * ALIF_EMS / MM >= least_mm


def test_the_alif_drawn_on_an_a6_badge_is_nine_millimetres_tall() -> None:
    person = BadgeData(7, MATRIX, given_ar="ا", colour="#ffffff")
    [page] = pages(badges(Design(Format.A6), [person]), 254)
    names = page.crop((450, 340, 1050, 840)).point(lambda grey: 255 * (grey < 128))
    _, top, _, bottom = names.getbbox()
    assert 90 <= bottom - top <= 105


@pytest.mark.parametrize(("first", "whole"), [("ar", LONG_AR), ("fr", LONG_FR)])
def test_a_name_of_sixty_letters_is_shown_whole_on_a6(first: str, whole: str) -> None:
    [names, *_] = personal(Design(Format.A6, first=first, **TITLES), HARD[4])
    assert isinstance(names, Stack)
    settled, _ = settle(names)
    assert [" ".join(line.text for line in text.lines) for text in settled[:2]] == [whole, whole]


@pytest.mark.parametrize(("paper", "sheets"), [(Format.CR80, 2), (Format.CR80_PORTRAIT, 2), (Format.A6, 3)])
def test_sheets_hold_what_a4_holds_and_every_code_is_read(paper: Format, sheets: int) -> None:
    out = io.BytesIO()
    assert write_sheets(out, HARD[:2] * 5 + HARD[2:3] * 2, Design(paper, **TITLES)) == sheets
    read = [found.text for page in pages(out.getvalue(), 300) for found in zxingcpp.read_barcodes(page)]
    assert read == [CODE] * 12


def test_what_a_category_shares_is_stored_once() -> None:
    design = Design(Format.A6, **TITLES)
    one, many = (len(badges(design, HARD[1:2] * count)) for count in (1, 21))
    assert (many - one) / 20 < 2_600


def test_badges_drawn_at_once_look_like_badges_drawn_alone() -> None:
    design = Design(Format.CR80, **TITLES)
    people = [replace(HARD[0], given_ar=f"{letter} {LONG_AR}") for letter in "ابتثجحخد"]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda person: badges(design, [person]), people))
    alone = [badges(design, [person]) for person in people]
    assert [next(pages(pdf)).tobytes() for pdf in together] == [next(pages(pdf)).tobytes() for pdf in alone]


def test_threads_that_first_need_a_font_together_make_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "_EMBEDDED", {})
    together = Barrier(8)

    def font(_number: int) -> int:
        together.wait()
        return id(cards._embedded("plex-bold"))

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(font, range(8)))) == 1
