"""How often what the public sees has changed, by scope: part of what a kept page is compared with.

`shown(Model, scopes)` says once which rows stand on which pages. From then on each unit of work that changes
such a row raises the numbers of its scopes, in its own transaction, right before the commit.
"""

import secrets
from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, SessionTransaction, mapped_column

from app.platform.clock import now
from app.platform.db import Model, db

SITE = "site"  # what stands on every page; every kept page hangs on it
Scopes = Callable[[Any], Iterable[str]]
_SPREAD = 2**30
_shown: dict[type[Model], tuple[Scopes, frozenset[str] | None]] = {}


class PageVersion(Model):
    """The number of changes that a scope has seen; "forum:12", or "site" for what stands on every page."""

    __tablename__ = "page_version"

    scope: Mapped[str] = mapped_column(sa.String(40), unique=True)
    number: Mapped[int] = mapped_column(default=0)


def shown(model: type[Model], scopes: Scopes, *, columns: Iterable[str] | None = None) -> None:
    """Rows of `model` stand on the pages of `scopes(row)`.

    `columns`: those that the public sees, where most are not. A row that exists by itself before a page names
    it (a person, an organisation) gives them: a new one then raises nothing.
    """
    _shown[model] = scopes, frozenset(columns) if columns is not None else None


def raise_for(*scopes: str) -> None:
    """Raise these numbers at the end of the open unit of work: for what the session does not see."""
    db.session().info.setdefault("page scopes", set()).update(scopes)


def number(scope: str) -> sa.ScalarSelect[int]:
    """The number of a scope; none before its first change."""
    return sa.select(PageVersion.number).where(PageVersion.scope == scope).scalar_subquery()


@event.listens_for(Session, "after_flush")
def _collect(session: Session, _context: Any) -> None:
    found: set[str] = session.info.setdefault("page scopes", set())
    for row in [*session.new, *session.dirty, *session.deleted]:
        if type(row) not in _shown:
            continue
        scopes, columns = _shown[type(row)]
        if columns is None or (row not in session.new and _changed(row, columns)):
            found.update(scopes(row))


def _changed(row: Model, columns: frozenset[str]) -> bool:
    state = sa.inspect(row)
    return state.deleted or any(state.attrs[name].history.has_changes() for name in columns)


@event.listens_for(Session, "do_orm_execute")
def _notice_bulk(state: ORMExecuteState) -> None:
    """A statement that changes rows of a shown table does not say which: it may touch every page.

    Not one that adds rows which no page names yet, nor one with `execution_options(unseen=True)`, which says
    that it writes none of the columns that the public sees.
    """
    changes = state.is_insert or state.is_update or state.is_delete
    if not changes or state.execution_options.get("unseen"):
        return
    table = getattr(state.statement, "table", None)  # by its name: an annotated copy is another object
    columns = {model.__tablename__: columns for model, (_scopes, columns) in _shown.items()}
    if table is not None and table.name in columns and not (state.is_insert and columns[table.name]):
        state.session.info.setdefault("page scopes", set()).add(SITE)


@event.listens_for(Session, "before_commit")
def _raise(session: Session) -> None:
    """One statement, its rows in the order of the scopes: two writers never wait for each other crosswise.

    Not when a savepoint is released: the lock on "site" would be held, and others taken under it.
    """
    if session.in_nested_transaction():
        return
    scopes: set[str] = session.info.pop("page scopes", set())
    if not scopes:
        return
    moment = now()
    # A number starts anywhere: after a reset or a restored backup it must not come upon one of before.
    rows = [
        {"scope": scope, "number": secrets.randbelow(_SPREAD), "created_at": moment}
        for scope in sorted(scopes)
    ]
    dialect = sqlite if session.connection().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(PageVersion).values(rows)
    session.execute(
        insert.on_conflict_do_update(
            index_elements=[PageVersion.scope], set_={"number": PageVersion.number + 1}
        )
    )


@event.listens_for(Session, "after_soft_rollback")
def _drop(session: Session, previous: SessionTransaction) -> None:
    if not previous.nested:
        session.info.pop("page scopes", None)
