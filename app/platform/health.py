"""Whether the platform can do its work: each thing it stands on, tried in a few milliseconds."""

import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from time import monotonic

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import current_app

from app.platform import storage
from app.platform.clock import now
from app.platform.db import db
from app.platform.jobs import LEADER_LEASE
from app.platform.jobs_rows import leads_until
from app.platform.mail import OutgoingMail, State

log = logging.getLogger(__name__)
SPARED_S = 5
LONGEST_ABSENCE = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=15)
LEAST_FREE = 0.05


class Verdict(StrEnum):
    """Of a check. A warning asks for a look and closes nothing."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True)
class Check:
    """One thing tried. `figure`: milliseconds of `database` and `storage`, seconds since a worker was seen,
    minutes that the oldest letter waits, per cent of the disk that is free; None where nothing is known.
    """

    verdict: Verdict
    figure: float | None = None


def readiness() -> dict[str, Check]:
    """All checks by name. What was found in this process less than 5 s ago serves again, so that whoever
    asks, and however often, costs the disk little.
    """
    held: tuple[float, dict[str, Check]] | None = current_app.extensions.get("health")
    if held and monotonic() - held[0] < SPARED_S:
        return held[1]
    found = {name: _tried(name, check) for name, check in CHECKS.items()}
    current_app.extensions["health"] = (monotonic(), found)
    return found


def database() -> Check:
    """It answers, and its tables are those of this version."""
    newest = _newest(current_app.extensions["migrate"].directory)
    began = monotonic()
    revision = db.session.scalar(sa.text("SELECT version_num FROM alembic_version"))
    took = (monotonic() - began) * 1000
    return Check(Verdict.OK if revision == newest else Verdict.FAILED, took)


def files() -> Check:
    """A file can be written, whole, and removed."""
    began = monotonic()
    storage.delete(storage.put(b"written to see whether it can be").key)
    return Check(Verdict.OK, (monotonic() - began) * 1000)


def worker() -> Check:
    """A worker of the jobs led within the last minute."""
    until = leads_until()
    if until is None:
        return Check(Verdict.FAILED)
    absence = now() - (until - LEADER_LEASE)
    verdict = Verdict.OK if absence < LONGEST_ABSENCE else Verdict.FAILED
    return Check(verdict, max(0.0, absence.total_seconds()))


def letters() -> Check:
    """No letter has waited long; one that has may wait for a mail server, or its turn in a large sending."""
    waits = OutgoingMail.state.in_([State.QUEUED, State.SENDING, State.WAITING])
    oldest = db.session.scalar(sa.select(sa.func.min(OutgoingMail.created_at)).where(waits))
    if oldest is None:
        return Check(Verdict.OK)
    waited = now() - oldest
    verdict = Verdict.OK if waited < LONGEST_WAIT else Verdict.WARNING
    return Check(verdict, waited.total_seconds() / 60)


def disk() -> Check:
    """Room is left on each disk that the installation writes to."""
    settings = current_app.config["SETTINGS"]
    sqlite = settings.database_url.removeprefix("sqlite:///")
    kept = Path(sqlite).parent if sqlite != settings.database_url else None
    places = [place for place in (settings.instance, kept, storage.folder()) if place and place.exists()]
    return room(min(_free(place) for place in places))


def room(free: float) -> Check:
    """The verdict on a disk of which this part, from 0 to 1, is free."""
    return Check(Verdict.OK if free > LEAST_FREE else Verdict.FAILED, free * 100)


CHECKS = {"database": database, "storage": files, "jobs": worker, "mail": letters, "disk": disk}


def _tried(name: str, check: Callable[[], Check]) -> Check:
    try:
        found = check()
    except Exception:
        log.exception("The check of %s failed.", name)
        db.session.rollback()
        return Check(Verdict.FAILED)
    if found.verdict is not Verdict.OK:
        log.warning("The check of %s says %s (%s).", name, found.verdict, found.figure)
    return found


@cache
def _newest(directory: str) -> str | None:
    """The revision that the code brings: read from the files of the migrations, once."""
    return ScriptDirectory(directory).get_current_head()


def _free(place: Path) -> float:
    usage = shutil.disk_usage(place)
    return usage.free / usage.total
