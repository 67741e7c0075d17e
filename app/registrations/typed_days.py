"""Days as they are typed in Morocco: 22/06/2019, 22-6-2019, 22.06.2019, ٢٢/٠٦/٢٠١٩, 2019-06-22. Pure."""

import re
from datetime import date

from app.platform.text import digits, tidy

_PART = re.compile(r"[\s/.\-،]+")
_FIGURES = re.compile(r"\d{1,4}", re.ASCII)


def read(typed: str) -> date | None:
    """The day; None where it is none, or where two figures alone stand for its year."""
    parts = _PART.split(digits(tidy(typed)))
    if len(parts) != 3 or not all(_FIGURES.fullmatch(part) for part in parts):
        return None
    if len(parts[0]) == 4:
        parts.reverse()
    day, month, year = parts
    if len(year) != 4:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
