"""A page of a PDF as a picture."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

from PIL import Image

from app.platform.cards import Deck
from app.platform.rasters import png


def pdf(colour: str) -> bytes:
    made = BytesIO()
    with Deck(made) as deck:
        card = deck.page(200, 105)
        card.rect((0, 0, 100, 105), fill=colour)
    return made.getvalue()


def test_the_page_fills_the_picture_to_its_edges() -> None:
    drawn = Image.open(BytesIO(png(pdf("#0c4a37"), 1200, 630)))
    assert (drawn.format, drawn.size) == ("PNG", (1200, 630))
    found = drawn.convert("RGB")
    assert [found.getpixel(at) for at in ((0, 0), (590, 629), (610, 0), (1199, 629))] == [
        (12, 74, 55),
        (12, 74, 55),
        (255, 255, 255),
        (255, 255, 255),
    ]


def test_several_threads_draw_at_once() -> None:
    colours = ["#0c4a37", "#a2351f"] * 6
    with ThreadPoolExecutor(6) as threads:
        drawn = list(threads.map(lambda colour: png(pdf(colour), 400, 210), colours))
    assert [Image.open(BytesIO(one)).convert("RGB").getpixel((5, 5)) for one in drawn] == [
        (12, 74, 55),
        (162, 53, 31),
    ] * 6
