"""Who asked for erasure by the personal link, for those who answer such requests."""

from flask import Blueprint, g, render_template

from app.accounts.doors import needs
from app.audit import actions as audit
from app.forums.models import Forum
from app.platform.db import db, observe
from app.registrations import erasing

bp = Blueprint("erasures", __name__, template_folder="templates")


@bp.get("/office/<forum:forum>/registrations/erasures")
@needs("people.rights")
def index(forum: Forum) -> str:
    rows = db.session.scalars(erasing.asked(forum.id)).all()
    with observe() as session:
        audit.record("registration.erasures_read", forum, by=g.user, session=session, count=len(rows))
    return render_template("personal/erasures.html", forum=forum, rows=rows)
