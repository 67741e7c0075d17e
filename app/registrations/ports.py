"""What registrations ask of the features above them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.platform.mail_message import Attachment
from app.registrations.models import Registration

# A file that goes with the letter of confirmation; made when the mail is sent.
Enclosure = Callable[[Registration], Attachment]
enclosures: list[Enclosure] = []

# A part of the personal page, drawn for a registration and the link that opened it.
Offer = Callable[[Registration, str], str]
offers: list[Offer] = []


def enclose(enclosure: Enclosure) -> None:
    """Send one more file with the confirmation."""
    if enclosure not in enclosures:
        enclosures.append(enclosure)


def offer(what: Offer) -> None:
    """Show one more thing on the personal page."""
    if what not in offers:
        offers.append(what)


# A part of the office's page of one registration: where its badge was read, and the like; "" for nothing.
Part = Callable[[Registration], str]
office_parts: list[Part] = []


def show_in_office(part: Part) -> None:
    """Show one more thing on the office's page of a registration."""
    if part not in office_parts:
        office_parts.append(part)


@dataclass(frozen=True)
class BulkAct:
    """Something to do with the registrations ticked in the office's list. `endpoint` takes a forum and
    `values`, and the ticked rows as `listing.chosen(lists.registrations(forum), …)` reads them; who lacks
    `permission` is not offered it. Those that are not `first` fold.
    """

    label: Any
    endpoint: str
    permission: str
    icon: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    first: bool = True


acts: list[BulkAct] = []


def act_on_many(act: BulkAct) -> None:
    """Offer an act; the same address replaces the earlier (one application per test)."""
    same = (act.endpoint, act.values)
    acts[:] = [*(one for one in acts if (one.endpoint, one.values) != same), act]


# The designs of badges, by the name that a category keeps, in words; a category without one has the first.
designs: dict[str, Any] = {}


def design(name: str, label: Any) -> None:
    """Offer a design of badge to categories; the same name replaces the earlier."""
    designs[name] = label
