"""Saying that two rows are not the same."""

from app.accounts.models import User
from app.audit import actions as audit
from app.people.merge_rows import Apart, Sort
from app.people.merging_fields import Row
from app.platform.jobs_rows import add_once


def part(sort: Sort, one: Row, other: Row, *, by: User) -> None:
    """Suggest the two no more; saying it twice changes nothing."""
    lower, higher = sorted((one, other), key=lambda row: row.id)
    if add_once(Apart, sort=sort, lower_id=lower.id, higher_id=higher.id, by_id=by.id):
        audit.record(f"{sort.value}.parted", lower, by=by)
