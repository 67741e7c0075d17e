"""What registrations ask of the features above them."""

from collections.abc import Callable

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
