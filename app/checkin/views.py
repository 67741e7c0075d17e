"""The desk: one field, and an answer that fills the screen."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.checkin import actions, queries
from app.checkin.forms import GateForm
from app.checkin.models import Gate
from app.forums.models import Forum
from app.platform.db import db, one_or_404, unit_of_work
from app.platform.i18n import _
from app.platform.text import Translated

bp = Blueprint("checkin", __name__, template_folder="templates")


@bp.get("/office/<forum:forum>/desk")
@needs("checkin.desk")
def desk(forum: Forum) -> ResponseReturnValue:
    gates = db.session.scalars(queries.gates(forum.id)).all()
    if not gates:
        return render_template("checkin/no_gate.html", forum=forum)
    wanted = request.args.get("gate", type=int)
    gate = next((one for one in gates if one.id == wanted), gates[0])
    return render_template("checkin/desk.html", **_words(forum, gate, None), gates=gates)


@bp.post("/office/<forum:forum>/desk/<key:gate_id>/readings")
@needs("checkin.desk")
def read(forum: Forum, gate_id: int) -> ResponseReturnValue:
    """Always 200 with an answer: a refused badge is the desk's ordinary business, not an error."""
    gate: Gate = one_or_404(queries.gate(forum.id, gate_id))
    typed = request.form.get("code", "").strip()
    verdict, people = None, []
    if typed:
        reading = actions.read(typed)
        with unit_of_work():
            people = actions.people(gate, reading, typed, by=g.user)
            if not people:
                verdict = actions.admit(gate, reading, known="known" in request.form, by=g.user)
    words = _words(forum, gate, verdict) | {"people": people[: queries.SHOWN], "typed": typed}
    words["more"] = len(people) > queries.SHOWN
    if request.headers.get("HX-Request"):
        return render_template("checkin/_answer.html", **words)
    gates = db.session.scalars(queries.gates(forum.id)).all()
    return render_template("checkin/desk.html", **words, gates=gates)


@bp.route("/office/<forum:forum>/gates", methods=["GET", "POST"])
@needs("forums.edit")
def gates(forum: Forum) -> ResponseReturnValue:
    form = GateForm()
    if not form.validate_on_submit():
        rows = db.session.scalars(queries.gates(forum.id)).all()
        page = render_template("checkin/gates.html", forum=forum, form=form, rows=rows)
        return page, 422 if form.errors else 200
    with unit_of_work():
        actions.add_gate(forum.id, name=Translated(form.name_.data), by=g.user)
    flash(_("Saved."))
    return redirect(url_for(".gates", forum=forum), 303)


def _words(forum: Forum, gate: Gate, verdict: actions.Verdict | None) -> dict[str, Any]:
    came, confirmed = queries.counts(forum.id, gate.id)
    page = {"forum": forum, "gate": gate, "verdict": verdict, "came": came, "confirmed": confirmed}
    return page | {"people": []}
