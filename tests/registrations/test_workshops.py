"""Workshops: what the office offers, what a form lets people choose, and what a later release changes."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from app.accounts.models import Role
from app.audit.models import Entry
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.platform.clock import at
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.platform.text import Translated
from app.programme import actions as programme
from app.programme.models import Session
from app.registrations import (
    changing,
    moving,
    places_needs,
    registering,
    seats,
    workshop_actions,
    workshop_choice,
    workshop_claims,
    workshop_lists,
)
from app.registrations.models import Category, Quota, Registration, Workshop
from app.registrations.registering import Wish
from app.registrations.rule_rows import Rules
from app.registrations.words import Entry as Entering
from app.registrations.workshop_choice import WorkshopsForm
from tests import forms, make
from tests.queries import counted

PAGE = "/fr/office/live/workshops"


@pytest.fixture
def forum(client: FlaskClient) -> Forum:
    made = make.forum()
    make.enter(client, make.account(Role.ORGANISER, made))
    return made


def session(of: Forum, title: str, hour: int, **values: object) -> Session:
    assert of.starts_on
    filled = {"title": Translated(fr=title), "starts_at": at(of.starts_on, hour), "needs_registration": True}
    return make.session(of, **(filled | values))


def workshops(of: Forum, *hours: int, places: int = 5) -> list[Workshop]:
    """Released and offered, each for an hour."""
    made = [session(of, f"Atelier {place}", hour) for place, hour in enumerate(hours, 1)]
    make.release(of)
    return [make.workshop(of, one, places) for one in made]


def choose(
    of: Forum, category: Category, chosen: list[Workshop], email: str = "a@example.org"
) -> Registration:
    """Somebody registers with these workshops."""
    identity = registering.new_identity()
    person = {"given_latin": "Zineb", "family_latin": "Berrada", "email": email, "locale": "fr"}
    wish = Wish(workshop_ids=[one.id for one in chosen])
    with unit_of_work():
        return registering.register(
            of, category, person, form_token=identity.public_id, identity=identity, wish=wish
        )


def change(one: Session, **values: object) -> None:
    """Another hour or hall in the draft; release it for the public to know."""
    with unit_of_work():
        row = db.session.get_one(Session, one.id)
        programme.edit(row, values, version=row.version, by=None)


def form_of(of: Forum, *keys: int, held: tuple[int, ...] = ()) -> WorkshopsForm:
    """The part of a form as it is sent with these boxes ticked."""
    sent = MultiDict([("workshops", str(key)) for key in keys] or [("other", "")])
    return WorkshopsForm(of, held, formdata=sent)


def places() -> list[tuple[int, int]]:
    db.session.rollback()
    found = sa.select(Quota.taken, Quota.places).where(Quota.workshop_id.is_not(None)).order_by(Quota.id)
    return [(taken, of) for taken, of in db.session.execute(found)]


def test_a_released_session_that_asks_for_registration_is_offered(client: FlaskClient, forum: Forum) -> None:
    wanted = session(forum, "Eau", 9, hall_id=make.hall(forum, capacity=40).id)
    session(forum, "Plénière", 10, needs_registration=False)
    session(forum, "Interne", 11, is_public=False)
    assert "Eau" not in client.get(PAGE).text
    make.release(forum)
    page = client.get(PAGE)
    assert [title in page.text for title in ("Eau", "Plénière", "Interne")] == [True, False, False]
    assert forms.held(page, PAGE)["places"] == "40"
    assert forms.send(client, PAGE, page=PAGE).status_code == 303
    assert [one.session_ref for one in db.session.scalars(sa.select(Workshop))] == [wanted.ref]
    assert places() == [(0, 40)]


def test_the_places_promised_come_before_those_of_the_hall(client: FlaskClient, forum: Forum) -> None:
    session(forum, "Eau", 9, hall_id=make.hall(forum, capacity=40).id, capacity=25)
    make.release(forum)
    assert forms.held(client.get(PAGE), PAGE)["places"] == "25"


@pytest.mark.parametrize(("typed", "status"), [("", 422), ("dix", 422), ("-3", 422)])
def test_a_wrong_number_stays_in_its_field(
    client: FlaskClient, forum: Forum, typed: str, status: int
) -> None:
    session(forum, "Eau", 9)
    make.release(forum)
    answer = forms.send(client, PAGE, page=PAGE, places=typed)
    assert answer.status_code == status
    assert f'name="places" value="{typed}" aria-invalid="true"' in answer.text


def test_a_session_is_offered_once(client: FlaskClient, forum: Forum) -> None:
    session(forum, "Eau", 9)
    make.release(forum)
    filled = forms.held(client.get(PAGE), PAGE) | {"places": "5"}
    assert [client.post(PAGE, data=filled).status_code for _ in range(2)] == [303, 409]
    assert places() == [(0, 5)]


def test_a_session_of_another_event_is_not_offered(client: FlaskClient, forum: Forum) -> None:
    session(forum, "Eau", 9)
    make.release(forum)
    other = make.forum("other")
    foreign = session(other, "Ailleurs", 9)
    make.release(other)
    filled = forms.held(client.get(PAGE), PAGE) | {"places": "5", "ref": foreign.ref}
    assert client.post(PAGE, data=filled).status_code == 409


def test_never_fewer_places_than_are_taken(client: FlaskClient, forum: Forum) -> None:
    (one,) = workshops(forum, 9)
    category = make.category(forum)
    for number in range(2):
        choose(forum, category, [one], f"{number}@example.org")
    page = f"{PAGE}/{one.id}"
    assert forms.send(client, page, page=PAGE, places="1").status_code == 409
    assert forms.send(client, page, page=PAGE, places="2").status_code == 303
    assert places() == [(2, 2)]
    told = db.session.scalars(sa.select(Entry.details).where(Entry.act == "quota.changed")).all()
    assert told == [{"changes": {"places": [5, 2]}}]


def test_a_workshop_is_closed_to_new_choices(client: FlaskClient, forum: Forum) -> None:
    (one,) = workshops(forum, 9)
    choose(forum, make.category(forum), [one])
    assert forms.send(client, f"{PAGE}/{one.id}/closing", page=PAGE).status_code == 303
    assert places() == [(1, 5)]
    form = form_of(forum, one.id)
    assert (form.validate(), len(form.workshops.errors)) == (False, 1)
    assert form_of(forum, one.id, held=(one.id,)).validate() is True
    assert f'action="{PAGE}/{one.id}/reopening"' in client.get(PAGE).text
    assert forms.send(client, f"{PAGE}/{one.id}/reopening", page=PAGE).status_code == 303
    assert form_of(forum, one.id).validate() is True
    acts = db.session.scalars(sa.select(Entry.act).where(Entry.subject_kind == "workshop").order_by(Entry.id))
    assert acts.all() == ["workshop.added", "workshop.closed", "workshop.reopened"]


def test_a_closed_workshop_stays_closed_when_somebody_leaves(forum: Forum) -> None:
    (one,) = workshops(forum, 9)
    category = make.category(forum)
    left = choose(forum, category, [one])
    with unit_of_work():
        workshop_actions.close(forum, one, by=None)
        moving.cancel(left)
    with pytest.raises(Conflict, match=str(workshop_claims.CLOSED)):
        choose(forum, category, [one], "b@example.org")
    assert places() == [(0, 5)]


def test_nobody_changes_to_a_closed_workshop_and_who_chose_it_keeps_it(forum: Forum) -> None:
    first, second = workshops(forum, 9, 11)
    chose = choose(forum, make.category(forum), [first])
    with unit_of_work():
        for one in (first, second):
            workshop_actions.close(forum, one, by=None)
    with pytest.raises(Conflict, match=str(workshop_claims.CLOSED)), unit_of_work():
        changing.change(chose, {}, workshop_ids=[first.id, second.id], by=None)
    with unit_of_work():
        changing.change(chose, {"function": "Juriste"}, workshop_ids=[first.id], by=None)
    assert places() == [(1, 5), (0, 5)]


def test_who_wished_it_before_it_closed_is_given_a_place(forum: Forum) -> None:
    (one,) = workshops(forum, 9)
    category = make.category(forum)
    with unit_of_work():
        db.session.get_one(Category, category.id).entry = Entering.APPROVAL
    asking = choose(forum, category, [one])
    by = make.account(Role.REGISTRAR, forum, email="second@example.org")
    with unit_of_work():
        workshop_actions.close(forum, one, by=None)
        moving.approve(asking, by=by)
    assert places() == [(1, 5)]


def test_a_workshop_that_nobody_chose_is_removed(client: FlaskClient, forum: Forum) -> None:
    (one,) = workshops(forum, 9)
    assert forms.send(client, f"{PAGE}/{one.id}/removal").status_code == 303
    assert places() == []


def test_a_workshop_that_somebody_chose_stays(client: FlaskClient, forum: Forum) -> None:
    (one,) = workshops(forum, 9)
    choose(forum, make.category(forum), [one])
    token = forms.held(client.get(PAGE), "closing")["csrf_token"]
    assert client.post(f"{PAGE}/{one.id}/removal", data={"csrf_token": token}).status_code == 409
    assert places() == [(1, 5)]


def test_one_that_is_no_longer_released_is_named_with_how_many_chose_it(
    client: FlaskClient, forum: Forum
) -> None:
    drafted = session(forum, "Eau", 9)
    make.release(forum)
    one = make.workshop(forum, drafted)
    choose(forum, make.category(forum), [one])
    with unit_of_work():
        programme.remove(db.session.get_one(Session, drafted.id), by=None)
    make.release(forum)
    page = client.get(PAGE).text.partition('id="gone"')[2]
    assert "Eau" in page
    assert f"registrations?workshop={one.id}" in page
    assert workshop_choice.offered(forum) == []


def test_three_workshops_are_listed_as_cheaply_as_one(client: FlaskClient, forum: Forum) -> None:
    workshops(forum, 9)
    client.get(PAGE)
    with counted() as few:
        client.get(PAGE)
    workshops(forum, 11, 13)
    with counted() as many:
        client.get(PAGE)
    assert len(many) == len(few)


def test_what_is_offered_takes_one_statement(forum: Forum) -> None:
    workshops(forum, 9, 11, 13)
    db.session.refresh(forum)
    with counted() as seen:
        found = workshop_choice.offered(forum)
    assert ([one.title["fr"] for one in found], len(seen)) == (["Atelier 1", "Atelier 2", "Atelier 3"], 1)


def test_two_at_the_same_time_are_not_chosen(forum: Forum) -> None:
    first, second, after = workshops(forum, 9, 9, 10)
    form = form_of(forum, first.id, second.id)
    assert (form.validate(), form.summary()[0][0]) == (False, "workshops")
    assert form_of(forum, first.id, after.id).validate() is True
    assert form_of(forum, first.id, after.id).chosen() == [first.id, after.id]


def test_no_more_are_chosen_than_the_rules_say(forum: Forum) -> None:
    keys = [one.id for one in workshops(forum, 9, 10, 11)]
    with unit_of_work():
        db.session.add(Rules(forum_id=forum.id, workshops_most=2))
    assert [form_of(forum, *keys[:count]).validate() for count in (2, 3)] == [True, False]


def test_a_full_one_is_kept_by_who_has_it_and_not_newly_chosen(forum: Forum) -> None:
    (one,) = workshops(forum, 9, places=1)
    mine = choose(forum, make.category(forum), [one])
    assert form_of(forum, one.id).validate() is False
    assert form_of(forum, one.id, held=(one.id,)).validate() is True
    assert workshop_choice.named([mine.id]) == {mine.id: [{"fr": "Atelier 1"}]}


def test_the_form_says_nothing_chosen_when_every_box_is_empty(forum: Forum) -> None:
    (one,) = workshops(forum, 9)
    assert form_of(forum, held=(one.id,)).chosen() == []


def test_a_key_that_is_not_offered_is_refused(forum: Forum) -> None:
    workshops(forum, 9)
    assert form_of(forum, 999).validate() is False


def test_the_database_decides_who_has_the_last_place(forum: Forum) -> None:
    (one,) = workshops(forum, 9, places=1)
    category = make.category(forum)
    choose(forum, category, [one])
    with pytest.raises(seats.Full):
        choose(forum, category, [one], "b@example.org")
    assert places() == [(1, 1)]


def test_an_organiser_is_told_of_a_session_that_nobody_can_choose_yet(forum: Forum) -> None:
    drafted = session(forum, "Eau", 9)
    make.release(forum)
    assert [one.endpoint for one in places_needs.today(forum)] == ["workshops.index"]
    make.workshop(forum, drafted)
    assert places_needs.today(forum) == []


def test_an_organiser_is_told_of_workshops_that_now_clash_for_somebody(forum: Forum) -> None:
    drafts = [session(forum, title, hour) for title, hour in (("Eau", 9), ("Feu", 11))]
    make.release(forum)
    chosen = [make.workshop(forum, one) for one in drafts]
    choose(forum, make.category(forum), chosen)
    assert places_needs.today(forum) == []
    change(drafts[1], starts_at=drafts[0].starts_at)
    assert places_needs.today(forum) == []
    make.release(forum)
    (told,) = places_needs.today(forum)
    assert (told.endpoint, told.values) == ("registry.index", {"workshop": chosen[0].id})


def test_a_closed_event_asks_nothing_of_anybody(forum: Forum) -> None:
    session(forum, "Eau", 9)
    make.release(forum)
    with unit_of_work():
        db.session.get_one(Forum, forum.id).state = State.CLOSED
    assert places_needs.today(db.session.get_one(Forum, forum.id)) == []


def test_who_waits_counts_among_those_who_chose(forum: Forum) -> None:
    (one,) = workshops(forum, 9)
    category = make.category(forum, places=1)
    choose(forum, category, [one])
    identity = registering.new_identity()
    person = {"given_latin": "Ali", "family_latin": "Alami", "email": "b@example.org", "locale": "fr"}
    with unit_of_work():
        registering.register(
            forum,
            category,
            person,
            form_token=identity.public_id,
            identity=identity,
            wish=Wish(workshop_ids=[one.id]),
            wait=True,
        )
    assert (workshop_lists.chosen(forum.id), places()) == ({one.id: 2}, [(1, 5)])
