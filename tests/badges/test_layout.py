from itertools import product

import pytest
from fontTools.ttLib import TTFont

from app.badges.formats import ALIF_EMS, MM, Box, Format
from app.badges.layout import PAPER, BadgeData, Code, Design, Fill, Piece, Stack, Star, Text, personal, static
from app.platform.shaping import FONTS

LONG = "محمد عبد الواحد بن عبد السلام بن إدريس بن المختار بن الطاهر"
AMINA = BadgeData(
    number=1042,
    qr="21:0",
    given_ar="أمينة",
    family_ar="العلوي",
    given_fr="Amina",
    family_fr="El Alaoui",
    function_ar="رئيسة",
    function_fr="Présidente",
    organisation_ar="جمعية (الأمل) 2030",
    organisation_fr="ONG «Espoir»",
    category_ar="مشارك",
    category_fr="Participant",
)
ALL = list(product(Format, ("ar", "fr")))


def design(paper: Format, first: str, *, demo: bool = True) -> Design:
    return Design(paper, "المناظرة", "Assises", "طنجة", "Tanger", "12 دجنبر", "12 décembre", first, demo)


def pieces(drawn: Design, person: BadgeData = AMINA) -> list[Piece]:
    return [*static(drawn, person.colour, person.category_ar, person.category_fr), *personal(drawn, person)]


def boxes(piece: Piece) -> list[Box]:
    return [piece.box, *(text.box for text in piece.texts)] if isinstance(piece, Stack) else [piece.box]


def texts(drawn: Design, person: BadgeData = AMINA) -> dict[str, Text]:
    found = [piece.texts if isinstance(piece, Stack) else (piece,) for piece in pieces(drawn, person)]
    return {text.role: text for group in found for text in group if isinstance(text, Text)}


@pytest.mark.parametrize(("paper", "first"), ALL)
def test_every_box_lies_on_the_paper(paper: Format, first: str) -> None:
    for box in (box for piece in pieces(design(paper, first)) for box in boxes(piece)):
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= paper.width + 1e-9
        assert box.y + box.height <= paper.height + 1e-9


@pytest.mark.parametrize(("paper", "first"), ALL)
def test_no_part_lies_over_another(paper: Format, first: str) -> None:
    over = [piece for piece in pieces(design(paper, first)) if not isinstance(piece, Fill)]
    for index, piece in enumerate(over):
        for other in over[index + 1 :]:
            a, b = piece.box, other.box
            beside = a.x + a.width <= b.x + 1e-9 or b.x + b.width <= a.x + 1e-9
            assert beside or a.y + a.height <= b.y + 1e-9 or b.y + b.height <= a.y + 1e-9, (piece, other)


@pytest.mark.parametrize(("paper", "first"), ALL)
def test_the_texts_of_a_stack_stand_under_one_another_inside_it(paper: Format, first: str) -> None:
    for stack in (piece for piece in pieces(design(paper, first)) if isinstance(piece, Stack)):
        y = stack.box.y
        for text in stack.texts:
            assert text.box.y == pytest.approx(y + text.before)
            assert (text.box.x, text.box.width) == (stack.box.x, stack.box.width)
            y = text.box.y + text.box.height
        assert y <= stack.box.y + stack.box.height + 1e-9


def test_the_alif_of_plex_is_as_tall_as_the_layout_believes() -> None:
    for name in ("plex", "plex-semibold", "plex-bold"):
        font = TTFont(FONTS[name])
        assert font["glyf"][font.getBestCmap()[ord("ا")]].yMax / font["head"].unitsPerEm == ALIF_EMS


@pytest.mark.parametrize(("paper", "least_mm"), [(Format.A6, 9), (Format.CR80, 5), (Format.CR80_PORTRAIT, 5)])
@pytest.mark.parametrize("first", ["ar", "fr"])
def test_the_large_line_has_room_for_an_alif_of_the_rule(paper: Format, least_mm: float, first: str) -> None:
    large = texts(design(paper, first))[f"large_{first}"]
    size = min(large.size_pt, large.box.height * MM / large.leading)
    assert size * ALIF_EMS / MM >= least_mm


