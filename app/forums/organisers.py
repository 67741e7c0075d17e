"""In whose name an event writes."""

import sqlalchemy as sa

from app.forums.models import Forum, Partner, PartnerRole
from app.people.models import Organisation
from app.platform import operator
from app.platform.db import db
from app.platform.i18n import listing


def named(forum: Forum) -> str:
    """The organising bodies, else the operator, else the platform."""
    bodies = db.session.scalars(
        sa.select(Organisation)
        .join(Partner, Partner.organisation_id == Organisation.id)
        .where(Partner.forum_id == forum.id, Partner.role == PartnerRole.ORGANISER)
        .order_by(Partner.position, Partner.id)
    )
    names = listing([body.name.said() for body in bodies])
    return names or operator.held().name.said() or operator.site_name().said()
