"""The directory's pages of persons."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from app.accounts.doors import may, needs
from app.audit import actions as audit
from app.audit.latest import overtaken
from app.people import actions, duplicates, events, import_names, lists, merging, ports, queries
from app.people.forms import EventForm, PersonForm
from app.people.models import Person
from app.people.scope import Scope, own_people, scope, visible_people
from app.platform.db import db, observe, one_or_404, unit_of_work
from app.platform.errors import Conflict, NotFound, Overtaken
from app.platform.i18n import _
from app.ui import listing
from app.ui.confirming import confirm_removal

bp = Blueprint("people", __name__, template_folder="templates")


@bp.get("/directory/people")
@needs("people.list")
def index() -> str:
    where = scope("people.list")
    page = listing.read(
        lists.people(where),
        lists.seen(where, request.args.get("q", "")),
        address=partial(url_for, ".index"),
        export=partial(url_for, ".export") if may("people.export") else None,
        acts=[listing.Act(_("Add to an event"), partial(url_for, ".tie_many"), "plus")]
        if may("people.edit")
        else (),
    )
    keys = [row.id for row in page.rows]
    own = set(db.session.scalars(own_people(where).where(Person.id.in_(keys)).with_only_columns(Person.id)))
    with observe() as session:
        audit.record("people.read", g.user, by=g.user, session=session, page=page.number)
    return render_template(
        "people/index.html", page=page, own=own, held=events.held(ports.people, keys, where.forums)
    )


@bp.get("/directory/people/persons.<any(xlsx, csv):suffix>")
@needs("people.export")
def export(suffix: str) -> ResponseReturnValue:
    where = scope("people.export")
    found = own_people(where).options(joinedload(Person.organisation))
    table = listing.export(lists.taken_away(where), found, suffix, str(_("Persons")))
    with observe() as session:
        audit.record("people.exported", g.user, by=g.user, session=session, rows=table.rows)
    return table


@bp.route("/directory/people/new", methods=["GET", "POST"])
@needs("people.edit")
def create() -> ResponseReturnValue:
    where = scope("people.edit")
    choices = events.choosable(where, none=True)
    given: dict[str, Any] = {"forum_id": events.asked_event(where)}
    if "named" in request.form:  # typed into another form, beside which this one opens
        given |= import_names.fields(request.form["named"])
        return render_template("people/edit.html", form=PersonForm(events=choices, formdata=None, data=given))
    form = PersonForm(events=choices, data=given)
    if not form.validate_on_submit():
        return render_template("people/edit.html", form=form), 422 if form.errors else 200
    values = form.values()
    alike = [] if form.somebody_else.data else duplicates.like(Person(**values), scope("people.list"))
    if alike:
        with observe() as session:
            audit.record("people.read", g.user, by=g.user, session=session, rows=len(alike))
        return render_template("people/edit.html", form=form, alike=alike), 409
    values |= form.picture()
    with unit_of_work():
        forum_id = int(form.forum_id.data) if form.forum_id.data else None
        person = actions.enter(values, forum_id=forum_id, by=g.user)
    flash(_("Saved."))
    return redirect(url_for(".show", person_id=person.id), 303)


@bp.get("/directory/people/<key:person_id>")
@needs("people.list")
def show(person_id: int) -> ResponseReturnValue:
    where = scope("people.list")
    person = db.session.scalar(queries.person(visible_people(where), person_id))
    if person is None:
        return _elsewhere(person_id)
    own = db.session.scalar(own_people(where).where(Person.id == person_id)) is not None
    parts = queries.parts(ports.people, [person_id])[person_id]
    _note_reading(person, where, own=own)
    return render_template(
        "people/show.html",
        person=person,
        own=own,
        editable=may("people.edit") and _mine(person_id),
        named=PersonForm(person, formdata=None),
        **told_events(person, parts, where.forums),
    )


@bp.route("/directory/people/<key:person_id>/edit", methods=["GET", "POST"])
@needs("people.edit")
def edit(person_id: int) -> ResponseReturnValue:
    where = scope("people.edit")
    person = one_or_404(queries.person(own_people(where), person_id))
    form = PersonForm(person)
    if not form.validate_on_submit():
        _note_reading(person, where)
        return render_template("people/edit.html", form=form, person=person), 422 if form.errors else 200
    values, version = form.values() | form.picture(), form.version.data
    try:
        with unit_of_work():
            actions.edit(person, values, version=version, by=g.user, forum_id=events.only_event(where))
    except Conflict as refusal:
        row = one_or_404(queries.person(own_people(where), person_id))
        _note_reading(row, where)
        form.photo_file.ask_again()
        said: dict[str, Any] = {"refusal": refusal.message}
        if isinstance(refusal, Overtaken):
            said = overtaken(form, PersonForm(row, formdata=None), row, refusal=refusal, by=g.user)
        return render_template("people/edit.html", form=form, person=row, **said), 409
    flash(_("Saved."))
    return redirect(url_for(".show", person_id=person_id), 303)


@bp.route("/directory/people/<key:person_id>/removal", methods=["GET", "POST"])
@needs("people.edit")
def remove(person_id: int) -> ResponseReturnValue:
    where = scope("people.edit")
    person = one_or_404(queries.person(own_people(where), person_id))
    if request.method != "POST":
        return confirm_removal(person.name.said(), back_url=url_for(".show", person_id=person_id))
    with unit_of_work():
        actions.remove(person, where=where, by=g.user, forum_id=events.only_event(where))
    flash(_("Removed."))
    return redirect(url_for(".index"), 303)


def told_events(row: Any, parts: list[ports.Part], forums: frozenset[int] | None) -> dict[str, Any]:
    """For a page: the parts that the person who asks may know, the events it was added to or may be."""
    known = [part for part in parts if forums is None or part.forum_id in forums or part.is_public]
    names = events.names({part.forum_id for part in known} | queries.ties(row))
    tied = {key: names[key] for key in queries.ties(row) if key in names}
    may_edit = scope("people.edit" if isinstance(row, Person) else "organisations.edit")
    inside = {part.forum_id for part in parts} | set(tied)
    changeable = events.choosable(may_edit)
    free = {key: name for key, name in changeable.items() if key not in inside}
    return {
        "parts": known,
        "event_names": names,
        "tied": {key: name for key, name in tied.items() if forums is None or key in forums},
        "lettable": set(tied) & set(changeable),
        "tying": EventForm(free, formdata=None) if free else None,
    }


def _note_reading(person: Person, where: Scope, *, own: bool = True) -> None:
    """Have the log tell that the page of a person was read; `own`: with all that is known."""
    forum_id = events.only_event(where)
    with observe() as session:
        audit.record("person.read", person, by=g.user, session=session, forum_id=forum_id, own=own)


def _mine(person_id: int) -> bool:
    """Whether the person who asks may change a person."""
    found = own_people(scope("people.edit")).where(Person.id == person_id)
    return db.session.scalar(found) is not None


def _elsewhere(person_id: int) -> ResponseReturnValue:
    """A row that was merged leads to the one that was kept, for whoever may see that one."""
    row = db.session.get(Person, person_id)
    if row is None:
        raise NotFound()
    kept = one_or_404(queries.person(visible_people(scope("people.list")), merging.leads_to(row).id))
    return redirect(url_for(".show", person_id=kept.id))
