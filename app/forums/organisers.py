"""In whose name an event writes."""

from collections.abc import Sequence

import sqlalchemy as sa

from app.forums.models import Forum, Partner, PartnerRole
from app.people.models import Organisation
from app.platform import operator
from app.platform.db import db
from app.platform.i18n import listing
from app.platform.once import once
from app.platform.text import Translated


def named(forum: Forum) -> str:
    """The organising bodies, else the operator, else the platform."""
    bodies = once(("organisers", forum.id), lambda: _bodies(forum.id))
    names = listing([Translated(name).said() for name in bodies])
    return names or operator.held().name.said() or operator.site_name().said()


def _bodies(forum_id: int) -> Sequence[Translated]:
    return db.session.scalars(
        sa.select(Organisation.name)
        .join(Partner, Partner.organisation_id == Organisation.id)
        .where(Partner.forum_id == forum_id, Partner.role == PartnerRole.ORGANISER)
        .order_by(Partner.position, Partner.id)
    ).all()
