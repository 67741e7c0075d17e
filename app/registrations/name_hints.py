"""How a name is usually written in the other script, proposed while the public form is filled in.

From the table of names alone, which tells of nobody: no session is read, and any cache may keep the answer.
"""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from app.accounts.doors import public
from app.forums.models import Forum
from app.people import names
from app.platform import limits

bp = Blueprint("name_hints", __name__)
LONGEST = 60
KEPT = "public, max-age=86400"


@bp.get("/forums/<forum:forum>/register/names/<any(given, family):piece>/<any(ar, latin):script>")
@public
@limits.per_address("1200 per 10 minutes", reading=True)
def suggest(forum: Forum, piece: names.Part, script: names.Script) -> ResponseReturnValue:
    """{"name": …} in the wanted script; "" when a word of it is unknown."""
    text = request.args.get("text", "")
    answer = jsonify(name=names.suggestion(text, piece, script) if len(text) <= LONGEST else "")
    answer.headers["Cache-Control"] = KEPT
    return answer
