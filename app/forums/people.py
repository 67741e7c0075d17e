"""The people of an event, with their parts in it: a door from its office into the directory."""

from functools import partial

from flask import Blueprint, g, render_template, url_for
from sqlalchemy.orm import joinedload

from app.accounts.doors import may, needs
from app.audit import actions as audit
from app.forums.models import Forum
from app.people import lists, ports, queries
from app.people.models import Person
from app.people.scope import Scope, own_people
from app.platform.db import observe
from app.platform.i18n import _
from app.ui import listing

bp = Blueprint("forum_people", __name__, template_folder="templates")


@bp.get("/office/<forum:forum>/people")
@needs("people.list")
def index(forum: Forum) -> str:
    where = Scope(frozenset({forum.id}))
    page = listing.read(
        lists.people(where, of_one=True),
        own_people(where).options(joinedload(Person.organisation)),
        address=partial(url_for, ".index", forum=forum),
    )
    parts = queries.parts(ports.people, [row.id for row in page.rows])
    here = {key: [part for part in each if part.forum_id == forum.id] for key, each in parts.items()}
    with observe() as session:
        audit.record("people.read", forum, by=g.user, session=session, page=page.number)
    return render_template(
        "forums/people.html",
        forum=forum,
        page=page,
        parts=here,
        new_url=url_for("people.create", forum=forum.slug) if may("people.edit") else None,
        new_label=_("Add a person"),
    )
