"""Two further readings of the list: who may be there twice, and what is to be prepared in the hall."""

from flask import g, render_template, url_for

from app.accounts.doors import needs
from app.audit import actions as audit
from app.forums.models import Forum
from app.platform.db import db, observe
from app.registrations import (
    list_conditions,
    list_export,
    queries,
    same_person,
    workshop_choice,
    workshop_lists,
)
from app.registrations.models import Registration
from app.registrations.office import bp
from app.registrations.standing import LIVE
from app.ui.listing import PAGE, asked_page


@bp.get("/office/<forum:forum>/registrations/alike")
@needs("registrations.list")
def alike(forum: Forum) -> str:
    """Groups of registrations that are possibly one person, a page at a time."""
    groups, page = same_person.groups(forum.id), asked_page()
    shown = same_person.rows(groups[(page - 1) * PAGE : page * PAGE])
    with observe() as session:
        audit.record("registrations.read", forum, by=g.user, session=session, page=page)
    return render_template(
        "registrations/alike.html",
        forum=forum,
        groups=shown,
        count=len(groups),
        before=url_for(".alike", forum=forum, page=page - 1) if page > 1 else None,
        after=url_for(".alike", forum=forum, page=page + 1) if len(groups) > page * PAGE else None,
    )


@bp.get("/office/<forum:forum>/registrations/arrangements")
@needs("registrations.list")
def arrangements(forum: Forum) -> str:
    """What is to be prepared, by name, for whoever prepares the hall: to print."""
    wanted = queries.of_forum(forum.id).where(list_conditions.TO_PREPARE, Registration.state.in_(LIVE))
    rows = db.session.scalars(wanted).all()
    with observe() as session:
        audit.record("registrations.read", forum, by=g.user, session=session, rows=len(rows))
    return render_template(
        "registrations/arrangements.html",
        forum=forum,
        rows=[(row, list_export.prepared(row)) for row in rows],
        workshops=workshop_choice.of([row.id for row in rows]),
        when=workshop_lists.when,
    )
