"""What the directory tells of the parts that persons have in programmes."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa
from flask import url_for

from app.forums.lifecycle import State
from app.forums.models import Forum
from app.people.ports import Part
from app.platform.db import db
from app.platform.i18n import _
from app.platform.text import isolate
from app.programme.models import PART_WORDS, Participation, Session


def told(keys: Collection[int]) -> Mapping[int, list[Part]]:
    """The sessions of some persons, by person, in the order of the days."""
    found: dict[int, list[Part]] = {}
    rows = db.session.execute(
        sa.select(Participation, Session, Forum)
        .join(Session, Session.id == Participation.session_id)
        .join(Forum, Forum.id == Session.forum_id)
        .where(Participation.person_id.in_(keys))
        .order_by(Session.starts_at.is_(None), Session.starts_at, Session.id, Participation.id)
    )
    for part, session, forum in rows:
        text = _("%(part)s: %(session)s", part=PART_WORDS[part.part], session=isolate(session.title.said()))
        is_public = forum.state is not State.DRAFT
        url = f"{url_for('forums.show', forum=forum)}#programme" if is_public else ""
        found.setdefault(part.person_id or 0, []).append(Part(forum.id, text, url, is_public))
    return found
