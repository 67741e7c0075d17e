"""What an administrator does to a job."""

from collections.abc import Sequence
from datetime import datetime

from app.audit.actions import Actor, record
from app.installation import jobs_queries
from app.platform import jobs
from app.platform.errors import Conflict
from app.platform.i18n import lazy

BLOCK = 200


def stop(job_id: int, *, by: Actor) -> None:
    """Ask a running job to end. Raises Conflict when it runs no more."""
    row = jobs.ask_to_stop(job_id)
    if row is None:
        raise Conflict(lazy("This job does not run any more. Nothing was changed."))
    record("job.stopped", row, by=by, kind=row.name)


def retry(job_id: int, *, by: Actor) -> None:
    """Have a job that failed or was stopped run again. Raises Conflict in any other state."""
    if not _again([job_id], by):
        raise Conflict(lazy("This job runs again already. Nothing was changed."))


def retry_block(failed_by: datetime, *, by: Actor) -> int:
    """Have up to 200 of the jobs that had failed by this moment run again; how many they were."""
    return _again(jobs_queries.failed_by(failed_by, most=BLOCK), by)


def _again(job_ids: Sequence[int], by: Actor) -> int:
    rows = jobs.again(job_ids)
    for row in rows:
        record("job.retried", row, by=by, kind=row.name)
    return len(rows)
