"""Linking a registration to somebody of the directory: for those who may change both."""

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import may, needs
from app.forums.models import Forum
from app.people.models import Person
from app.people.queries import person as person_by_key
from app.people.scope import own_people, scope, visible_people
from app.platform.db import db, one_or_404, unit_of_work
from app.platform.i18n import _
from app.registrations import one_page, person_links
from app.registrations.models import Registration
from app.registrations.office import bp
from app.registrations.office_one import ONE


@bp.post(f"{ONE}/person")
@needs("people.edit")
def link_person(forum: Forum, number: int) -> ResponseReturnValue:
    """Link to the person of the form, or, without one, add the person to the directory."""
    row = _row(forum, number)
    key = request.form.get("person_id", type=int)
    if key:
        person = one_or_404(person_by_key(visible_people(scope("people.list")), key))
        known = own_people(scope("people.edit")).where(Person.id == key).with_only_columns(Person.id)
        knows = db.session.scalar(known) is not None
    with unit_of_work():
        if key:
            person_links.link(row, person, knows=knows, by=g.user)
        else:
            person_links.add(row, by=g.user)
    flash(_("Linked to the directory.") if key else _("Added to the directory."))
    return redirect(url_for(".show", forum=forum, number=number), 303)


@bp.post(f"{ONE}/person/removal")
@needs("people.edit")
def unlink_person(forum: Forum, number: int) -> ResponseReturnValue:
    row = _row(forum, number)
    with unit_of_work():
        person_links.unlink(row, by=g.user)
    flash(_("No longer linked to the directory."))
    return redirect(url_for(".show", forum=forum, number=number), 303)


def _row(forum: Forum, number: int) -> Registration:
    if not may("registrations.edit"):
        abort(403)
    return one_page.found(forum, number)
