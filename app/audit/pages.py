"""A page of the log, wherever it is shown."""

from typing import Any

from app.audit.forms import LogForm
from app.audit.queries import Lines, narrowed
from app.audit.telling import told
from app.platform.db import db
from app.ui.listing import PAGE, asked_page, one_page


def log_page(lines: Lines, form: LogForm | None) -> tuple[dict[str, Any], int]:
    """What `audit/log.html` draws of the lines that the form asks for; and the status, 422 when it cannot."""
    page = asked_page()
    if form and not form.validate():
        return {"form": form, "rows": [], "page": 1, "more": False}, 422
    asked = narrowed(lines, **form.asked()) if form else lines
    rows = db.session.execute(one_page(asked, page)).all()
    return {"form": form, "rows": told(rows[:PAGE]), "page": page, "more": len(rows) > PAGE}, 200
