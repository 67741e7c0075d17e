"""How a database is brought up to date: in one transaction, by one process at a time, on both kinds.

Revisions are numbered (0001, 0002 …) and name only SQLAlchemy's types, so that they outlive the code.
"""

import logging
from typing import Any

import sqlalchemy as sa
from alembic import context
from alembic.runtime.migration import MigrationContext
from flask import current_app

log = logging.getLogger("alembic.env")
LOCK = 20_190_622  # PostgreSQL's advisory lock; any number that nothing else takes
extension = current_app.extensions["migrate"]
database = extension.db


def run() -> None:
    """Upgrade, downgrade or compare, on the application's own engine."""
    with database.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            # A table rebuilt by batch mode is dropped under its old name: its children must not go with it.
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.execution_options(writes=True).begin():
                if not sqlite:
                    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
                context.configure(
                    connection=connection,
                    target_metadata=database.metadata,
                    render_item=_portable_type,
                    process_revision_directives=_numbered,
                    **extension.configure_args,
                )
                context.run_migrations()
                if sqlite:
                    _refuse_orphans(connection)
        finally:
            if sqlite:
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")


def _refuse_orphans(connection: sa.Connection) -> None:
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if orphans:
        raise RuntimeError(f"The migration leaves rows without their parent: {orphans[:5]}")


def _portable_type(kind: str, item: Any, _context: Any) -> str | bool:
    if kind != "type":
        return False
    if isinstance(item, sa.Enum) and not item.native_enum:
        return f"sa.String(length={item.length})"
    if isinstance(item, sa.types.TypeDecorator) and not type(item).__module__.startswith("sqlalchemy."):
        return f"sa.{item.impl_instance!r}"
    return False


def _numbered(_context: MigrationContext, _revision: Any, directives: list[Any]) -> None:
    script = directives[0]
    if getattr(context.config.cmd_opts, "autogenerate", False) and script.upgrade_ops.is_empty():
        directives[:] = []
        log.info("The models and the database agree: nothing to write.")
        return
    head = context.script.get_current_head()
    script.rev_id = f"{int(head or 0) + 1:04}"


run()
