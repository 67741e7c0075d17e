"""The people of an event, with their parts in it: a door from its office into the directory."""

from functools import partial

from flask import Blueprint, g, render_template, request, url_for

from app.accounts.doors import may, needs
from app.audit import actions as audit
from app.forums.models import Forum
from app.people import lists, ports, queries
from app.people.models import Person
from app.people.scope import own_people, scope
from app.platform.db import db, observe
from app.platform.i18n import _
from app.ui import listing

bp = Blueprint("forum_people", __name__, template_folder="templates")


@bp.get("/office/<forum:forum>/people")
@needs("people.list")
def index(forum: Forum) -> str:
    where = scope("people.list")
    here = lists.seen(where, request.args.get("q", "")).where(lists.EVENT.where(str(forum.id)))
    page = listing.read(
        lists.people(where, of_one=True),
        here,
        address=partial(url_for, ".index", forum=forum),
    )
    keys = [row.id for row in page.rows]
    own = own_people(where).where(Person.id.in_(keys)).with_only_columns(Person.id)
    parts = queries.parts(ports.people, keys)
    parts_here = {key: [part for part in each if part.forum_id == forum.id] for key, each in parts.items()}
    with observe() as session:
        audit.record("people.read", forum, by=g.user, session=session, page=page.number)
    return render_template(
        "forums/people.html",
        forum=forum,
        page=page,
        own=set(db.session.scalars(own)),
        parts=parts_here,
        new_url=url_for("people.create", forum=forum.slug) if may("people.edit") else None,
        new_label=_("Add a person"),
    )
