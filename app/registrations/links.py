"""Personal links: derived from the registration and the installation's secret, so that none is stored."""

from typing import Any

from flask import current_app

from app.platform.db import one_or_404
from app.platform.errors import NotFound
from app.platform.seals import check_link_token, link_token
from app.registrations import queries
from app.registrations.models import Registration
from app.verification import keys

_KIND = "registration"
# Another kind of link, which is only ever in a letter: who opens it reads the e-mail.
_CONTACT = "contact of a registration"


def token(registration: Registration) -> str:
    """What stands in the address: the random id and its proof."""
    proof = link_token(keys.link_secret(), _KIND, registration.public_id, registration.link_serial)
    return f"{registration.public_id}-{proof}"


def url(registration: Registration) -> str:
    """The whole address, for a mail, in the person's language."""
    return page("registrations.mine", registration.locale, link=token(registration))


def opened(link: str) -> Registration:
    """The registration of an address. Raises NotFound for one that we did not make, or that was replaced."""
    public_id, _, proof = link.partition("-")
    registration: Registration = one_or_404(queries.by_public_id(public_id))
    known = check_link_token(
        keys.link_secret(), proof, _KIND, registration.public_id, registration.link_serial
    )
    if not known:
        raise NotFound()
    return registration


def contact_url(registration: Registration) -> str:
    """The whole address that proves the e-mail of a registration; another e-mail makes it void."""
    proof = link_token(keys.link_secret(), _CONTACT, _contact(registration), registration.link_serial)
    return page("contact.ask", registration.locale, link=f"{registration.public_id}-{proof}")


def contact_opened(link: str) -> Registration:
    """The registration of such an address. Raises NotFound for one that we did not make, or that was made for
    another e-mail.
    """
    public_id, _, proof = link.partition("-")
    registration: Registration = one_or_404(queries.by_public_id(public_id))
    subject, serial = _contact(registration), registration.link_serial
    if not check_link_token(keys.link_secret(), proof, _CONTACT, subject, serial):
        raise NotFound()
    return registration


def _contact(registration: Registration) -> str:
    return f"{registration.public_id} {registration.email.casefold()}"


def page(endpoint: str, locale: str, **words: Any) -> str:
    """The whole address of a page. Not url_for: letters are filled outside any request."""
    path = current_app.url_map.bind("localhost").build(endpoint, {"locale": locale} | words)
    return f"{current_app.config['SETTINGS'].base_url}{path}"
