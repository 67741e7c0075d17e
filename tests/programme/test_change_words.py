"""What changed, in words: by whom it may be read, and without a name of a person."""

from datetime import date

import pytest
from flask import Flask

from app.platform.clock import at
from app.platform.i18n import _, using
from app.platform.text import FSI, PDI, Translated
from app.programme import change_words
from app.programme.change_words import TURN_WORDS
from app.programme.diffing import Difference, Spot, Staff, Standing, Turn
from app.programme.release_rows import Change

HALLS = {1: Translated(fr="Grande salle", ar="القاعة الكبرى"), 2: Translated(fr="Salle du Cèdre")}
ON = date(2026, 12, 5)
TEN, ELEVEN = Spot(at(ON, 10).isoformat(), 60, 1), Spot(at(ON, 11).isoformat(), 60, 2)


def plain(text: str) -> str:
    return text.replace(FSI, "").replace(PDI, "").replace("\u00a0", " ")


def standing(spot: Spot = TEN, title: str = "Eau") -> Standing:
    return Standing("a1", {"fr": title}, spot, True, (Staff(1, "", "speaker", None),), ())


@pytest.mark.parametrize("turn", Turn)
def test_every_change_has_a_word_and_a_sentence(app: Flask, turn: Turn) -> None:
    change = Change(ref="a1", kinds=[turn.value], title={"fr": "Eau"}, was={})
    assert str(TURN_WORDS[turn])
    assert change_words.said(change, HALLS) == [change_words.plain(turn)]


def test_a_title_that_changed_in_another_language_is_not_told_as_the_one_before(app: Flask) -> None:
    before, after = standing(), Standing("a1", {"fr": "Eau", "ar": "الماء"}, TEN, True, (), ())
    one = Difference("a1", (Turn.RETITLED,), before, after)
    with using("fr"):
        assert change_words.lines(one, HALLS) == [_("The title changed in another language.")]
    with using("ar"):
        assert "Eau" in change_words.lines(one, HALLS)[0]


def test_a_move_is_told_with_where_it_was_and_where_it_is(app: Flask) -> None:
    was = {"starts_at": TEN.starts_at, "minutes": TEN.minutes, "hall_id": TEN.hall_id}
    change = Change(ref="a1", kinds=["moved"], title={"fr": "Eau"}, was=was)
    with using("fr"):
        now, before = map(plain, change_words.said(change, HALLS, ELEVEN))
        (alone,) = map(plain, change_words.said(change, HALLS))
    assert "samedi 5 décembre 2026" in now and "11 h" in now and "Salle du Cèdre" in now
    assert "10 h" in before and "Grande salle" in before
    assert alone == before


@pytest.mark.parametrize(
    ("spot", "expected"),
    [
        (Spot(None, None, None), ""),
        (Spot(None, None, 1), "Grande salle"),
        (Spot(None, None, 99), ""),  # a hall that was removed
        (Spot(None, 60, 2), "Salle du Cèdre"),
    ],
)
def test_what_is_not_known_of_a_place_is_not_said(app: Flask, spot: Spot, expected: str) -> None:
    with using("fr"):
        assert plain(change_words.spot(spot, HALLS)) == expected


def test_a_hall_without_a_name_in_the_language_has_its_other_name_isolated(app: Flask) -> None:
    with using("ar"):
        assert change_words.spot(Spot(None, None, 2), HALLS) == f"{FSI}Salle du Cèdre{PDI}"


def test_a_session_that_leaves_the_public_page_is_told_apart_from_other_details(app: Flask) -> None:
    shown, hidden = standing(), Standing("a1", {"fr": "Eau"}, TEN, False, standing().people, ())
    with using("fr"):
        found = [
            change_words.lines(Difference("a1", (Turn.DETAILED,), *pair), HALLS)
            for pair in ((shown, hidden), (hidden, shown))
        ]
        assert found == [[_("It is internal now.")], [_("The public sees it now.")]]


def test_a_title_that_somebody_typed_stays_on_its_line(app: Flask) -> None:
    one = Difference("a1", (Turn.RETITLED,), standing(title="Eau\nvive\u2069"), standing(title="Feu"))
    (line,) = change_words.lines(one, HALLS)
    assert f"{FSI}Eau vive{PDI}" in line
