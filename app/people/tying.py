"""Adding persons and organisations to an event's directory, and taking them out: pages."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.audit import actions as audit
from app.people import events, lists, queries, ties
from app.people.forms import EventForm
from app.people.models import Person
from app.people.organisations import bp as organisations
from app.people.scope import Scope, own_people, scope, visible_people
from app.people.views import bp as people
from app.platform.db import db, observe, one_or_404, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import _, lazy, plural
from app.platform.text import isolate
from app.ui import listing

MOST, BLOCK = 1000, 50


@people.post("/directory/people/<key:person_id>/events")
@needs("people.edit")
def tie(person_id: int) -> ResponseReturnValue:
    person = one_or_404(queries.person(visible_people(scope("people.list")), person_id))
    forum_id = _asked(scope("people.edit"))
    knows = person.id in _known([person.id])
    with unit_of_work():
        ties.tie(person, forum_id, by=g.user, knows=knows)
    flash(_("Added to the event."))
    return redirect(url_for("people.show", person_id=person_id), 303)


@people.post("/directory/people/<key:person_id>/events/<key:event_id>/removal")
@needs("people.edit")
def untie(person_id: int, event_id: int) -> ResponseReturnValue:
    where = scope("people.edit")
    forum_id = events.of_scope(where, event_id)
    person = one_or_404(queries.person(visible_people(where), person_id))
    with unit_of_work():
        ties.untie(person, forum_id, by=g.user)
    flash(_("Taken out of the event."))
    return redirect(url_for("people.index"), 303)


@people.post("/directory/people/events")
@needs("people.edit")
def tie_many() -> ResponseReturnValue:
    where = scope("people.edit")
    query = listing.asked(lists.people(where)).query
    rows = listing.chosen(lists.people(where), lists.seen(scope("people.list"), query))
    if rows.count > MOST:
        raise Conflict(lazy("At most 1,000 persons at once. Narrow the list, then select again."))
    form = EventForm(_still_to_add(rows.ids, events.choosable(where)), unchosen=True)
    asked = listing.ask(
        lists.brief(rows),
        heading=_("Add to an event"),
        text=plural(
            "%(num)d person is ticked. Who is not in the event yet is added to it; its team will see them.",
            "%(num)d persons are ticked. Those who are not in the event yet are added to it; its team will "
            "see them.",
            rows.count,
        ),
        submit=_("Add"),
        back_url=url_for("people.index"),
        template="people/tie_many.html",
        form=form,
    )
    if asked:
        with observe() as session:
            audit.record("people.read", g.user, by=g.user, session=session, rows=rows.count)
        return asked
    forum_id = _asked(where)
    added = 0
    known = _known(rows.ids)
    for start in range(0, len(rows.ids), BLOCK):
        with unit_of_work():
            block = db.session.scalars(_people(Person.id.in_(rows.ids[start : start + BLOCK]))).all()
            added += ties.tie_all(block, forum_id, by=g.user, known=known)
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


def _still_to_add(ids: Sequence[int], choices: dict[int, Any]) -> dict[int, Any]:
    """The events with how many of these persons each would gain."""
    counts = queries.tied_counts(ids)
    return {
        key: plural(
            "%(event)s (%(num)d to add)",
            "%(event)s (%(num)d to add)",
            len(ids) - counts.get(key, 0),
            event=isolate(name.said()),
        )
        for key, name in choices.items()
    }


def _asked(where: Scope) -> int:
    """The event that the form names. Raises Conflict for none, or for one that is not of the scope."""
    form = EventForm(events.choosable(where))
    if not form.validate_on_submit():
        raise Conflict(lazy("Choose one of your events first. Nothing was added."))
    return int(form.forum_id.data)


def _known(ids: Sequence[int]) -> frozenset[int]:
    """Those of whom the person who asks may read all: a tie to another of their events opens nothing new."""
    found = own_people(scope("people.edit")).with_only_columns(Person.id).where(Person.id.in_(ids))
    return frozenset(db.session.scalars(found))


def _people(condition: sa.ColumnElement[bool]) -> sa.Select[Person]:
    return visible_people(scope("people.list")).where(condition)
