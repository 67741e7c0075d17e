"""A page of the log, wherever it is shown."""

from typing import Any

import sqlalchemy as sa

from app.audit.actions import Actor, record
from app.audit.forms import LogForm
from app.audit.models import Entry
from app.audit.queries import Lines, narrowed
from app.audit.telling import told
from app.platform.db import Model, db, observe
from app.ui.listing import PAGE, asked_page, one_page


def log_page(lines: Lines, form: LogForm | None, *, of: Model, by: Actor) -> tuple[dict[str, Any], int]:
    """What `audit/log.html` draws of the lines that the form asks for; and the status, 422 when it cannot.

    It is recorded that the log `of` a forum or of the installation was read.
    """
    page = asked_page()
    if form and not form.validate():
        return {"form": form, "rows": [], "page": 1, "more": False}, 422
    asked = narrowed(lines, **form.asked()) if form else lines
    rows = db.session.execute(one_page(asked, page)).all()
    if rows or form:
        with observe() as session:
            record("log.read", of, by=by, session=session, page=page)
    return {"form": form, "rows": told(rows[:PAGE]), "page": page, "more": len(rows) > PAGE}, 200


def more_than(lines: Lines, most: int) -> bool:
    """Whether there are more lines than that. A shorter log is not read for it."""
    if (db.session.scalar(sa.select(sa.func.max(Entry.id))) or 0) <= most:
        return False
    keys = lines.with_only_columns(Entry.id).offset(most).limit(1)
    return db.session.scalar(keys) is not None
