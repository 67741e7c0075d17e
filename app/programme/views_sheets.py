"""The draft of a programme taken away as a table."""

from flask import g
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.audit import actions as audit
from app.forums.models import Forum
from app.platform.db import observe
from app.platform.i18n import _
from app.programme import session_sheets
from app.programme.views import bp
from app.ui import listing


@bp.get("/office/<forum:forum>/programme/sessions.<any(xlsx, csv):suffix>")
@needs("programme.edit")
def sheet(forum: Forum, suffix: str) -> ResponseReturnValue:
    told = session_sheets.listing_of(forum)
    found = session_sheets.sessions(forum, listing.asked(told))
    table = listing.export(told, found, suffix, str(_("Programme")))
    with observe() as session:
        audit.record("programme.exported", forum, by=g.user, session=session, rows=table.rows)
    return table
