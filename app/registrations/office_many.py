"""One act on the registrations that were ticked: what will be done and what not, then it is done."""

import sqlalchemy as sa
from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.audit import actions as audit
from app.forums.models import Forum
from app.platform.db import db, observe, one_or_404, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.platform.jobs_rows import Job
from app.platform.jobs_rows import State as JobState
from app.registrations import batches, left_out, list_choices, lists, many_words, places_asked, queries
from app.registrations.batch_rows import Batch, BatchRow
from app.registrations.deeds import DEEDS
from app.registrations.list_choices import Choices
from app.registrations.many_forms import CategoryChoice, NothingAsked, form_of
from app.registrations.models import Registration
from app.registrations.office import bp
from app.registrations.reasons import ReasonForm
from app.ui import listing

NAMES = ", ".join(DEEDS)
_ENDED = (JobState.FAILED, JobState.CANCELLED)


@bp.post(f"/office/<forum:forum>/registrations/acts/<any({NAMES}):deed>")
@needs("registrations.edit")
def act_on_many(forum: Forum, deed: str) -> ResponseReturnValue:
    choices = list_choices.read(forum.id)
    told = lists.registrations(forum, choices)
    ticked = listing.chosen(told, queries.of_forum(forum.id))
    able = listing.Chosen(told, ticked.select.where(DEEDS[deed].possible()))
    if able.count > batches.MOST:
        raise Conflict(lazy("At most 2,000 registrations at once. Narrow the list, then select again."))
    if not able.count and "count" not in request.form:
        raise Conflict(left_out.sentence(ticked, deed))
    form = form_of(deed, choices)
    wrong = "count" in request.form and not form.validate()
    asked = _ask(forum, deed, ticked, able, form, choices, again=wrong)
    if asked:
        with observe() as session:
            audit.record("registrations.read", forum, by=g.user, session=session, rows=able.count)
        return asked, 422 if wrong else 200
    with unit_of_work():
        batch = batches.begin(forum, deed, able.ids, form.given(), by=g.user)
    if batch.job_id is None:
        batches.run(batch.id)
    return redirect(url_for(".batch", forum=forum, batch_id=batch.id), 303)


def _ask(
    forum: Forum,
    deed: str,
    ticked: listing.Chosen,
    able: listing.Chosen,
    form: ReasonForm | CategoryChoice | NothingAsked,
    choices: Choices,
    *,
    again: bool,
) -> str | None:
    return listing.ask(
        able,
        heading=str(DEEDS[deed].label),
        text=many_words.text(able.count, ticked.count),
        submit=many_words.submit(deed, able.count),
        back_url=url_for(".index", forum=forum),
        template="registrations/many.html",
        again=again,
        kind="danger" if deed == "withdrawal" else "primary",
        note=many_words.NOTES.get(deed, ""),
        form=form,
        left=left_out.counts(ticked, deed),
        places=places_asked.asked(forum.id, able.ids, choices) if deed == "approval" else [],
    )


@bp.get("/office/<forum:forum>/registrations/acts/<key:batch_id>")
@needs("registrations.edit")
def batch(forum: Forum, batch_id: int) -> str:
    """How far an act on many is, and what became of each."""
    row = _batch(forum, batch_id)
    job = db.session.get(Job, row.job_id) if row.job_id else None
    counted = sa.select(BatchRow.is_done, sa.func.count()).where(BatchRow.batch_id == row.id)
    counts = {row[0]: row[1] for row in db.session.execute(counted.group_by(BatchRow.is_done))}
    refused = db.session.execute(
        sa.select(Registration, BatchRow.said)
        .join(BatchRow, BatchRow.registration_id == Registration.id)
        .where(BatchRow.batch_id == row.id, BatchRow.is_done.is_(sa.false()))
        .order_by(BatchRow.id)
    ).all()
    if refused:
        with observe() as session:
            audit.record("registrations.read", forum, by=g.user, session=session, rows=len(refused))
    return render_template(
        "registrations/_batch.html" if "HX-Request" in request.headers else "registrations/batch.html",
        forum=forum,
        batch=row,
        label=DEEDS[row.deed].label,
        done=counts.get(True, 0),
        left=counts.get(None, 0),
        total=sum(counts.values()),
        refused=refused,
        stopped=job is not None and job.state in _ENDED,
    )


@bp.post("/office/<forum:forum>/registrations/acts/<key:batch_id>")
@needs("registrations.edit")
def resume_batch(forum: Forum, batch_id: int) -> ResponseReturnValue:
    """Go on with what stopped before its end; nothing is done twice."""
    row = _batch(forum, batch_id)
    with unit_of_work():
        batches.resume(row, by=g.user)
    return redirect(url_for(".batch", forum=forum, batch_id=batch_id), 303)


def _batch(forum: Forum, batch_id: int) -> Batch:
    row: Batch = one_or_404(sa.select(Batch).where(Batch.id == batch_id, Batch.forum_id == forum.id))
    return row
