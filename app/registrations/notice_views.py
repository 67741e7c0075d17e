"""The notice of an event as the public reads it, apart from the form."""

from flask import Blueprint, render_template

from app.accounts.doors import public
from app.forums.kept import kept
from app.forums.models import Forum
from app.registrations import notices

bp = Blueprint("registration_notice", __name__, template_folder="templates")


@bp.get("/forums/<forum:forum>/notice")
@public
@kept
def show(forum: Forum) -> str:
    return render_template("registrations/notice.html", forum=forum, told=notices.told(forum))
