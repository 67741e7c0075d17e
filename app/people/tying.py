"""Adding persons and organisations to an event's directory, and taking them out: pages."""

import sqlalchemy as sa
from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.people import events, lists, queries, ties
from app.people.forms import EventForm
from app.people.models import Person
from app.people.organisations import bp as organisations
from app.people.scope import Scope, own_people, scope, visible_people
from app.people.views import bp as people
from app.platform.db import db, one_or_404, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import _, lazy, plural
from app.ui import listing

MOST, BLOCK = 1000, 50


@people.post("/directory/people/<key:person_id>/events")
@needs("people.edit")
def tie(person_id: int) -> ResponseReturnValue:
    person = one_or_404(queries.person(visible_people(scope("people.list")), person_id))
    forum_id = _asked(scope("people.edit"))
    with unit_of_work():
        ties.tie(person, forum_id, by=g.user)
    flash(_("Added to the event."))
    return redirect(url_for("people.show", person_id=person_id), 303)


@people.post("/directory/people/<key:person_id>/events/<key:event_id>/removal")
@needs("people.edit")
def untie(person_id: int, event_id: int) -> ResponseReturnValue:
    where = scope("people.edit")
    forum_id = events.of_scope(where, event_id)
    person = one_or_404(queries.person(own_people(where), person_id))
    with unit_of_work():
        ties.untie(person, forum_id, by=g.user)
    flash(_("Taken out of the event."))
    return redirect(url_for("people.index"), 303)


@people.post("/directory/people/events")
@needs("people.edit")
def tie_many() -> ResponseReturnValue:
    where = scope("people.edit")
    form = EventForm(events.choosable(where))
    query = listing.asked(lists.people(where)).query
    rows = listing.chosen(lists.people(where), lists.seen(scope("people.list"), query))
    if rows.count > MOST:
        raise Conflict(lazy("At most 1,000 persons at once. Narrow the list, then select again."))
    asked = listing.ask(
        rows,
        heading=_("Add to an event"),
        text=plural(
            "%(num)d person will be added to the event. Its team will see them.",
            "%(num)d persons will be added to the event. Its team will see them.",
            rows.count,
        ),
        submit=_("Add"),
        back_url=url_for("people.index"),
        template="people/tie_many.html",
        form=form,
    )
    if asked:
        return asked
    forum_id = _asked(where)
    added = 0
    for start in range(0, len(rows.ids), BLOCK):
        with unit_of_work():
            block = Person.id.in_(rows.ids[start : start + BLOCK])
            added += ties.tie_all(db.session.scalars(_people(block)).all(), forum_id, by=g.user)
    flash(plural("%(num)d person added.", "%(num)d persons added.", added))
    return redirect(url_for("people.index", event=forum_id), 303)


@organisations.post("/directory/organisations/<key:organisation_id>/events", endpoint="tie")
@needs("organisations.edit")
def tie_organisation(organisation_id: int) -> ResponseReturnValue:
    forum_id = _asked(scope("organisations.edit"))
    row = one_or_404(queries.organisation(organisation_id))
    with unit_of_work():
        ties.tie(row, forum_id, by=g.user)
    flash(_("Added to the event."))
    return redirect(url_for("organisations.show", organisation_id=organisation_id), 303)


@organisations.post(
    "/directory/organisations/<key:organisation_id>/events/<key:event_id>/removal", endpoint="untie"
)
@needs("organisations.edit")
def untie_organisation(organisation_id: int, event_id: int) -> ResponseReturnValue:
    forum_id = events.of_scope(scope("organisations.edit"), event_id)
    row = one_or_404(queries.organisation(organisation_id))
    with unit_of_work():
        ties.untie(row, forum_id, by=g.user)
    flash(_("Taken out of the event."))
    return redirect(url_for("organisations.show", organisation_id=organisation_id), 303)


def _asked(where: Scope) -> int:
    """The event that the form names. Raises Conflict for none, or for one that is not of the scope."""
    form = EventForm(events.choosable(where))
    if not form.validate_on_submit():
        raise Conflict(lazy("Choose one of your events first. Nothing was added."))
    return int(form.forum_id.data)


def _people(condition: sa.ColumnElement[bool]) -> sa.Select[Person]:
    return visible_people(scope("people.list")).where(condition)
