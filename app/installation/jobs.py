"""The administrator's page of jobs: what is due, runs, failed; stopping one and trying again."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.installation import jobs_actions, jobs_queries
from app.installation.jobs_words import EMPTY, STATE_WORDS, TONES
from app.platform import jobs
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.i18n import lazy, plural
from app.platform.jobs_rows import State
from app.ui.listing import PAGE, asked_page, one_page

bp = Blueprint("jobs", __name__, template_folder="templates")


@bp.get("/administration/jobs")
@needs("installation.jobs")
def index() -> str:
    words = {"figures": jobs_queries.figures(), "running": jobs_queries.running(), "labels": jobs.LABELS}
    if request.headers.get("HX-Request"):
        return render_template("installation/_jobs_now.html", **words)
    state, page = _asked_state(), asked_page()
    rows = db.session.scalars(one_page(jobs_queries.in_state(state), page)).all()
    return render_template(
        "installation/jobs.html",
        state=state,
        rows=rows[:PAGE],
        page=page,
        more=len(rows) > PAGE,
        periodic=jobs_queries.periodic(),
        state_words=STATE_WORDS,
        tones=TONES,
        empty=EMPTY[state],
        **words,
    )


@bp.post("/administration/jobs/<key:job_id>/stop")
@needs("installation.jobs")
def stop(job_id: int) -> ResponseReturnValue:
    with unit_of_work():
        jobs_actions.stop(job_id, by=g.user)
    flash(lazy("The job ends at its next step. What it has done stays."))
    return redirect(url_for(".index"), 303)


@bp.post("/administration/jobs/<key:job_id>/retry")
@needs("installation.jobs")
def retry(job_id: int) -> ResponseReturnValue:
    with unit_of_work():
        jobs_actions.retry(job_id, by=g.user)
    return _retried(1)


@bp.post("/administration/jobs/retry")
@needs("installation.jobs")
def retry_all() -> ResponseReturnValue:
    """In blocks, each a transaction of its own; what fails again meanwhile is not taken twice."""
    pressed_at, count = now(), 0
    while True:
        with unit_of_work():
            block = jobs_actions.retry_block(pressed_at, by=g.user)
        if not block:
            return _retried(count)
        count += block


def _retried(count: int) -> ResponseReturnValue:
    flash(plural("%(num)d job runs again.", "%(num)d jobs run again.", count))
    return redirect(url_for(".index"), 303)


def _asked_state() -> State:
    asked = request.args.get("state", "")
    return State(asked) if asked in list(STATE_WORDS) else State.FAILED
