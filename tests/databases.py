"""Real databases: a template migrated once per run, a copy of it for each test, so that commits are real."""

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql

TEMPLATE = "mounadara_template"


class SQLite:
    """One file per worker, laid anew from the template for each test."""

    def __init__(self, folder: Path, shared: Path) -> None:
        self.shared = shared
        self.file = folder / "test.sqlite"
        self.template = shared / "template.sqlite"
        self.url = f"sqlite:///{self.file}"

    def has_template(self) -> bool:
        return self.template.exists()

    def keep_template(self) -> None:
        """Keep the database as it stands, all connections closed, as the template."""
        shutil.copyfile(self.file, self.template)

    def renew(self) -> None:
        """A database nothing has happened in. All connections must be closed."""
        self.forget()
        shutil.copyfile(self.template, self.file)

    def create(self) -> None:
        """A database without a table: its first connection makes the file."""
        self.forget()

    def forget(self) -> None:
        """No database at all."""
        for suffix in ("", "-wal", "-shm"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)


class PostgreSQL:
    """One database per worker on the run's server, created from the template for each test."""

    def __init__(self, name: str, socket: str, shared: Path) -> None:
        self.shared = shared
        self.name = name
        self.url = f"postgresql+psycopg://postgres@/{name}?host={socket}"
        self._admin = psycopg.connect(host=socket, user="postgres", dbname="postgres", autocommit=True)

    def has_template(self) -> bool:
        query = "SELECT 1 FROM pg_database WHERE datname = %s AND datistemplate"
        return self._admin.execute(query, (TEMPLATE,)).fetchone() is not None

    def keep_template(self) -> None:
        """Keep the database as it stands, all connections closed, as the template."""
        self._do("ALTER DATABASE {} RENAME TO {}", self.name, TEMPLATE)
        self._do("ALTER DATABASE {} IS_TEMPLATE true", TEMPLATE)

    def renew(self) -> None:
        """A database nothing has happened in."""
        self.forget()
        self._do("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", self.name, TEMPLATE)

    def create(self) -> None:
        """A database without a table."""
        self.forget()
        self._do("CREATE DATABASE {} TEMPLATE template0", self.name)

    def forget(self) -> None:
        """No database at all; whoever is still connected is cut off."""
        self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)

    def close(self) -> None:
        self._admin.close()

    def _do(self, statement: str, *names: str) -> None:
        self._admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def need_template(database: SQLite | PostgreSQL, migrate: Callable[[], None]) -> None:
    """Make the template, unless another worker has: `migrate` brings an empty database up to date."""
    with (database.shared / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not database.has_template():
            database.create()
            migrate()
            database.keep_template()
