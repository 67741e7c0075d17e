"""Taking a row out of the directory, when nothing points at it."""

from collections.abc import Collection

import sqlalchemy as sa

from app.accounts import ports as account_ports
from app.accounts.models import User
from app.audit import actions as audit
from app.audit.labels import SUBJECT_WORDS
from app.people import import_queries, ports, queries
from app.people.merge_rows import Apart, Merge, Pair, Sort
from app.people.models import Organisation, Person
from app.people.scope import Scope, own_people
from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.i18n import _, lazy, number


def forget(row: Person | Organisation, *, where: Scope, by: User | None, forum_id: int | None = None) -> None:
    """Remove a row with its ties to events. Raises Conflict while it is used, and says where; of events
    outside the scope only that they use it.
    """
    if _used_elsewhere(row, where):
        raise Conflict(
            lazy("Teams of other events have it in their directory too. Take it out of your event instead.")
        )
    used = where_used(row)
    if used:
        raise Conflict(
            _("This cannot be removed while it is used: %(where)s. Take it out there first.", where=used)
        )
    forget_pairs(Sort(row.__tablename__), [row.id])
    import_queries.forget_made(row.__tablename__, row.id)
    audit.record(f"{row.__tablename__}.removed", row, by=by, forum_id=forum_id)
    db.session.delete(row)


def forget_pairs(sort: Sort, keys: Collection[int]) -> None:
    """Forget what was said of rows that go: undone merges, and whom they were taken or not taken for."""
    of_them = sa.or_(Merge.kept_id.in_(keys), Merge.gone_id.in_(keys))
    undone = Merge.undone_at.is_not(None)
    db.session.execute(sa.delete(Merge).where(Merge.sort == sort, of_them, undone))
    for model in (Apart, Pair):
        of_them = sa.or_(model.lower_id.in_(keys), model.higher_id.in_(keys))
        db.session.execute(sa.delete(model).where(model.sort == sort, of_them))


def _used_elsewhere(row: Person | Organisation, where: Scope) -> bool:
    if where.forums is None:
        return False
    if queries.ties(row) - where.forums:
        return True
    others = frozenset(account_ports.events()) - where.forums
    person = isinstance(row, Person)
    parts = [one.within(others) for one in (ports.people if person else ports.organisations)]
    if not person:
        own = own_people(where).with_only_columns(Person.id)
        stands = Person.merged_into_id.is_(None)
        parts.append(sa.select(Person.organisation_id).where(stands, Person.id.not_in(own)))
    return any(queries.holds(found, row.id) for found in parts)


def where_used(row: Person | Organisation) -> str:
    """What points at a row, in words; "" when nothing does."""
    return str(_("; ")).join(
        str(ports.moved[where](count))
        if where in ports.moved
        else _("%(what)s: %(figure)s", what=SUBJECT_WORDS.get(where[0], where[0]), figure=number(count))
        for where, count in queries.uses(row).items()
    )
