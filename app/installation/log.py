"""The log of the whole installation: read, searched, taken away as a table, its chain checked."""

from collections.abc import Iterator
from functools import partial
from tempfile import TemporaryFile
from typing import BinaryIO

from flask import Blueprint, flash, g, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.audit import actions as audit
from app.audit import anchor, labels, ports
from app.audit.forms import LogForm
from app.audit.pages import log_page, more_than
from app.audit.queries import Lines, narrowed, whole
from app.audit.telling import Line, told
from app.audit.verifying import Fault, verify
from app.installation import log_check
from app.platform import operator
from app.platform.clock import local, today
from app.platform.db import db, observe, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import _, lazy, number
from app.platform.sheets import csv_rows

bp = Blueprint("log", __name__, template_folder="templates")
MOST_ROWS = 100_000
_SHOWN = 5


@bp.get("/administration/log")
@needs("installation.log")
def index() -> ResponseReturnValue:
    form, rewritten = LogForm(), _rewritten()
    page, status = log_page(whole(), form, of=operator.held(), by=g.user)
    return render_template(
        "installation/log.html",
        address=partial(url_for, ".index"),
        subject_url=_subject_url,
        rewritten=rewritten,
        checked=log_check.last(),
        left_out=left_out() if status == 200 and more_than(_asked(form), MOST_ROWS) else "",
        **page,
    ), status


@bp.get("/administration/log.csv")
@needs("installation.log")
def export() -> ResponseReturnValue:
    form = LogForm()
    if not form.validate():
        raise Conflict(lazy("This search of the log cannot be done. Open the log and search again."))
    lines = _asked(form)
    cut = more_than(lines, MOST_ROWS)
    out: BinaryIO = TemporaryFile()  # noqa: SIM115 — the answer closes it
    written = sum(map(bool, map(out.write, csv_rows(_table(lines.limit(MOST_ROWS), cut=cut)))))
    with observe() as session:
        # The mark of the encoding, the heads and the sentence at the end are no lines of the log.
        audit.record("log.exported", operator.held(), by=g.user, session=session, rows=written - 2 - cut)
    out.seek(0)
    return send_file(out, mimetype="text/csv", as_attachment=True, download_name=f"log-{today()}.csv")


@bp.post("/administration/log/check")
@needs("installation.log")
def check() -> ResponseReturnValue:
    if log_check.is_long():
        with unit_of_work():
            log_check.queue(by=g.user)
        flash(_("The log is long: a job checks its chain. What it finds will stand here."))
        return redirect(url_for(".index"), 303)
    report = verify()
    found = report.found
    with unit_of_work():
        log_check.record(report, by=g.user)
    if report.whole:
        flash(_("The chain is whole. Operations checked: %(count)s.", count=report.checked))
    else:
        flash(_broken(report.faults[0]), "error")
        for fault in report.faults[:_SHOWN]:
            flash(labels.told(fault), "error")
    if found > _SHOWN:
        flash(_("%(count)s more: flask audit verify names them.", count=found - _SHOWN), "error")
    return redirect(url_for(".index"), 303)


def left_out() -> str:
    """That the table does not hold all that was asked for."""
    told = _(
        "Only the newest %(count)s lines stand in the table. Narrow the search for the others.",
        count=number(MOST_ROWS),
    )
    return str(told)


def _asked(form: LogForm) -> Lines:
    return narrowed(whole(), **form.asked())


def _rewritten() -> bool:
    try:
        anchor.compare()
    except anchor.Rewritten:
        return True
    return False


def _broken(first: Fault) -> str:
    if first.position is None:
        return str(_("The chain is whole, but not every operation is in it."))
    return str(_("The chain is broken at operation no. %(number)s.", number=first.position))


def _subject_url(line: Line) -> str | None:
    """The same page, of one subject: the installation does not know the offices of the events."""
    entry = line.entry
    return (
        url_for("log.index", kind=entry.subject_kind, subject=entry.subject_id) if entry.subject_id else None
    )


def _table(lines: Lines, *, cut: bool) -> Iterator[list[object]]:
    """The heads, then a row for each line; what was told stands in one cell. Where lines are left out, the
    last row says so.
    """
    yield [
        *(_("Number in the chain"), _("When"), _("Act"), _("By"), _("About"), _("Number"), _("Event")),
        _("What is told"),
    ]
    names = {key: str(name) for ask in ports.events for key, name in ask().items()}
    for rows in db.session.execute(lines.execution_options(yield_per=500)).partitions():
        for line in told(rows):
            entry = line.entry
            when = f"{local(entry.created_at):%Y-%m-%d %H:%M:%S}"
            pairs = [(label, f"{before} → {after}") for label, before, after in line.changes]
            tells = " · ".join(
                _("%(label)s: %(value)s", label=label, value=value)
                for label, value in [*pairs, *line.details]
            )
            event = names.get(entry.forum_id or 0, "")
            yield [line.position, when, line.act, entry.actor, line.subject, entry.subject_id, event, tells]
    if cut:
        yield [*[""] * 7, left_out()]
