"""What the directory tells of the agreements to which organisations are parties."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa
from flask import url_for

from app.forums.models import Forum
from app.memoranda.models import Agreement, Party, State
from app.people.ports import Part
from app.platform.db import db


def told(keys: Collection[int]) -> Mapping[int, list[Part]]:
    """The agreements of some organisations, by organisation, newest first."""
    found: dict[int, list[Part]] = {}
    rows = db.session.execute(
        sa.select(Party.organisation_id, Agreement, Forum)
        .join(Agreement, Agreement.id == Party.agreement_id)
        .join(Forum, Forum.id == Agreement.forum_id)
        .where(Party.organisation_id.in_(keys))
        .order_by(Agreement.signed_on.desc(), Agreement.id)
    )
    for key, agreement, forum in rows:
        is_public = forum.is_public and agreement.state is State.SIGNED
        url = url_for("memoranda.show", forum=forum, ref=agreement.ref) if is_public else ""
        found.setdefault(key or 0, []).append(Part(forum.id, agreement.title.said(), url, is_public))
    return found
