"""The content of the demonstration, as it stands in `data/`: facts with their sources, fictions marked so."""

import json
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from app.platform.clock import at

DATA = Path(__file__).parent / "data"


@cache
def read(name: str) -> dict[str, Any]:
    """The content of one file, read once and never changed."""
    found: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return found


def sources(named: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sources as records keep them: {kind, title {ar, fr}, date or None, note {ar, fr}}."""
    known = read("sources")
    return [{**known[one["source"]], "note": one["note"]} for one in named]


def day(text: str | None) -> date | None:
    """A date of the content; None where no source gives one."""
    return date.fromisoformat(text) if text else None


def moment(first: date, day: int, text: str) -> datetime:
    """An hour of the content on one of the days that begin with `first`, which is number 1."""
    hour = time.fromisoformat(text)
    return at(first + timedelta(days=day - 1), hour.hour, hour.minute)
