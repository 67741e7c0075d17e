"""Who changed a row last, and when; for whoever was about to save it too."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from wtforms import Form

from app.audit.actions import Actor
from app.audit.models import Entry
from app.audit.words import ACT_WORDS
from app.platform import clock
from app.platform.db import Model, db
from app.platform.errors import Overtaken
from app.platform.i18n import _, day, hour
from app.platform.text import isolate
from app.ui.differing import Difference, differing

# Every other act reads a row, or changes another that points at it.
_CHANGES = (
    *("added", "created", "copied", "prepared"),
    *("changed", "edited", "renamed", "written", "reset", "shifted", "moved", "scanned", "signed", "removed"),
    *("merged", "merge_undone", "picture_placed", "picture_removed"),
)


@dataclass(frozen=True)
class Ahead:
    """What a page says to who was slower: a sentence, and the fields that differ."""

    title: str
    differences: list[Difference]


def latest_change(*rows: Model) -> Entry | None:
    """The newest entry that tells of a change in one of these rows."""
    subjects = [
        sa.and_(Entry.subject_kind == row.__tablename__, Entry.subject_id == row.id) for row in rows if row.id
    ]
    if not subjects:
        return None
    acts = [act for act in ACT_WORDS if act.partition(".")[2] in _CHANGES]
    found = sa.select(Entry).where(sa.or_(*subjects), Entry.act.in_(acts))
    return db.session.scalars(found.order_by(Entry.id.desc()).limit(1)).first()


def overtaken(mine: Any, theirs: Form, *rows: Model, refusal: Overtaken, by: Actor) -> dict[str, Any]:
    """What ui/_overtaken.html needs; to send the form again is then a decision, for it takes the new version.

    `theirs`: the same form with what stands now. `rows`: whose change it was, the row itself first.
    """
    mine.version.data = theirs["version"].data
    entry = latest_change(*rows)
    title = _title(entry, by) if entry else str(refusal.message)
    return {"ahead": Ahead(title, differing(mine, theirs))}


def _title(entry: Entry, by: Actor) -> str:
    name = isolate(entry.actor) or _("the public, or a job")
    if entry.actor_id == by.id:
        name = _("you, in another window")
    when, on = hour(entry.created_at), clock.local(entry.created_at).date()
    if on == clock.today():
        return str(_("Changed at %(time)s (by: %(name)s) after you opened it.", time=when, name=name))
    return str(
        _(
            "Changed on %(day)s at %(time)s (by: %(name)s) after you opened it.",
            day=day(on),
            time=when,
            name=name,
        )
    )
