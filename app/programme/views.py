"""The form in which a programme editor fills in a session."""

from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.audit.latest import overtaken
from app.forums.models import Forum
from app.forums.parts_rules import PartRefused
from app.forums.queries import whole
from app.people.models import Person
from app.people.scope import own_people, scope
from app.platform.db import db, one_or_404, unit_of_work
from app.platform.errors import Overtaken
from app.platform.http import LARGEST_KEY
from app.platform.i18n import _
from app.programme import actions, form_pages, queries
from app.programme.forms import SessionForm
from app.programme.forms_held import copied
from app.programme.models import Session

bp = Blueprint("programme", __name__, template_folder="templates")


@bp.route("/office/<forum:forum>/programme/new", methods=["GET", "POST"])
@needs("programme.edit")
def create(forum: Forum) -> ResponseReturnValue:
    earlier = _copied(forum)
    people = "people" in request.args
    form = SessionForm(_whole(forum), data=copied(earlier, people=people) if earlier else None)
    page = form_pages.asked(forum, form, earlier=earlier)
    return page or _add(forum, form)


@bp.route("/office/<forum:forum>/programme/<key:session_id>", methods=["GET", "POST"])
@needs("programme.edit")
def edit(forum: Forum, session_id: int) -> ResponseReturnValue:
    session = db.session.scalar(queries.with_parts(queries.session(forum.id, session_id)))
    if session is None or request.form.get("ref", session.ref) != session.ref:
        return _write_again(forum, session_id)  # SQLite gives the key of a removed row out again
    form = SessionForm(_whole(forum), session)
    page = form_pages.asked(forum, form, session=session)
    if page:
        return page
    values, version, known = form.values(), form.version.data, _known(form)
    try:
        with unit_of_work():
            actions.edit(session, values, version=version, known=known, by=g.user)
    except PartRefused as refusal:
        return form_pages.refused(forum, form, refusal, session=session)
    except Overtaken as refusal:
        row = db.session.scalar(queries.with_parts(queries.session(forum.id, session_id)))
        if row is None:
            return form_pages.gone(forum, form)
        theirs = SessionForm(_whole(forum), row, formdata=None)
        ahead = overtaken(form, theirs, row, refusal=refusal, by=g.user)
        return form_pages.page(forum, form, session=row, **ahead), 409
    return _saved(forum, session_id)


def _add(forum: Forum, form: SessionForm) -> ResponseReturnValue:
    values, known = form.values(), _known(form)
    try:
        with unit_of_work():
            session = actions.add(forum, values, known=known, by=g.user)
    except PartRefused as refusal:
        return form_pages.refused(forum, form, refusal)
    return _saved(forum, session.id)


def _write_again(forum: Forum, session_id: int) -> ResponseReturnValue:
    """What was typed into a session that somebody removed meanwhile is not lost: it becomes a new one."""
    if request.method != "POST" or not queries.was_removed(forum.id, session_id):
        return one_or_404(queries.session(forum.id, session_id))
    form = SessionForm(_whole(forum))
    if form.version.data:
        return form_pages.gone(forum, form)
    return form_pages.asked(forum, form) or _add(forum, form)


def _saved(forum: Forum, session_id: int) -> ResponseReturnValue:
    """Back to the list, which says what clashes now."""
    flash(_("Saved."))
    return redirect(url_for(".index", forum=forum, saved=session_id, _anchor=f"session-{session_id}"), 303)


def _whole(forum: Forum) -> Forum:
    found: Forum = one_or_404(whole(forum.id))
    return found


def _copied(forum: Forum) -> Session | None:
    """The session that the address asks to begin from."""
    key = request.args.get("copy", type=int) or 0
    if not 0 < key <= LARGEST_KEY:
        return None
    found: Session | None = db.session.scalar(queries.with_parts(queries.session(forum.id, key)))
    return found


def _known(form: SessionForm) -> frozenset[int]:
    """Those of the persons in a form of whom the person who asks may read all."""
    keys: set[Any] = {row["person_id"] for row in form.people.kept()}
    keys |= {row["person_id"] for talk in form.talks.kept() for row in talk["people"]}
    own = own_people(scope("people.edit")).where(Person.id.in_(keys - {None}))
    return frozenset(db.session.scalars(own.with_only_columns(Person.id)))
