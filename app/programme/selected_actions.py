"""What changes several sessions of a draft at once: all of them, or none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import actions as audit
from app.forums.models import Forum
from app.forums.parts_rules import lock
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.programme import actions, queries
from app.programme.models import Session
from app.programme.selected import Act, Step, mark, steps


def change(forum: Forum, keys: Sequence[int], act: Act, value: Any, *, seen: str, by: User | None) -> None:
    """Do with the sessions of these keys what somebody was shown, of which `seen` is the mark.

    Raises Conflict, and does nothing, when one of them changed or cannot follow; PartRefused for a hall or a
    theme that is gone.
    """
    lock(forum)
    found = queries.sessions(forum.id).where(Session.id.in_(keys))
    sessions = db.session.scalars(found.execution_options(populate_existing=True)).unique().all()
    plan = steps(act, value, sessions)
    if mark(act, value, sessions) != seen or any(one.refusal for one in plan):
        raise Conflict(lazy("The sessions have changed meanwhile. Nothing was done. Go back and look again."))
    if act is Act.REMOVE:
        for session in sessions:
            audit.record("session.removed", session, by=by)
            db.session.delete(session)
        return
    actions.check(forum, plan[0].values)
    changed = [(one, told) for one in plan if (told := _told(one))]
    _write([one for one, _ in changed])
    for one, told in changed:
        audit.record("session.edited", one.session, by=by, changes=told)


def _told(step: Step) -> dict[str, list[Any]]:
    """What changes of a session, as the log tells it."""
    pairs = {name: [getattr(step.session, name), new] for name, new in step.values.items()}
    return {name: [_plain(was), _plain(new)] for name, (was, new) in pairs.items() if was != new}


def _write(plan: Sequence[Step]) -> None:
    """One statement for all of them, each under its next version; the rows in memory stay as they were."""
    if not plan:
        return
    table = Session.metadata.tables["session"]
    names = plan[0].values
    given: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in (*names, "version")}
    rows = [
        {"key": one.session.id, "new_version": one.session.version + 1}
        | {f"new_{name}": value for name, value in one.values.items()}
        for one in plan
    ]
    update = sa.update(table).where(table.c.id == sa.bindparam("key")).values(given)
    db.session.connection().execute(update, rows)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
