"""What is taken for the same name, and how often that is right on pairs that were labelled by hand."""

from dataclasses import replace

import pytest

from app.people import alike, alike_institutions
from app.people.alike_words import closeness, skeletons, sounds
from app.people.models import Kind
from tests.people import pairs
from tests.people.pairs import Institution, Somebody


@pytest.mark.parametrize("part", ["tuned", "held_out"])
def test_persons_are_told_apart_on_labelled_pairs(part: str) -> None:
    precision, recall, wrong = pairs.measured(part)["persons"]
    assert precision >= 0.9, wrong
    assert recall >= 0.85, wrong


@pytest.mark.parametrize("part", ["tuned", "held_out"])
def test_organisations_are_told_apart_on_labelled_pairs(part: str) -> None:
    precision, recall, wrong = pairs.measured(part)["organisations"]
    assert precision >= 0.9, wrong
    assert recall >= 0.75, wrong


def test_there_are_as_many_pairs_as_were_asked_for() -> None:
    parts = ("tuned", "held_out")
    assert sum(len(pairs.people(part)) for part in parts) >= 200
    assert sum(len(pairs.institutions(part)) for part in parts) >= 60


@pytest.mark.parametrize("part", ["tuned", "held_out"])
def test_what_is_found_by_comparing_is_found_by_its_keys_too(part: str) -> None:
    found = [pair[1:] for pair in pairs.people(part) if alike.people(*pair[1:]).score >= alike.SUGGESTED]
    blind = [
        (one, other)
        for one, other in found
        if not alike.keys(one) & alike.keys(other) and one.email != other.email and one.phone != other.phone
    ]
    assert not blind
    known = [
        pair[1:]
        for pair in pairs.institutions(part)
        if alike_institutions.institutions(*pair[1:]).score >= alike.SUGGESTED
    ]
    assert not [one for one in known if not alike_institutions.keys(one[0]) & alike_institutions.keys(one[1])]


@pytest.mark.parametrize("part", ["tuned", "held_out"])
def test_who_is_named_first_makes_no_difference(part: str) -> None:
    for _same, one, other in pairs.people(part):
        assert alike.people(one, other).score == pytest.approx(alike.people(other, one).score)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("العلمي", "El Alami"),
        ("عبد الرحيم", "Abderrahim"),
        ("نور الدين", "Nour Eddine"),
        ("الناجي", "Ennaji"),
        ("شكيب", "Chakib"),
        ("غزلان", "Ghizlane"),
    ],
)
def test_a_name_has_one_skeleton_in_both_scripts(one: str, other: str) -> None:
    (arabic,), (latin,) = sounds(one), sounds(other)
    assert set(skeletons(arabic)) & set(skeletons(latin))
    assert closeness(arabic, latin) > 0.9


def test_two_communes_are_two() -> None:
    meknes = Institution({"ar": "جماعة مكناس"}, Kind.COMMUNE, {})
    taza = Institution({"ar": "جماعة تازة"}, Kind.COMMUNE, {})
    assert alike_institutions.institutions(meknes, taza).score < 0.5


def test_an_organisation_is_known_by_a_name_that_it_bore() -> None:
    now = Institution({"ar": "وزارة الانتقال الرقمي"}, Kind.MINISTRY, {})
    before = Institution({"ar": "وزارة إصلاح الإدارة"}, Kind.MINISTRY, {})
    earlier = {"ar": "وزارة إصلاح الإدارة", "fr": "", "since": None, "until": None}
    assert alike_institutions.institutions(now, before).score < alike.SUGGESTED
    knowing = replace(now, earlier_names=[earlier])
    assert alike_institutions.institutions(knowing, before).score >= alike.SUGGESTED


def test_a_shared_mailbox_proves_nothing() -> None:
    one = Somebody("سعيد", "التازي", email="contact@tazi.ma")
    other = Somebody("سعد", "التازي", email="contact@tazi.ma")
    assert alike.people(one, other).score < alike.SUGGESTED


def test_it_is_told_what_speaks_for_it() -> None:
    one = Somebody("محمد", "العلمي", email="m@x.ma", phone="+212661000000", organisation_id=1)
    assert alike.people(one, one) == alike.Likeness(1.0, ("name", "mail", "phone", "organisation"))
