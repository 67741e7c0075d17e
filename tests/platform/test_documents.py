"""What is printed can be read back: by a person, by search, by a reader that speaks."""

import re
import unicodedata

import pypdfium2
import pytest

from app.platform import documents
from app.platform.documents import ForbiddenAddress, pdf
from tests.make import picture

ARABIC = "مذكرة تفاهم بشأن تنظيم المناظرة الوطنية حول السياسات العمومية بالمملكة المغربية"
FRENCH = "Mémorandum d’entente relatif à l’organisation des assises nationales, œuvre commune"
ARTICLE = "تتفق الأطراف على التعاون وفقا للقوانين الجاري بها العمل وعلى نشر الملكية المشتركة للتقرير"
PAIR = (
    '<div class="pair"><div lang="fr" dir="ltr"><h2>Article {n}</h2><p>Les parties coopèrent.</p></div>'
    '<div lang="ar" dir="rtl"><h2>المادة {n}</h2><p>تتعاون الأطراف في هذا الإطار.</p></div></div>'
)


def read(data: bytes) -> list[str]:
    """The text of each page, compatibility forms undone, without what is not seen."""
    with pypdfium2.PdfDocument(data) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    plain = [unicodedata.normalize("NFKC", text).replace("\u200d", "") for text in pages]
    return [re.sub(r"\s+", " ", text).strip() for text in plain]


def test_both_languages_are_read_back_in_logical_order() -> None:
    page = f'<h1>{ARABIC}</h1><h1 lang="fr" dir="ltr">{FRENCH}</h1><p>{ARTICLE}</p>'
    (text,) = read(pdf(page, lang="ar", title="مذكرة"))
    assert text == f"{ARABIC} {FRENCH} {ARTICLE} 1 / 1"


def test_a_glyph_that_stands_for_no_letter_does_not_spoil_the_text() -> None:
    (text,) = read(pdf("<p>المملكة ملكة الملكية</p>", lang="ar", title="مذكرة"))
    assert text == "المملكة ملكة الملكية 1 / 1"


def test_a_long_document_counts_its_pages_and_keeps_pairs_whole() -> None:
    pairs = "".join(PAIR.format(n=n) for n in range(1, 31))
    pages = read(pdf(f'<div class="bilingual">{pairs}</div>', lang="fr", title="Accord"))
    assert [page[-5:] for page in pages] == [f"{n} / {len(pages)}" for n in range(1, len(pages) + 1)]
    assert len(pages) > 2
    for page in pages:
        assert re.findall(r"Article (\d+)", page) == re.findall(r"المادة (\d+)", page)


@pytest.mark.parametrize("lang", ["ar", "fr"])
def test_french_stands_left_and_arabic_right_in_a_document_of_either_language(lang: str) -> None:
    data = pdf(f'<div class="bilingual">{PAIR.format(n=1)}</div>', lang=lang, title="Accord")
    with pypdfium2.PdfDocument(data) as document:
        text = document[0].get_textpage()
        width = document[0].get_width()
        boxes = {word: text.get_charbox(text.search(word).get_next()[0]) for word in ("Article", "المادة")}
        assert boxes["Article"][2] < width / 2 < boxes["المادة"][0]
        margin = 20 / 25.4 * 72
        assert boxes["Article"][0] == pytest.approx(margin, abs=2)


def test_only_our_two_faces_are_embedded_and_the_title_and_language_are_told() -> None:
    data = pdf(f'<p>{ARABIC}</p><p class="mono">0123</p>', lang="ar", title="مذكرة «أولى» & <تجريبية>")
    with pypdfium2.PdfDocument(data) as document:
        assert document.get_metadata_dict()["Title"] == "مذكرة «أولى» & <تجريبية>"
        assert document.is_tagged()
        fonts = {
            item.get_font().get_base_name().partition("+")[2]
            for page in document
            for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])
        }
    assert fonts == {"Amiri", "IBM-Plex-Sans-Arabic"}


@pytest.mark.parametrize(
    "html",
    [
        '<img alt="" src="http://127.0.0.1:9/logo.png">',
        '<img alt="" src="file:///etc/hostname">',
        f'<img alt="" src="{documents.FONTS.as_uri()}/../../../config.py">',
        '<style>p { background: url("https://example.org/a.png") }</style><p>x</p>',
        '<img alt="" src="picture:other">',
        '<img alt="" src="data:image/png;base64,AAAA">',
    ],
)
def test_a_document_fetches_nothing_but_our_fonts(html: str) -> None:
    with pytest.raises(ForbiddenAddress):
        pdf(html, lang="ar", title="x", pictures={"arms": picture()})


def test_a_document_is_drawn_in_ink_on_both_halves_of_the_page() -> None:
    data = pdf(f'<div class="bilingual">{PAIR.format(n=1)}</div>', lang="ar", title="Accord")
    with pypdfium2.PdfDocument(data) as document:
        image = document[0].render(scale=1).to_pil().convert("L")
    middle = image.width // 2
    for half in (image.crop((0, 0, middle - 5, 200)), image.crop((middle + 5, 0, image.width, 200))):
        assert half.getextrema()[0] < 64


def test_a_picture_that_is_given_is_drawn() -> None:
    html = '<p>x</p><img alt="Armes" src="picture:arms">'
    data = pdf(html, lang="fr", title="x", pictures={"arms": picture((300, 100))})
    with pypdfium2.PdfDocument(data) as document:
        drawn = list(document[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))
        assert [one.get_px_size() for one in drawn] == [(300, 100)]
