"""What changes the rules of a programme and the prayers of its days.

The row of the forum is locked first: of two editors at once the second is told.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.accounts.models import User
from app.audit import actions as audit
from app.forums import parts_rules
from app.forums.kept import scope
from app.forums.models import Forum
from app.platform.db import db
from app.platform.errors import Overtaken
from app.platform.page_versions import raise_for
from app.programme.prayer_days import prayer_day, rules_of
from app.programme.rule_rows import PrayerDay, Rules


def correct(forum: Forum, on: date, values: Mapping[str, Any], *, version: int, by: User | None) -> None:
    """Write what holds on one day in place of what is computed: an hour by prayer, and whether it is one of
    Ramadan; None is as computed. Raises Overtaken when it is no longer the version that was opened.
    """
    parts_rules.lock(forum)
    row = db.session.scalar(prayer_day(forum.id, on))
    _write(forum, row, PrayerDay(forum_id=forum.id, on=on), values, version=version, by=by)


def set_rules(forum: Forum, values: Mapping[str, Any], *, version: int, by: User | None) -> None:
    """Change what the programme is measured by. Raises Overtaken when it is no longer the version that was
    opened.
    """
    parts_rules.lock(forum)
    row = db.session.scalar(rules_of(forum.id))
    _write(forum, row, Rules(forum_id=forum.id), values, version=version, by=by)


def _write(
    forum: Forum,
    row: PrayerDay | Rules | None,
    new: PrayerDay | Rules,
    values: Mapping[str, Any],
    *,
    version: int,
    by: User | None,
) -> None:
    """`version` is 0 where there was no row yet."""
    if version != (row.version if row else 0):
        raise Overtaken()
    if row is None:
        row = new
        db.session.add(row)
        db.session.flush()
    for name, value in values.items():
        if getattr(row, name) != value:  # so that the log tells nothing of what stayed empty
            setattr(row, name, value)
    told: dict[str, Any] = {"on": row.on.isoformat()} if isinstance(row, PrayerDay) else {}
    audit.record(f"{row.__tablename__}.edited", row, by=by, changes=audit.changes(row), **told)
    raise_for(scope(forum.id))  # the public programme shows the prayers between its sessions
