"""What the directory tells of the parts that organisations have in events."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa
from flask import url_for

from app.forums.models import PARTNER_WORDS, Forum, Partner
from app.people.ports import Part
from app.platform.db import db


def told(keys: Collection[int]) -> Mapping[int, list[Part]]:
    """The parts of some organisations as partners, by organisation, newest event first."""
    found: dict[int, list[Part]] = {}
    rows = db.session.execute(
        sa.select(Partner, Forum)
        .join(Forum, Forum.id == Partner.forum_id)
        .where(Partner.organisation_id.in_(keys))
        .order_by(Forum.starts_on.desc(), Partner.id)
    )
    for partner, forum in rows:
        url = url_for("forums.show", forum=forum) if forum.is_public else ""
        made = Part(forum.id, str(PARTNER_WORDS[partner.role]), url, forum.is_public)
        found.setdefault(partner.organisation_id, []).append(made)
    return found
