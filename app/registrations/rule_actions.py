"""Changing the rules of a registration."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import actions as audit
from app.forums import parts_rules
from app.forums.models import Forum
from app.platform.db import db
from app.platform.errors import Overtaken
from app.platform.text import Translated
from app.registrations import rules
from app.registrations.models import Registration
from app.registrations.rule_rows import Rules

# What a new edition takes: neither moments, nor what was granted or set for one event alone.
_COPIED = (
    *("keep_months", "keep_refused_months", "asks_photo", "asks_directory", "asks_later"),
    *("asks_arrangements", "workshops_most", "rights_contact"),
)
_TEXTS = ("intro", "after", "recipients")


def change(forum: Forum, values: Mapping[str, Any], *, version: int, by: User | None) -> None:
    """Write columns of the rules; `version` is 0 where nobody had set any. Raises Overtaken when it is no
    longer the version that was opened.
    """
    parts_rules.lock(forum)
    row = rules.of(forum.id)
    if version != (row.version or 0):
        raise Overtaken()
    if sa.inspect(row).transient:
        db.session.add(row)
        db.session.flush()
    for name, value in values.items():
        if getattr(row, name) != value:  # so that the log tells nothing of what stayed
            setattr(row, name, value)
    audit.record("registration_rules.edited", row, by=by, changes=audit.changes(row))


def read_card(registration: Registration, *, reason: str, by: User) -> None:
    """Note that somebody read the whole number of an identity card, and why."""
    audit.record("registration.card_read", registration, by=by, reason=reason)


def copy(earlier: Forum, new: Forum, _by: User | None) -> None:
    """The texts, the retention and what is asked; no moments, and no identity card."""
    row = rules.of(earlier.id)
    if not sa.inspect(row).transient:
        texts = {name: Translated(getattr(row, name)) for name in _TEXTS}
        plain = {name: getattr(row, name) for name in _COPIED}
        db.session.add(Rules(forum_id=new.id, **texts, **plain))
