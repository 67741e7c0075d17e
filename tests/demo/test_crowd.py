"""The fictional people."""

from collections import Counter
from datetime import date

from app.demo.content import read
from app.demo.crowd import guests
from app.platform.clock import local
from app.registrations.words import State
from tests.demo.conftest import DAY
from tests.demo.test_content import ARABIC, LATIN

PEOPLE = guests(DAY)
NAMES = [
    tuple(one.person[name] for name in ("given_ar", "family_ar", "given_latin", "family_latin"))
    for one in PEOPLE
]


def test_there_are_220_of_whom_15_wait_for_the_press() -> None:
    assert len(PEOPLE) == 220
    assert Counter(one.category for one in PEOPLE if one.waiting) == {"press": 15}


def test_each_category_has_its_confirmed_people() -> None:
    confirmed = Counter(one.category for one in PEOPLE if one.state is State.CONFIRMED)
    assert confirmed == {"associations": 104, "universities": 40, "press": 20, "officials": 29, "citizens": 3}


def test_some_ask_for_approval_one_was_refused_and_two_have_to_confirm_their_mail() -> None:
    others = [one for one in PEOPLE if one.state not in (State.CONFIRMED, State.WAITING)]
    assert Counter((one.category, one.state) for one in others) == {
        ("universities", State.HELD): 2,
        ("citizens", State.PENDING): 6,
        ("citizens", State.REFUSED): 1,
    }
    assert all(one.person["email"] for one in others if one.state is State.HELD)


def test_they_are_the_same_each_time_and_move_with_the_day() -> None:
    assert guests(DAY) == PEOPLE
    later = guests(date(2026, 4, 2))
    assert [one.person for one in later] == [one.person for one in PEOPLE]
    assert later[0].since != PEOPLE[0].since


def test_every_name_is_in_the_letters_of_its_script() -> None:
    wrong = [
        names
        for names in NAMES
        if not all(ARABIC.fullmatch(one) for one in names[:2] if one)
        or not all(LATIN.fullmatch(one) for one in names[2:] if one)
    ]
    assert wrong == []


def test_everybody_is_named_and_reachable_and_nobody_comes_twice() -> None:
    assert [names for names in NAMES if not (names[0] or names[2])] == []
    assert [one for one in PEOPLE if not (one.person["email"] or one.person["phone"])] == []
    assert len(set(NAMES)) == 220
    mails = [one.person["email"] for one in PEOPLE if one.person["email"]]
    assert len(set(mails)) == len(mails) > 150
    assert {mail.rpartition("@")[2] for mail in mails} == {"example.org"}


def test_about_fifteen_in_a_hundred_wrote_one_script_alone() -> None:
    lone = [names for names in NAMES if not (names[0] and names[2])]
    assert 28 <= len(lone) <= 38
    assert {bool(names[0]) for names in lone} == {True, False}


def test_the_language_of_messages_has_its_script() -> None:
    assert {one.person["locale"] for one in PEOPLE} == {"ar", "fr"}
    for one, names in zip(PEOPLE, NAMES, strict=True):
        assert names[0] or one.person["locale"] == "fr"
        assert names[2] or one.person["locale"] == "ar"


def test_the_hard_names_are_all_there_as_their_bearers_write_them() -> None:
    hard = {
        tuple(one[name] for name in ("given_ar", "family_ar", "given_latin", "family_latin"))
        for one in read("names")["as_written"]
    }
    assert hard <= set(NAMES)
    assert [names for names in hard if not names[1]] == [("تودة", "", "Touda", "")]
    assert len([names for names in hard if len(f"{names[2]} {names[3]}") > 40]) == 3


def test_everybody_came_before_the_day_and_in_order_but_for_those_who_write() -> None:
    assert all(local(one.since).date() < DAY for one in PEOPLE)
    quiet = [one.since for one in PEOPLE if not one.writes]
    assert quiet == sorted(quiet)


def test_four_letters_go_out_in_both_languages_to_both_states() -> None:
    letters = [(one.waiting, one.person["locale"], bool(one.person["email"])) for one in PEOPLE if one.writes]
    assert sorted(letters) == [
        (False, "ar", True),
        (False, "fr", True),
        (True, "ar", True),
        (True, "fr", True),
    ]
