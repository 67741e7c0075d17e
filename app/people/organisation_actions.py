"""What changes organisations."""

from collections.abc import Collection, Mapping
from typing import Any

from app.accounts import ports as account_ports
from app.accounts.models import User
from app.audit import actions as audit
from app.people import queries, sovereign, ties
from app.people.models import Organisation
from app.people.removing import forget
from app.people.scope import Scope, own_organisations
from app.platform import storage
from app.platform.db import db
from app.platform.errors import Conflict, Overtaken
from app.platform.i18n import lazy


class Shared(Conflict):
    """It has to do with events of others too: the administration alone changes it."""


def enter(values: Mapping[str, Any], *, forum_id: int | None, by: User | None) -> Organisation:
    """Add an organisation to the directory, and to that of a forum."""
    row = Organisation()
    _fill(row, values)
    db.session.add(row)
    audit.record("organisation.added", row, by=by, forum_id=forum_id)
    if forum_id is not None:
        ties.tie(row, forum_id, by=by)
    return row


def edit(
    row: Organisation, values: Mapping[str, Any], *, version: int, where: Scope, by: User | None
) -> None:
    """Change an organisation. Raises Shared outside one's own forums, Overtaken when it is no longer the
    version that was opened, Conflict when it would come under itself.
    """
    check_own(row, where)
    if row.version != version:
        raise Overtaken()
    before = row.logo_key
    _fill(row, values)
    _check_lines(row)
    if before and before != row.logo_key:
        storage.delete_after_commit(before)
    audit.record("organisation.edited", row, by=by, changes=audit.changes(row))


def remove(row: Organisation, *, where: Scope, by: User | None) -> None:
    """Take an organisation out of the directory. Raises Conflict while something points at it."""
    check_own(row, where)
    key = row.logo_key
    forget(row, where=where, by=by)
    if key:
        storage.delete_after_commit(key)


def check_own(row: Organisation, where: Scope) -> None:
    """Raises Shared unless all the events of an organisation are of the scope."""
    if where.forums is None:
        return
    if not queries.is_own(row, where):
        raise Shared(
            lazy("This organisation has no part in your events. Only the administration can change it.")
        )
    if shared({row.id}, where):
        raise Shared(
            lazy("This organisation also has a part in other events. Only the administration can change it.")
        )


def shared(keys: Collection[int], where: Scope) -> set[int]:
    """Those of these organisations that have a part in events outside the scope: the administration alone
    changes them, by hand or by an import.
    """
    if where.forums is None or not keys:
        return set()
    elsewhere = own_organisations(Scope(frozenset(account_ports.events()) - where.forums))
    found = elsewhere.where(Organisation.id.in_(keys)).with_only_columns(Organisation.id)
    return set(db.session.scalars(found))


def _fill(row: Organisation, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    if sovereign.styled(*row.name.values()):
        raise Conflict(sovereign.REASON)


def _check_lines(row: Organisation) -> None:
    """Neither above itself nor its own successor. Read inside the unit of work: two editors may cross."""
    if queries.leads_to(row.parent_id, row.id, Organisation.parent_id):
        raise Conflict(lazy("An organisation cannot be part of itself. Choose another parent."))
    if queries.leads_to(row.took_over_from_id, row.id, Organisation.took_over_from_id):
        raise Conflict(
            lazy("An organisation cannot take over from one that took over from it. Choose another.")
        )
