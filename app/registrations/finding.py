"""Finding one's own registration: by its number with the phone, or by a letter to its e-mail.

Nothing is told to somebody who does not have both, or does not read that mailbox.
"""

from datetime import timedelta

import sqlalchemy as sa

from app.audit import actions as audit
from app.forums.models import Forum
from app.platform import jobs, limits
from app.platform.db import db, unit_of_work
from app.platform.i18n import lazy
from app.registrations import letters
from app.registrations.models import Registration
from app.registrations.standing import LIVE

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
MOST_LETTERS = 5  # of those who share one address, the last that were made
_NUMBER, _PHONE, _NETWORK, _MAIL = "find by number", "find by phone", "find from", "find by mail"


def may_try(forum: Forum, number: str, phone: str, network: str) -> bool:
    """Count an attempt: ten in a quarter of an hour at a number and at a phone, however many come with them;
    a hall that shares one network address has three hundred.
    """
    tries = (
        (_NETWORK, network, 300),
        (_NUMBER, f"{forum.id} {number}", 10),
        (_PHONE, f"{forum.id} {phone}", 10),
    )
    return all(limits.take(kind, who, most=most, within=QUARTER) for kind, who, most in tries)


def by_number(forum: Forum, number: str, phone: str) -> Registration | None:
    """The registration that bears both."""
    return db.session.scalar(
        sa.select(Registration).where(
            Registration.forum_id == forum.id,
            Registration.number == number,
            Registration.phone == phone,
            Registration.erased_at.is_(None),
        )
    )


def found(forum: Forum, registration: Registration) -> None:
    """It was opened by number and phone: its attempts are forgotten. Inside a unit of work."""
    limits.forgive(_NUMBER, f"{forum.id} {registration.number}")
    limits.forgive(_PHONE, f"{forum.id} {registration.phone}")
    audit.record("registration.found", registration, by=None)


def write_to(forum: Forum, email: str, number: str, network: str) -> None:
    """Have the letters of the registrations with this e-mail (of that number, if one is given) written again.

    The same work is done, and the same said, whether there are any: the letters are written by a job.
    """
    same = sa.func.lower(Registration.email) == email.lower()
    mine = sa.select(Registration.id).where(
        Registration.forum_id == forum.id, same, Registration.state.in_(LIVE)
    )
    if number:
        mine = mine.where(Registration.number == number)
    ids = list(db.session.scalars(mine.order_by(Registration.id.desc()).limit(MOST_LETTERS)))
    within = limits.take(_NETWORK, network, most=300, within=QUARTER)
    within = limits.take(_MAIL, f"{forum.id} {email.lower()}", most=3, within=HOUR) and within
    with unit_of_work():
        jobs.later("registrations.write_again", ids=ids if within else [])


@jobs.job("registrations.write_again", label=lazy("Letters to those who look for their registration"))
def write_again(ids: list[int]) -> None:
    """Write to each how it stands, with its link."""
    for registration_id in ids:
        with unit_of_work():
            registration = db.session.get_one(Registration, registration_id)
            letters.tell(registration, db.session.get_one(Forum, registration.forum_id))
