"""What the parts of a forum must keep to, beyond what each form asks."""

from typing import Any

import sqlalchemy as sa

from app.forums.models import Day, Forum, Hall, Partner
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.platform.text import fold

IN_THE_ARCHIVE = lazy(
    "This event is in the archive: it can be read, not changed. Take it out of the archive first."
)


class PartRefused(Conflict):
    """A rule of the forum says no to one field of a part; `field` is its name in the form."""

    def __init__(self, field: str, message: Any) -> None:
        super().__init__(message)
        self.field = field


def lock(forum: Forum) -> None:
    """Read the forum anew and have others who change it or its parts wait for this transaction. Raises
    Conflict when it is in the archive.
    """
    lock_even_archived(forum)
    if forum.is_archived:
        raise Conflict(IN_THE_ARCHIVE)


def lock_even_archived(forum: Forum) -> None:
    """The same for the step that takes it out of there."""
    db.session.flush()
    # Not FOR UPDATE: rows that point at the forum are added meanwhile, a registration or a line of the log.
    db.session.refresh(forum, with_for_update={"key_share": True})


def check(forum: Forum, part: Any) -> None:
    """Raise PartRefused when a part cannot stand in the forum. The forum is locked."""
    if isinstance(part, Hall):
        _check_hall(forum, part)
    elif isinstance(part, Day):
        _check_day(forum, part)
    elif isinstance(part, Partner):
        _check_partner(forum, part)


def _check_hall(forum: Forum, hall: Hall) -> None:
    """Names that a reader takes for the same word are one name, in each language."""
    others = db.session.execute(sa.select(Hall.id, Hall.name).where(Hall.forum_id == forum.id)).all()
    for other, name in others:
        same = [one for one in hall.name if name.get(one) and fold(hall.name[one]) == fold(name[one])]
        if other != hall.id and same:
            raise PartRefused(
                "name_",
                lazy("Another hall has this name already: %(name)s. Choose another.", name=name[same[0]]),
            )


def _check_day(forum: Forum, day: Day) -> None:
    first, last = forum.starts_on, forum.ends_on or forum.starts_on
    if first is None or last is None:
        raise PartRefused("on", lazy("Please fill in the dates of the event first."))
    if not first <= day.on <= last:
        raise PartRefused("on", lazy("This day is outside the days of the event."))
    known = sa.select(Day.id).where(Day.forum_id == forum.id, Day.on == day.on)
    if any(key != day.id for key in db.session.scalars(known)):
        raise PartRefused("on", lazy("This day is filled in already. Open it to change it."))


def _check_partner(forum: Forum, partner: Partner) -> None:
    same = (Partner.organisation_id == partner.organisation_id, Partner.role == partner.role)
    known = sa.select(Partner.id).where(Partner.forum_id == forum.id, *same)
    if any(key != partner.id for key in db.session.scalars(known)):
        raise PartRefused("organisation_id", lazy("This organisation has that part already."))
