"""Personal links: derived from the registration and the installation's secret, so that none is stored."""

from flask import current_app

from app.platform.db import one_or_404
from app.platform.errors import NotFound
from app.platform.seals import check_link_token, link_token
from app.registrations import queries
from app.registrations.models import Registration
from app.verification import keys

_KIND = "registration"


def token(registration: Registration) -> str:
    """What stands in the address: the random id and its proof."""
    proof = link_token(keys.link_secret(), _KIND, registration.public_id, registration.link_serial)
    return f"{registration.public_id}-{proof}"


def url(registration: Registration) -> str:
    """The whole address, for a mail, in the person's language."""
    words = {"locale": registration.locale, "link": token(registration)}
    path = current_app.url_map.bind("localhost").build("registrations.mine", words)
    return f"{current_app.config['SETTINGS'].base_url}{path}"


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
