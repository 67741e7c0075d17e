"""How a name is usually written in the other script, proposed while the public form is filled in.

From the table of names alone, which tells of nobody. By POST: what somebody types stands in no address, no
log and no cache.
"""

from flask import Blueprint, g, jsonify, request
from flask.typing import ResponseReturnValue

from app.accounts.doors import public
from app.forums.models import Forum
from app.people import names
from app.platform import limits

bp = Blueprint("name_hints", __name__)
LONGEST = 60


@bp.post("/forums/<forum:forum>/register/names/<any(given, family):piece>/<any(ar, latin):script>")
@public
@limits.per_address("1200 per 10 minutes")
def suggest(forum: Forum, piece: names.Part, script: names.Script) -> ResponseReturnValue:
    """{"name": …} in the wanted script; "" when a word of it is unknown."""
    g.private = True
    text = request.form.get("text", "")
    return jsonify(name=names.suggestion(text, piece, script) if len(text) <= LONGEST else "")
