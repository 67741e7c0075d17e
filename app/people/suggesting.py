"""What the table of names proposes for the other script, while a form is filled in."""

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.people import names
from app.people.views import bp

LONGEST = 120


@bp.get("/directory/people/suggestions/<any(given, family):piece>/<any(ar, latin):script>")
@needs("people.edit")
def suggest(piece: names.Part, script: names.Script) -> ResponseReturnValue:
    """{"name": …}: how a given or family name is usually written in a script; "" when it is unknown."""
    return jsonify(name=names.suggestion(request.args.get("text", "")[:LONGEST], piece, script))
