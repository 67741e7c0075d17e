"""Accepting the warnings of a programme.

The row of the forum is locked first: of two who accept the same the second is told.
"""

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import actions as audit
from app.forums import parts_rules
from app.forums.models import Forum
from app.platform.db import db
from app.platform.errors import Conflict, NotFound
from app.platform.i18n import lazy
from app.programme import checking
from app.programme.rule_rows import Acceptance


def accept(forum: Forum, mark: str, reason: str, *, by: User | None) -> Acceptance:
    """Accept a warning of the draft, and drop acceptances of what is no longer there. Raises Conflict when
    there is no such warning (any more), when it was accepted already, or when the forum is in the archive.
    """
    parts_rules.lock(forum)
    found = checking.of(forum)
    wanted = next((one for one in found if one.mark == mark and not one.blocks), None)
    if wanted is None:
        raise Conflict(lazy("This warning is no longer there: what it was about has changed. Look again."))
    if wanted.accepted:
        raise Conflict(lazy("Somebody accepted this warning meanwhile."))
    marks = [one.mark for one in found if one.accepted]
    db.session.execute(
        sa.delete(Acceptance).where(Acceptance.forum_id == forum.id, Acceptance.mark.not_in(marks))
    )
    row = Acceptance(forum_id=forum.id, mark=mark, reason=reason, by_id=by.id if by else None)
    db.session.add(row)
    audit.record("warning.accepted", row, by=by, clash=wanted.clash.value)
    return row


def take_back(forum: Forum, mark: str, *, by: User | None) -> None:
    """The warning stands again. Raises NotFound when it is not accepted, Conflict in the archive."""
    parts_rules.lock(forum)
    row = db.session.scalar(
        sa.select(Acceptance).where(Acceptance.forum_id == forum.id, Acceptance.mark == mark)
    )
    if row is None:
        raise NotFound()
    audit.record("warning.taken_back", row, by=by, clash=mark.partition("-")[0])
    db.session.delete(row)
