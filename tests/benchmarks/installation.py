"""A real installation in a temporary folder: its database, the demo data, gunicorn, the job worker."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import psycopg
from flask import Flask

from app import create_app
from config import ROOT, Settings
from deploy import catalogues
from tests import postgres

DATABASES = ("SQLite", "PostgreSQL")
PATIENCE_S = 30


@dataclass(frozen=True)
class Server:
    """gunicorn, answering on `port`."""

    pid: int
    port: int
    ready_s: float

    def workers(self) -> list[int]:
        """The processes that answer requests."""
        return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def cpu_s(self) -> float:
        """Processor time that the workers have spent so far."""
        ticks = 0
        for pid in self.workers():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> float:
        """Memory of master and workers, what they share counted once (PSS)."""
        kilobytes = 0
        for pid in [self.pid, *self.workers()]:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            kilobytes += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return kilobytes / 1024


@dataclass(frozen=True)
class Installation:
    """The settings of a demonstration, the same in this process and in those it starts."""

    settings: Settings

    def flask(self, *arguments: str) -> float:
        """Run a command of the application; its seconds."""
        began = time.perf_counter()
        command = [sys.executable, "-m", "flask", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self._environment(), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        return time.perf_counter() - began

    def app(self) -> Flask:
        """The application in this process, to lay data and to look at what became of them."""
        return create_app(self.settings)

    @contextmanager
    def served(self) -> Iterator[Server]:
        """gunicorn as `make serve` starts it."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = ["gunicorn", "-c", str(ROOT / "deploy" / "gunicorn_conf.py")]
        began = time.perf_counter()
        with self._running(command, BIND=f"127.0.0.1:{port}") as process:
            _wait_for(port, process)
            yield Server(process.pid, port, time.perf_counter() - began)

    @contextmanager
    def worked(self) -> Iterator[None]:
        """The job worker as `make serve` starts it."""
        with self._running(["flask", "jobs", "work"]):
            yield

    @contextmanager
    def _running(self, command: list[str], **more: str) -> Iterator[subprocess.Popen[bytes]]:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=self._environment(**more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _environment(self, **more: str) -> dict[str, str]:
        mine = {
            "MOUNADARA_MODE": self.settings.mode,
            "SECRET_KEY": self.settings.secret_key,
            "INSTANCE_PATH": str(self.settings.instance),
            "DATABASE_URL": self.settings.database_url,
        }
        return {**os.environ, "FLASK_APP": "wsgi", **mine, **more}


@contextmanager
def empty(database: str) -> Iterator[Installation]:
    """An installation without a table, on one of DATABASES; gone with the block."""
    catalogues.compile_all()
    with tempfile.TemporaryDirectory(prefix="mounadara-bench-") as name:
        folder = Path(name)
        if database == "SQLite":
            yield _settled(folder, f"sqlite:///{folder / 'mounadara.sqlite'}")
            return
        server = postgres.Server(durable=True)
        try:
            with psycopg.connect(
                host=str(server.folder), user="postgres", dbname="postgres", autocommit=True
            ) as admin:
                admin.execute("CREATE DATABASE bench TEMPLATE template0")
            yield _settled(folder, f"postgresql+psycopg://postgres@/bench?host={server.folder}")
        finally:
            server.stop()


@contextmanager
def demonstration(database: str) -> Iterator[Installation]:
    """An installation with the demo data."""
    with empty(database) as made:
        made.flask("demo", "prepare")
        yield made


def _settled(folder: Path, database_url: str) -> Installation:
    return Installation(
        Settings(
            mode="demo",
            secret_key="a key for benchmarks, long enough for anything",
            instance=folder,
            database_url=database_url,
            jobs_url=f"sqlite:{folder / 'jobs.sqlite'}",
            storage_url=f"file:{folder / 'files'}",
            mail_url=f"folder:{folder / 'outbox'}",
        )
    )


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until the home page is answered."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
        try:
            connection.request("GET", "/ar/")
            if connection.getresponse().status == 200:
                return
        except ConnectionRefusedError:
            time.sleep(0.01)
        finally:
            connection.close()
    raise RuntimeError("gunicorn did not answer")
