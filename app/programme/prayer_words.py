"""The prayers and what they are called."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from app.platform.i18n import lazy_context


class Prayer(StrEnum):
    """A prayer of the day, in the order of the day; Friday's takes the place of Dhuhr."""

    FAJR = "fajr"
    DHUHR = "dhuhr"
    FRIDAY = "friday"
    ASR = "asr"
    MAGHRIB = "maghrib"
    ISHA = "isha"


FIVE = (Prayer.FAJR, Prayer.DHUHR, Prayer.ASR, Prayer.MAGHRIB, Prayer.ISHA)

PRAYER_WORDS: Mapping[str, Any] = {
    Prayer.FAJR: lazy_context("prayer", "Fajr"),
    Prayer.DHUHR: lazy_context("prayer", "Dhuhr"),
    Prayer.FRIDAY: lazy_context("prayer", "Friday prayer"),
    Prayer.ASR: lazy_context("prayer", "Asr"),
    Prayer.MAGHRIB: lazy_context("prayer", "Maghrib"),
    Prayer.ISHA: lazy_context("prayer", "Isha"),
}
