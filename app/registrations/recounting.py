"""The places counted again, from the registrations that hold one. What is shown and what is counted agree
unless somebody wrote past the application; then it is named, and set right when the operator says so.
"""

import logging
from dataclasses import dataclass

import sqlalchemy as sa

from app.audit import actions as audit
from app.platform.db import db, unit_of_work
from app.platform.i18n import lazy
from app.platform.jobs import every
from app.registrations import marking
from app.registrations.models import Choice, Quota, Registration
from app.registrations.standing import HOLDING
from app.registrations.words import Covers

log = logging.getLogger(__name__)
_HOLDS = sa.and_(Registration.forum_id == Quota.forum_id, Registration.state.in_(HOLDING))


@dataclass(frozen=True)
class Drift:
    """A quota that does not show as many taken places as there are holders, or gave more than it has."""

    quota: Quota
    counted: int

    def __str__(self) -> str:
        one = self.quota
        return (
            f"quota {one.id} ({one.covers.value} of event {one.forum_id}): "
            f"{one.taken} taken, {self.counted} counted, {one.places} places"
        )


def counted() -> sa.ColumnElement[int]:
    """How many registrations hold a place of a quota."""
    holders = sa.select(sa.func.count(Registration.id)).where(_HOLDS).correlate(Quota)
    choosing = holders.join(Choice, Choice.registration_id == Registration.id)
    return sa.case(
        (Quota.covers == Covers.EVENT, holders.scalar_subquery()),
        (
            Quota.covers == Covers.CATEGORY,
            holders.where(Registration.category_id == Quota.category_id).scalar_subquery(),
        ),
        (
            Quota.covers == Covers.DELEGATION,
            holders.where(Registration.delegation_id == Quota.delegation_id).scalar_subquery(),
        ),
        else_=choosing.where(Choice.workshop_id == Quota.workshop_id).scalar_subquery(),
    )


def drifts(forum_id: int | None = None) -> list[Drift]:
    """The quotas that are wrong, of a forum or of all. One statement, so that nobody registers in between."""
    found = sa.select(Quota, counted()).order_by(Quota.id)
    if forum_id is not None:
        found = found.where(Quota.forum_id == forum_id)
    rows = db.session.execute(found.execution_options(populate_existing=True))
    return [Drift(*row) for row in rows if row[0].taken != row[1] or row[0].taken > row[0].places]


def mend(quota_id: int) -> None:
    """Set one quota right. Whoever is about to claim waits: its lock first, then the count."""
    quota = db.session.get_one(Quota, quota_id, populate_existing=True, with_for_update=True)
    right = db.session.scalar(sa.select(counted()).where(Quota.id == quota_id)) or 0
    if right == quota.taken:
        return
    audit.record("quota.mended", quota, by=None, changes={"taken": [quota.taken, right]})
    quota.taken = right


@every(24 * 3600, "registrations.recount", label=lazy("Recount of places"))
def name_drifts() -> None:
    """Name each drift in the log and for the organisers, once a night; and mark who came before there were
    marks.
    """
    for drift in drifts():
        log.error("Places do not agree: %s.", drift)
        with unit_of_work():
            quota = db.session.get_one(Quota, drift.quota.id)
            audit.record("quota.drifted", quota, by=None, shown=quota.taken, counted=drift.counted)
    marking.mark_all()
