"""Where an event takes place on the globe: the venue's own point, else its city, else its region's seat."""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from app.forums.models import Forum
from app.platform.text import Translated, fold

CITIES = Path(__file__).parent / "data" / "cities.csv"


class Known(StrEnum):
    """By what a place is known, the most exact first."""

    VENUE = "venue"
    CITY = "city"
    REGION = "region"


@dataclass(frozen=True)
class City:
    """A line of the table: the capital of a region, the seat of a prefecture or province, or another town.

    Coordinates are rounded to a hundredth of a degree, about a kilometre: two seconds of the sun's way.
    """

    region: str
    seat: str  # "region", "province" or ""
    name: dict[str, str]
    latitude: float
    longitude: float
    others: tuple[str, ...]  # further spellings, and the province where it bears another name


@dataclass(frozen=True)
class Place:
    """A point, and by what it is known; `city`: whose middle it is, none for a venue's own point."""

    latitude: float
    longitude: float
    known: Known
    city: Translated | None


@cache
def cities() -> tuple[City, ...]:
    """Every line, in the order of the file."""
    with CITIES.open(encoding="utf-8", newline="") as lines:
        return tuple(
            City(
                region=row["region"],
                seat=row["seat"],
                name={"ar": row["ar"], "fr": row["fr"]},
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
                others=tuple(row["others"].split("|")) if row["others"] else (),
            )
            for row in csv.DictReader(lines)
        )


def place_of(forum: Forum) -> Place | None:
    """The place of an event; None where nothing tells it. Its city is found in either script, as folded."""
    if forum.latitude is not None and forum.longitude is not None:
        return Place(forum.latitude, forum.longitude, Known.VENUE, None)
    for text in forum.city.values():
        if city := _by_name().get(fold(text)):
            return _middle(city, Known.CITY)
    capital = _capitals().get(forum.region or "")
    return _middle(capital, Known.REGION) if capital else None


def _middle(city: City, known: Known) -> Place:
    return Place(city.latitude, city.longitude, known, Translated(city.name))


@cache
def _by_name() -> dict[str, City]:
    return {fold(text): city for city in cities() for text in (*city.name.values(), *city.others)}


@cache
def _capitals() -> dict[str, City]:
    return {city.region: city for city in cities() if city.seat == "region"}
