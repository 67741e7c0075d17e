"""What registrations ask of the features above them."""

from collections.abc import Callable
from dataclasses import dataclass
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


@dataclass(frozen=True)
class BulkAct:
    """Something to do with the registrations ticked in the office's list. `endpoint` takes a forum, and the
    ticked rows as `listing.chosen(lists.registrations(forum), …)` reads them; who lacks `permission` is not
    offered it.
    """

    label: Any
    endpoint: str
    permission: str
    icon: str | None = None


acts: list[BulkAct] = []


def act_on_many(act: BulkAct) -> None:
    """Offer an act; the same endpoint replaces the earlier (one application per test)."""
    acts[:] = [*(one for one in acts if one.endpoint != act.endpoint), act]
