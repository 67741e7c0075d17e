"""What is proposed while a form is filled in: a name in the other script, persons of the directory."""

from flask import g, jsonify, request
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.audit import actions as audit
from app.people import names
from app.people.fields_person import like_name, who
from app.people.views import bp
from app.platform.db import observe

LONGEST = 120


@bp.get("/directory/people/suggestions/<any(given, family):piece>/<any(ar, latin):script>")
@needs("people.edit")
def suggest(piece: names.Part, script: names.Script) -> ResponseReturnValue:
    """{"name": …}: how a given or family name is usually written in a script; "" when it is unknown."""
    return jsonify(name=names.suggestion(request.args.get("text", "")[:LONGEST], piece, script))


@bp.get("/directory/people/hints")
@needs("people.list")
def hints() -> ResponseReturnValue:
    """The persons whom a typed text may mean: [{"id", "name", "note"}], at most eight; nothing private."""
    found = like_name(request.args.get("q", "")[:LONGEST])
    if found:
        with observe() as session:
            audit.record("people.read", g.user, by=g.user, session=session, rows=len(found))
    return jsonify([{"id": one.id, "name": one.name.said(), "note": who(one)} for one in found])
