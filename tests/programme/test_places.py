"""Where an event takes place."""

import pytest

from app.forums.models import Forum
from app.people.regions import REGIONS
from app.platform.text import Translated, fold
from app.programme.places import Known, Place, cities, place_of

MEKNES = Place(33.89, -5.55, Known.CITY, Translated(ar="مكناس", fr="Meknès"))


def test_every_region_has_its_capital_and_every_prefecture_and_province_its_seat() -> None:
    capitals = [city.region for city in cities() if city.seat == "region"]
    assert capitals == list(REGIONS)
    assert sum(city.seat != "" for city in cities()) == 75  # of the decree of 2015


def test_every_city_is_in_morocco_under_names_of_its_own() -> None:
    assert all(20.7 < city.latitude < 36 and -17.2 < city.longitude < -0.9 for city in cities())
    assert all(city.name["ar"] and city.name["fr"] for city in cities())
    names = [fold(text) for city in cities() for text in (*city.name.values(), *city.others)]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    "city", [{"fr": "Meknès"}, {"fr": "MEKNES"}, {"ar": "مكناس"}, {"ar": "مِكناس", "fr": "ailleurs"}]
)
def test_a_city_is_known_by_its_name_in_either_script(city: dict[str, str]) -> None:
    assert place_of(Forum(city=Translated(city), region="rsk")) == MEKNES


def test_the_venue_s_own_point_goes_before_its_city() -> None:
    forum = Forum(city=Translated(fr="Meknès"), latitude=33.9, longitude=-5.5)
    assert place_of(forum) == Place(33.9, -5.5, Known.VENUE, None)


def test_a_village_is_taken_for_the_capital_of_its_region() -> None:
    place = place_of(Forum(city=Translated(fr="Imlil"), region="mas"))
    assert place == Place(31.63, -8.0, Known.REGION, Translated(ar="مراكش", fr="Marrakech"))


@pytest.mark.parametrize("city", [{}, {"fr": "Imlil"}])
def test_nothing_is_guessed(city: dict[str, str]) -> None:
    assert place_of(Forum(city=Translated(city))) is None
