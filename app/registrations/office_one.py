"""The office's page of one registration."""

from typing import Any

from flask import current_app, g, render_template
from markupsafe import Markup

from app.accounts.doors import may, needs
from app.audit import actions as audit
from app.forums.lifecycle import State as ForumState
from app.forums.models import Forum
from app.installation.outbox import STATE_TONES as LETTER_TONES
from app.installation.outbox import STATE_WORDS as LETTER_WORDS
from app.people.models import Person
from app.people.scope import scope, visible_people
from app.platform.db import db, observe
from app.registrations import list_conditions, list_export, one_page, person_links, ports
from app.registrations.deeds import DEEDS
from app.registrations.models import Registration
from app.registrations.office import bp

NUMBER = "int(fixed_digits=6)"
ONE = f"/office/<forum:forum>/registrations/<{NUMBER}:number>"


@bp.get(ONE)
@needs("registrations.list")
def show(forum: Forum, number: int) -> str:
    return page(forum, one_page.found(forum, number))


def page(forum: Forum, row: Registration, **more: Any) -> str:
    """The page of a registration, noted in the log as read. `more`: what an act has to say on it."""
    with observe() as session:
        audit.record("registration.read", row, by=g.user, session=session)
    person, alike = _directory(row)
    edits = may("registrations.edit") and forum.state is not ForumState.ARCHIVED
    told = [Markup(draw(row)) for draw in ports.office_parts]  # noqa: S704 — rendered templates
    return render_template(
        "registrations/one.html",
        forum=forum,
        row=row,
        here={"forum": forum, "number": int(row.number)},
        facts=one_page.read(row),
        edits=edits,
        deeds={name: deed for name, deed in DEEDS.items() if edits and deed.suits(row)},
        to_call=list_conditions.is_to_call(row),
        prepared=list_export.prepared(row),
        parts=told,
        person=person,
        alike=alike,
        knows=may("people.edit"),
        letter_words=LETTER_WORDS,
        letter_tones=LETTER_TONES,
        has_badge="badges.one" in current_app.view_functions,
        **more,
    )


def _directory(row: Registration) -> tuple[Person | None, list[Person]]:
    """Whom of the directory it is, as far as who asks may know; and who it may be."""
    if not may("people.list"):
        return None, []
    if row.person_id:
        linked = visible_people(scope("people.list")).where(Person.id == row.person_id)
        return db.session.scalar(linked), []
    return None, person_links.alike(row, scope("people.list")) if may("people.edit") else []
