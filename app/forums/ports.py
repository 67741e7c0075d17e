"""What forums ask of the features above them.

`missing`: what a step lacks. `blocks`: parts of the public page, in order. `offices`: entries of a forum's
office navigation, in the order of the work. `todays`: what needs somebody today. `copies`: what a new edition
may take from an earlier one. `hall_uses`: what stands in halls. `datings`: what stands on a day. `stakes`:
what a step back concerns.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.accounts.models import User
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.ui.areas import Desk, open_desk


@dataclass(frozen=True)
class Lack:
    """What a step lacks, in a sentence, and the endpoint of the forum's office where it is mended ("" where
    no page mends it). What does not block is advised. `at`: the field of that page.
    """

    sentence: Any
    endpoint: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    blocks: bool = True
    at: str = ""


@dataclass(frozen=True)
class Need:
    """One thing to do today: its tone as in `ui.state`, the page of the forum's office where it is done, and
    the permission of who is told.
    """

    title: Any
    text: Any
    endpoint: str
    permission: str
    values: dict[str, Any] = field(default_factory=dict)
    tone: str = "attention"


Missing = Callable[[Forum, State], list[Lack]]
Block = Callable[[Forum], str]
Today = Callable[[Forum], list[Need]]


@dataclass(frozen=True)
class Copy:
    """What a new edition may take over: `bring(earlier, new, by)` adds it, in the open unit of work; `ticked`
    at first or not.
    """

    name: str
    label: Any
    bring: Callable[[Forum, Forum, User | None], None]
    ticked: bool = True


missing: list[Missing] = []
blocks: list[tuple[int, str, Block]] = []
offices: list[Desk] = []
todays: list[tuple[int, str, Today]] = []
copies: list[Copy] = []
# Of halls by their keys: «3 sessions»; a hall with nothing in it is left out.
HallUses = Callable[[Collection[int]], Mapping[int, str]]
hall_uses: dict[str, HallUses] = {}
stakes: dict[str, Callable[[Forum], str]] = {}
datings: dict[str, Callable[[Forum, date | None, date | None], list[Any]]] = {}


def fill_block(order: int, name: str, block: Block) -> None:
    """Put a part on the public page; the same name replaces the earlier (one application per test)."""
    blocks[:] = sorted(
        [*(one for one in blocks if one[1] != name), (order, name, block)], key=lambda b: b[:2]
    )


def open_office(desk: Desk) -> None:
    """Add an entry to the office navigation."""
    open_desk(offices, desk)


def ask(question: Missing) -> None:
    """Add a question to the checklist: what the forum lacks for the step that follows its state."""
    if question not in missing:
        missing.append(question)


def today(order: int, name: str, function: Today) -> None:
    """Tell on the overview what needs somebody today; the same name replaces the earlier."""
    todays[:] = sorted(
        [*(one for one in todays if one[1] != name), (order, name, function)], key=lambda t: t[:2]
    )


def copy(
    name: str, label: Any, function: Callable[[Forum, Forum, User | None], None], *, ticked: bool = True
) -> None:
    """Offer something to new editions; the same name replaces the earlier."""
    copies[:] = [*(one for one in copies if one.name != name), Copy(name, label, function, ticked)]


def use_hall(name: str, function: HallUses) -> None:
    """Tell what stands in halls, in as many queries for many as for one."""
    hall_uses[name] = function


def stake(name: str, function: Callable[[Forum], str]) -> None:
    """Tell what a step back concerns («12 registrations»); "" when nothing."""
    stakes[name] = function


def date_things(name: str, function: Callable[[Forum, date | None, date | None], list[Any]]) -> None:
    """Name what of the forum stands outside a first and a last day (None: no day is left)."""
    datings[name] = function