@pytest.mark.parametrize("paper", list(Format))
def test_the_code_is_square_and_at_least_22_millimetres_with_its_quiet_zone(paper: Format) -> None:
    [code] = [piece for piece in pieces(design(paper, "ar")) if isinstance(piece, Code)]
    assert code.box.width == code.box.height
    assert code.box.width >= 22


def test_the_given_name_stands_alone_and_large_with_the_family_name_under_it() -> None:
    said = {role: text.string for role, text in texts(design(Format.A6, "ar")).items()}
    assert (said["large_ar"], said["under_ar"], said["second_fr"]) == ("أمينة", "العلوي", "Amina El Alaoui")
    said = {role: text.string for role, text in texts(design(Format.A6, "fr")).items()}
    assert (said["large_fr"], said["under_fr"], said["second_ar"]) == ("Amina", "El Alaoui", "أمينة العلوي")


@pytest.mark.parametrize("first", ["ar", "fr"])
def test_a_name_in_one_script_takes_the_large_line(first: str) -> None:
    arabic = texts(design(Format.A6, first), BadgeData(1, "21:0", given_ar="أمينة", family_ar="العلوي"))
    latin = texts(design(Format.A6, first), BadgeData(1, "21:0", given_fr="Amina", family_fr="El Alaoui"))
    assert [role for role in arabic if "_" in role and "place" not in role and "title" not in role] == [
        "large_ar",
        "under_ar",
    ]
    assert arabic["large_ar"].size_pt == latin["large_fr"].size_pt


def test_a_family_name_alone_is_the_large_line() -> None:
    said = texts(design(Format.A6, "ar"), BadgeData(1, "21:0", family_ar="العلوي"))
    assert (said["large_ar"].string, "under_ar" in said) == ("العلوي", False)


@pytest.mark.parametrize("paper", list(Format))
def test_french_first_is_the_mirror_image(paper: Format) -> None:
    def frames(first: str) -> list[Box]:
        return [piece.box for piece in pieces(design(paper, first)) if isinstance(piece, Star | Code)]

    for right, left in zip(frames("ar"), frames("fr"), strict=True):
        assert (left.x, left.y) == (pytest.approx(paper.width - right.x - right.width), right.y)


def test_everything_leans_on_the_side_of_the_first_script() -> None:
    sides = {role: text.align for role, text in texts(design(Format.A6, "ar")).items()}
    assert (sides["large_ar"], sides["second_fr"]) == ("start", "end")
    sides = {role: text.align for role, text in texts(design(Format.A6, "fr")).items()}
    assert (sides["large_fr"], sides["second_ar"]) == ("start", "end")


def test_the_number_has_six_digits_in_a_left_to_right_box() -> None:
    number = texts(design(Format.CR80, "ar"))["number"]
    assert (number.string, number.direction) == ("001042", "ltr")


def test_the_category_is_a_coloured_edge_with_its_word_readable_on_it() -> None:
    dark = static(design(Format.A6, "ar"), "#1b5e3f", "مشارك", "Participant")
    pale = static(design(Format.A6, "ar"), "#e8d9a8", "مشارك", "Participant")
    for parts, light in ((dark, True), (pale, False)):
        [edge] = [piece for piece in parts if isinstance(piece, Fill) and piece.role == "edge"]
        words = [piece for piece in parts if isinstance(piece, Text) and piece.role.startswith("category")]
        assert [(word.string, word.direction, word.colour == PAPER) for word in words] == [
            ("مشارك", "rtl", light),
            ("Participant", "ltr", light),
        ]
        assert edge.box.y + edge.box.height == Format.A6.height


def test_the_demonstration_mark_stands_in_both_languages_only_when_asked() -> None:
    assert texts(design(Format.A6, "ar"))["demo"].string == "معطيات تجريبية · données de démonstration"
    assert "demo" not in texts(design(Format.A6, "ar", demo=False))


def test_empty_texts_take_no_room() -> None:
    bare = Design(Format.CR80)
    assert list(texts(bare, BadgeData(5, "21:0", given_ar=LONG))) == ["large_ar", "number"]
