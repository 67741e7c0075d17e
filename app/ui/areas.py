"""The side navigation of an area of the office: its entries in the order of the work."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import request


@dataclass(frozen=True)
class Desk:
    """A place in an area: label, endpoint, and the permission that opens it ("" for everybody inside).

    `holds`: blueprints whose pages are reached from it, whatever their addresses.
    """

    label: Any
    endpoint: str
    permission: str
    order: int
    holds: tuple[str, ...] = ()


def open_desk(area: list[Desk], desk: Desk) -> None:
    """Add an entry; the same endpoint replaces the earlier (one application per test)."""
    area[:] = sorted(
        [*(one for one in area if one.endpoint != desk.endpoint), desk], key=lambda one: one.order
    )


def navigation(desks: Iterable[Desk], address: Callable[[str], str], here: str = "") -> list[dict[str, Any]]:
    """What `ui/area.html` draws: label, url, and which entry holds the present page, or the page `here`."""
    known = list(desks)
    nav = [{"label": desk.label, "url": address(desk.endpoint)} for desk in known]
    held = (one["url"] for desk, one in zip(known, nav, strict=True) if request.blueprint in desk.holds)
    here = here or next(held, request.path)
    inside = [one["url"] for one in nav if f"{here}/".startswith(one["url"].rstrip("/") + "/")]
    current = max(inside, key=len, default="")
    return [one | {"current": one["url"] == current} for one in nav]
