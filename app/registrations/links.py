"""Personal links: derived from the registration and the installation's secret, so that none is stored."""

from typing import Any

from flask import current_app

from app.platform.db import db
from app.platform.errors import NotFound
from app.platform.seals import check_link_token, link_token
from app.registrations import queries
from app.registrations.models import Registration
from app.verification import keys

_KIND = "registration"
# Another kind of link, which is only ever in a letter: who opens it reads the e-mail.
_CONTACT = "contact of a registration"


class VoidLink(NotFound):
    """An address that opens no registration: of another it is not told from one that was replaced."""


def token(registration: Registration) -> str:
    """What stands in the address: the random id and its proof."""
    proof = link_token(keys.link_secret(), _KIND, registration.public_id, registration.link_serial)
    return f"{registration.public_id}-{proof}"


def url(registration: Registration) -> str:
    """The whole address, for a mail, in the person's language."""
    return page("registrations.mine", registration.locale, link=token(registration))


def opened(link: str) -> Registration:
    """The registration of an address. Raises VoidLink for one that we did not make, or that was replaced."""
    public_id, _, proof = link.partition("-")
    registration = _of(public_id)
    _refuse_void(registration, proof)
    return registration


def hold(registration: Registration, link: str) -> None:
    """Lock the row of an address that was opened, inside a unit of work; what was not flushed is forgotten.
    Raises VoidLink when the address was replaced meanwhile.
    """
    _lock(registration)
    _refuse_void(registration, link.partition("-")[2])


def contact_url(registration: Registration) -> str:
    """The whole address that proves the e-mail of a registration; another e-mail makes it void."""
    proof = link_token(keys.link_secret(), _CONTACT, _contact(registration), registration.link_serial)
    return page("contact.ask", registration.locale, link=f"{registration.public_id}-{proof}")


def contact_opened(link: str) -> Registration:
    """The registration of such an address. Raises VoidLink for one that we did not make, or that was made for
    another e-mail.
    """
    public_id, _, proof = link.partition("-")
    registration = _of(public_id)
    _refuse_other_contact(registration, proof)
    return registration


def hold_contact(registration: Registration, link: str) -> None:
    """The same as `hold`, for an address that proves the e-mail: of two acts at once, another e-mail won."""
    _lock(registration)
    _refuse_other_contact(registration, link.partition("-")[2])


def _of(public_id: str) -> Registration:
    found: Registration | None = db.session.scalars(queries.by_public_id(public_id)).one_or_none()
    if found is None:
        raise VoidLink()
    return found


def _lock(registration: Registration) -> None:
    db.session.refresh(registration, with_for_update={"of": Registration})


def _refuse_void(registration: Registration, proof: str) -> None:
    serial = registration.link_serial
    if not check_link_token(keys.link_secret(), proof, _KIND, registration.public_id, serial):
        raise VoidLink()


def _refuse_other_contact(registration: Registration, proof: str) -> None:
    subject, serial = _contact(registration), registration.link_serial
    if not check_link_token(keys.link_secret(), proof, _CONTACT, subject, serial):
        raise VoidLink()


def _contact(registration: Registration) -> str:
    return f"{registration.public_id} {registration.email.casefold()}"


def page(endpoint: str, locale: str, **words: Any) -> str:
    """The whole address of a page. Not url_for: letters are filled outside any request."""
    path = current_app.url_map.bind("localhost").build(endpoint, {"locale": locale} | words)
    return f"{current_app.config['SETTINGS'].base_url}{path}"
