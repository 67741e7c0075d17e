"""The database and its edge: one write transaction per request or command, committed here and nowhere else.

Reads run in a deferred transaction. A write opens with BEGIN IMMEDIATE on SQLite, so that two writers wait
for each other (busy_timeout) instead of failing half-way; on PostgreSQL it is an ordinary READ COMMITTED
transaction. Who waits too long for another is refused in a sentence (turns.py). Slow work (hashing, files,
PDF) belongs before `unit_of_work()`, never inside it.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache, partial
from time import perf_counter
from typing import Any

import sqlalchemy as sa
from flask import has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Mapped, ORMExecuteState, Session, mapped_column
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError

from app.platform import turns
from app.platform.clock import now
from app.platform.errors import Crowded, NotFound, Overtaken

log = logging.getLogger(__name__)
LONGEST_WRITE_S = 0.25
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CACHE_KIB = 8_192  # for each connection, and each thread has one


class Moment(sa.TypeDecorator[datetime]):
    """An aware UTC datetime on both databases; SQLite keeps it without its zone. Naive values are refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment must carry its zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Model(DeclarativeBase):
    """Base of every table: an integer key that never leaves the office, and the moment it was made."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment()}

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(default=now)


@event.listens_for(Model, "init", propagate=True)
def _fill_from_the_start(row: Model, _args: Any, values: dict[str, Any]) -> None:
    """A new row has its plain defaults before it is written, so that rules and search keys can read them."""
    for name, make in _plain_defaults(type(row)):
        if name not in values:
            values[name] = make()


@cache
def _plain_defaults(model: type[Model]) -> tuple[tuple[str, Callable[[], Any]], ...]:
    found: list[tuple[str, Callable[[], Any]]] = []
    for attribute in sa.inspect(model).column_attrs:
        column = attribute.columns[0]
        made_by = column.info.get("made_by")
        if made_by:
            found.append((attribute.key, made_by))
        elif column.default is not None and column.default.is_scalar:
            found.append((attribute.key, partial(_same, column.default.arg)))
    return tuple(found)


def _same(value: Any) -> Any:
    return value


class _Database(SQLAlchemy):
    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Any) -> sa.Engine:
        engine: sa.Engine = super()._make_engine(bind_key, options, app)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        else:
            event.listen(engine, "begin", _begin_postgresql)
        return engine


# Only its engine and session serve: models derive from `Model`, whose tables it is given.
db = _Database(metadata=Model.metadata, session_options={"autoflush": False, "expire_on_commit": False})


def choice(kind: type[StrEnum]) -> sa.Enum:
    """A column type that keeps the values of `kind` as words, alike on both databases."""
    return sa.Enum(
        kind, native_enum=False, length=32, values_callable=lambda all_: [one.value for one in all_]
    )


def one_or_404(query: sa.Select[Any]) -> Any:
    """The only row of the query. Raises NotFound, which the edge answers with 404."""
    row = db.session.scalars(query).one_or_none()
    if row is None:
        raise NotFound()
    return row


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy, not the driver, says when a transaction begins
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        f"busy_timeout={int(turns.PATIENCE_S * 1000)}",
        "synchronous=FULL",
        f"cache_size=-{CACHE_KIB}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: sa.Connection) -> None:
    if connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(turns.PATIENCE_S * 1000)}")


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Open the write transaction; commit at the end, once, or roll back when anything is raised.

    Ends the read transaction first: rows loaded before are expired and read again on touch. After the commit
    they are as they were committed, so that the answer is drawn without reading them again; then runs what
    `after_commit` was given. Raises Overtaken when a row changed under its version, Crowded when others held
    what it needed for too long.
    """
    session = db.session()
    if session.info.get("writing"):
        raise RuntimeError("A unit of work is open already: the edge commits once.")
    if has_request_context() and request.method in SAFE:
        # HEAD reaches the views of GET, and no token is asked of it.
        raise RuntimeError("Reading changes nothing: observe() leaves what a reading must leave.")
    session.rollback()
    session.expire_all()
    session.info.update(writing=True, after_commit=[])
    try:
        with _writing(session):
            yield
    except (StaleDataError, ObjectDeletedError) as error:
        raise Overtaken() from error
    finally:
        effects: list[Callable[[], None]] = session.info.pop("after_commit", [])
        session.info.pop("writing", None)
    for effect in effects:
        effect()


def after_commit(effect: Callable[[], None]) -> None:
    """Run `effect` once the open unit of work is committed; never when it is rolled back."""
    db.session().info["after_commit"].append(effect)


@contextmanager
def observe() -> Iterator[Session]:
    """A short transaction of its own for what a GET or a refusal must leave: counts, last seen, attempts."""
    if db.session().info.get("writing"):
        raise RuntimeError("A unit of work is open: it would wait for itself.")
    with Session(db.engine) as session:
        session.info["writing"] = True
        with _writing(session):
            yield session


@contextmanager
def _writing(session: Session) -> Iterator[None]:
    """The write transaction itself. On SQLite its writers queue here, in turn: SQLite's own busy handler
    sleeps and looks again, so that latecomers overtake and the last wait for seconds.
    """
    database = db.engine.url.database if db.engine.dialect.name == "sqlite" else None
    with turns.turn(database) if database else nullcontext():
        started = perf_counter()
        try:
            session.connection(execution_options={"writes": True})
            started = perf_counter()
            yield
            session.flush()
            session.commit()
        except (sa.exc.OperationalError, sa.exc.TimeoutError) as error:
            session.rollback()
            if turns.in_vain(error):
                raise Crowded() from error
            raise
        except BaseException:
            session.rollback()
            raise
        finally:
            _report_long_write(perf_counter() - started)


def _report_long_write(seconds: float) -> None:
    if seconds > LONGEST_WRITE_S:
        log.warning("A write transaction lasted %d ms.", seconds * 1000)


@event.listens_for(Session, "before_flush")
def _refuse_stray_flush(session: Session, *_: Any) -> None:
    dirty = any(session.is_modified(row) for row in session.dirty)
    if not session.info.get("writing") and (session.new or session.deleted or dirty):
        raise RuntimeError("Rows change inside a unit of work only.")


@event.listens_for(Session, "do_orm_execute")
def _refuse_stray_statement(state: ORMExecuteState) -> None:
    writes = state.is_insert or state.is_update or state.is_delete
    if writes and not state.session.info.get("writing"):
        raise RuntimeError("Rows change inside a unit of work only.")
