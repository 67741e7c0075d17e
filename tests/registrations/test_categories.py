"""The office's pages about categories: what is set, what is refused, the order, the link that leads in."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.audit.models import Entry
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.platform.clock import at, now
from app.platform.db import db, unit_of_work
from app.platform.text import Translated
from app.registrations import category_list, choosing, entry_links, queries
from app.registrations.models import Category, Quota
from app.registrations.question_rows import Question
from app.registrations.words import Entry as Way
from app.registrations.words import QuestionKind, Seen
from tests import forms, make
from tests.queries import counted

PAGE = "/fr/office/live/categories"
PRESS = {"name_-fr": "Presse", "name_-ar": "الصحافة", "places": "5"}


@pytest.fixture
def forum(client: FlaskClient) -> Forum:
    made = make.forum()
    make.enter(client, make.account(Role.ORGANISER, made))
    return made


def only() -> Category:
    db.session.rollback()
    return db.session.scalars(sa.select(Category)).one()


def acts() -> list[str]:
    db.session.rollback()
    return list(
        db.session.scalars(
            sa.select(Entry.act).where(Entry.subject_kind.in_(("category", "quota"))).order_by(Entry.id)
        )
    )


def test_a_category_is_added_with_all_its_settings(client: FlaskClient, forum: Forum) -> None:
    sent = PRESS | {
        "about-fr": "Journalistes accrédités",
        "entry": "approval",
        "seen": "link",
        "opens_day": "2026-11-30",
        "opens_hour": "09:00",
        "closes_day": "2026-12-02",
        "hold_hours": "48",
        "colour": "#2f3f8f",
        "badge_design": "cr80",
    }
    assert forms.send(client, f"{PAGE}/new", sent).status_code == 303
    made = only()
    held = ("about", "entry", "seen", "opens_at", "closes_at", "hold_hours", "colour", "badge_design")
    assert [getattr(made, name) for name in held] == [
        {"fr": "Journalistes accrédités"},
        Way.APPROVAL,
        Seen.LINK,
        at(made.opens_at.date(), 9) if made.opens_at else None,
        at(made.opens_at.date() + timedelta(days=3), 0) if made.opens_at else None,
        48,
        "#2f3f8f",
        "cr80",
    ]
    assert db.session.scalars(sa.select(Quota.places)).all() == [5]


def test_what_was_typed_stands_in_the_form_again(client: FlaskClient, forum: Forum) -> None:
    sent = PRESS | {"closes_day": "2026-12-02", "opens_day": "2026-11-30", "opens_hour": "09:00"}
    forms.send(client, f"{PAGE}/new", sent)
    again = forms.held(client.get(f"{PAGE}/{only().id}"))
    assert {name: again[name] for name in sent} == sent
    assert again["closes_hour"] == ""


def test_a_category_by_invitation_is_not_seen_by_everyone(client: FlaskClient, forum: Forum) -> None:
    forms.send(client, f"{PAGE}/new", PRESS, entry="invitation", seen="everyone")
    assert only().seen is Seen.LINK


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name_-fr": "", "name_-ar": ""}, "name_-"),
        ({"places": "dix"}, "places"),
        ({"hold_hours": "0"}, "hold_hours"),
        ({"opens_hour": "09:00"}, "opens_hour"),
        ({"opens_day": "2026-12-02", "closes_day": "2026-12-01"}, "closes_day"),
        ({"colour": "", "own_colour": "#ffffff"}, "own_colour"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    client: FlaskClient, forum: Forum, wrong: dict[str, str], field: str
) -> None:
    answer = forms.send(client, f"{PAGE}/new", PRESS | wrong)
    assert answer.status_code == 422
    assert f'href="#{field}' in answer.text
    assert db.session.scalar(sa.select(sa.func.count(Category.id))) == 0


def test_a_change_is_told_with_what_stood_before(client: FlaskClient, forum: Forum) -> None:
    key = make.category(forum).id
    sent = {"name_-fr": "Presse", "entry": "approval", "places": "12", "closes_day": "2026-12-02"}
    assert forms.send(client, f"{PAGE}/{key}", sent).status_code == 303
    db.session.rollback()
    told = {one.act: one.details for one in db.session.scalars(sa.select(Entry)) if one.details}
    closes = at(only().closes_at.date(), 0).isoformat() if only().closes_at else ""
    assert told["category.edited"] == {
        "changes": {
            "name.fr": ["Associations", "Presse"],
            "entry": ["open", "approval"],
            "category_closes": [None, closes],
            "badge_design": ["", "a6"],
        }
    }
    assert told["quota.changed"] == {"changes": {"places": [10, 12]}}


def test_fewer_places_than_are_taken_is_refused_at_the_field(client: FlaskClient, forum: Forum) -> None:
    category = make.category(forum)
    make.registration(forum, category)
    answer = forms.send(client, f"{PAGE}/{category.id}", {"places": "0", "name_-fr": "Presse"})
    assert answer.status_code == 409
    assert 'aria-describedby="places-hint places-error"' in answer.text
    assert forms.held(answer)["name_-fr"] == "Presse"
    assert (only().name["fr"], acts()) == ("Associations", ["category.added"])


def test_of_two_who_change_a_category_the_slower_compares(client: FlaskClient, forum: Forum) -> None:
    page = f"{PAGE}/{make.category(forum).id}"
    opened = forms.held(client.get(page))
    forms.send(client, page, {"places": "20"})
    slower = client.post(page, data=opened | {"places": "30"})
    assert slower.status_code == 409
    assert ">20<" in slower.text
    assert client.post(page, data=forms.held(slower)).status_code == 303
    assert db.session.scalars(sa.select(Quota.places)).all() == [30]


def test_of_two_who_save_at_once_one_compares(client: FlaskClient, forum: Forum) -> None:
    page = f"{PAGE}/{make.category(forum).id}"
    other = make.enter(
        client.application.test_client(), make.account(Role.ORGANISER, forum, "other@example.org")
    )
    assert sorted(forms.at_once([client, other], [page, page], {"places": "7"})) == [303, 409]


def test_categories_stand_in_the_order_of_the_office(client: FlaskClient, forum: Forum) -> None:
    keys = [make.category(forum, name=name).id for name in ("ألف", "باء", "جيم")]
    forms.send(client, f"{PAGE}/{keys[2]}/up", page=PAGE)
    forms.send(client, f"{PAGE}/{keys[0]}/up", page=PAGE) if f"{keys[0]}/up" in client.get(
        PAGE
    ).text else None
    db.session.rollback()
    assert [one.id for one in db.session.scalars(queries.categories(forum.id))] == [keys[0], keys[2], keys[1]]


def test_a_category_in_which_nobody_was_is_removed(client: FlaskClient, forum: Forum) -> None:
    key = make.category(forum).id
    assert forms.send(client, f"{PAGE}/{key}/removal").status_code == 303
    db.session.rollback()
    assert db.session.scalars(sa.select(Quota.id)).all() == []
    assert acts() == ["category.added", "category.removed"]


@pytest.mark.parametrize("held", ["person", "delegation", "question"])
def test_a_category_that_is_in_use_stays(client: FlaskClient, forum: Forum, held: str) -> None:
    category = make.category(forum)
    if held == "person":
        make.registration(forum, category)
    elif held == "delegation":
        make.delegation(forum, category)
    else:
        asked = Question(forum_id=forum.id, kind=QuestionKind.SHORT, label=Translated(fr="Carte"))
        asked.category_ids = [category.id]
        with unit_of_work():
            db.session.add(asked)
    page = f"{PAGE}/{category.id}/removal"
    opened = client.get(page)
    assert "csrf_token" not in opened.text.partition("<main")[2]
    token = forms.held(client.get(PAGE))["csrf_token"]
    assert client.post(page, data={"csrf_token": token}).status_code == 409
    assert only().id == category.id


def test_the_whole_event_can_hold_fewer_than_its_categories(client: FlaskClient, forum: Forum) -> None:
    make.registration(forum, make.category(forum, places=10))
    assert forms.send(client, "/fr/office/live/places", page=PAGE, places="4").status_code == 303
    assert db.session.scalars(sa.select(Quota.taken).order_by(Quota.id)).all() == [1, 1]
    assert queries.free_places(forum.id) == 3


@pytest.mark.parametrize(("typed", "status"), [("0", 409), ("dix", 422), ("", 422)])
def test_a_wrong_number_for_the_whole_event_stays_in_its_field(
    client: FlaskClient, forum: Forum, typed: str, status: int
) -> None:
    make.registration(forum, make.category(forum))
    answer = forms.send(client, "/fr/office/live/places", page=PAGE, places=typed)
    assert answer.status_code == status
    assert f'name="places" value="{typed}" aria-invalid="true"' in answer.text


def test_the_list_says_who_waits_and_asks_as_cheaply_for_three(client: FlaskClient, forum: Forum) -> None:
    full = make.category(forum, places=1)
    make.registration(forum, full)
    make.registration(forum, full, email="second@example.org", wait=True)
    client.get(PAGE)
    with counted() as few:
        page = client.get(PAGE).text
    assert f"registrations?state=waiting&amp;category={full.id}" in page
    for name in ("باء", "جيم"):
        make.category(forum, name=name)
    with counted() as many:
        client.get(PAGE)
    assert len(many) == len(few)


def test_an_archived_event_is_read_and_not_changed(client: FlaskClient, forum: Forum) -> None:
    category = make.category(forum)
    page = f"{PAGE}/{category.id}"
    opened = forms.held(client.get(page))
    with unit_of_work():
        db.session.get_one(Forum, forum.id).state = State.ARCHIVED
    assert client.post(page, data=opened | {"places": "99"}).status_code == 409
    assert f"{category.id}/removal" not in client.get(PAGE).text
    assert db.session.scalars(sa.select(Quota.places)).all() == [10]


def invited(forum: Forum, client: FlaskClient) -> str:
    """The address of a category by invitation."""
    forms.send(client, f"{PAGE}/new", PRESS, entry="invitation")
    return entry_links.token(only())


def test_the_link_of_a_category_opens_it_alone(client: FlaskClient, forum: Forum) -> None:
    link = invited(forum, client)
    make.category(forum)
    entered = entry_links.opened(forum, link)
    assert [one.category.name["fr"] for one in choosing.listed(forum)] == ["Associations"]
    assert [one.category.name["fr"] for one in choosing.listed(forum, entered)] == ["Presse"]
    assert f"/fr/forums/live/register/{link}" in client.get(PAGE).text
    assert client.get(f"/fr/forums/live/register/{link}").status_code == 200


def test_a_renewed_link_makes_the_one_before_void(client: FlaskClient, forum: Forum) -> None:
    link = invited(forum, client)
    assert forms.send(client, f"{PAGE}/{only().id}/link").status_code == 303
    assert client.get(f"/fr/forums/live/register/{link}").status_code == 404
    assert client.get(f"/fr/forums/live/register/{entry_links.token(only())}").status_code == 200
    assert acts()[-1] == "category.link_renewed"


def test_of_two_who_renew_a_link_the_slower_is_told(client: FlaskClient, forum: Forum) -> None:
    invited(forum, client)
    page = f"{PAGE}/{only().id}/link"
    opened = forms.held(client.get(page))
    assert [client.post(page, data=opened).status_code for _ in range(2)] == [303, 409]
    assert only().link_serial == 2


@pytest.mark.parametrize(
    "link", ["c1", "c1-", "d1-0", "x1-0", "c99999999999-0", "c1-" + "0" * 32, "-", "cx-0"]
)
def test_a_link_that_we_did_not_make_opens_nothing(client: FlaskClient, forum: Forum, link: str) -> None:
    make.category(forum)
    assert client.get(f"/fr/forums/live/register/{link}").status_code == 404


def test_a_link_opens_nothing_of_another_event(client: FlaskClient, forum: Forum) -> None:
    link = entry_links.token(make.category(forum))
    make.category(make.forum("other"))
    assert client.get(f"/fr/forums/other/register/{link}").status_code == 404


def test_the_key_of_a_removed_category_does_not_revive_its_link(client: FlaskClient, forum: Forum) -> None:
    link = invited(forum, client)
    key = only().id
    forms.send(client, f"{PAGE}/{key}/removal")
    with unit_of_work():
        db.session.add(Category(id=key, forum_id=forum.id, name=Translated(fr="Autre")))
        db.session.flush()
        db.session.add(Quota(forum_id=forum.id, covers="category", category_id=key, places=1))
    assert client.get(f"/fr/forums/live/register/{link}").status_code == 404


def test_the_office_says_what_the_hours_of_a_category_mean(client: FlaskClient, forum: Forum) -> None:
    with unit_of_work():
        for minutes in (-60, 60):
            made = make_category_closing(forum, minutes)
            db.session.add(made)
    assert [line.state[1] for line in category_list.lines(forum)] == ["calm", "good"]


def make_category_closing(forum: Forum, minutes: int) -> Category:
    quota = Quota(forum_id=forum.id, covers="category", places=3)
    return Category(
        forum_id=forum.id,
        name=Translated(fr="Presse"),
        closes_at=now() + timedelta(minutes=minutes),
        quota=quota,
    )


def test_two_categories_do_not_bear_one_name(client: FlaskClient, forum: Forum) -> None:
    make.category(forum)
    forms.send(client, f"{PAGE}/new", PRESS)
    one, other = db.session.scalars(sa.select(Category).order_by(Category.id))
    again = forms.send(client, f"{PAGE}/new", PRESS | {"name_-fr": "Autre", "name_-ar": "الصَّحافة"})
    assert (again.status_code, 'href="#name_' in again.text) == (409, True)
    renamed = forms.send(client, f"{PAGE}/{one.id}", {"name_-fr": "PRESSE"})
    assert (renamed.status_code, 'href="#name_' in renamed.text) == (409, True)
    assert forms.send(client, f"{PAGE}/{other.id}", {"places": "6"}).status_code == 303
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Category)) == 2


def test_more_places_than_the_whole_event_are_pointed_out(client: FlaskClient, forum: Forum) -> None:
    make.category(forum, places=10)
    forms.send(client, "/fr/office/live/places", page=PAGE, places="10")
    assert 'class="state attention"' not in client.get(PAGE).text
    forms.send(client, "/fr/office/live/places", page=PAGE, places="9")
    assert 'class="state attention"' in client.get(PAGE).text


def test_a_category_does_not_open_after_the_event(client: FlaskClient, forum: Forum) -> None:
    last = forum.ends_on or forum.starts_on
    assert last
    late = PRESS | {"opens_day": (last + timedelta(days=1)).isoformat()}
    refused = forms.send(client, f"{PAGE}/new", late)
    assert (refused.status_code, 'href="#opens_day"' in refused.text) == (422, True)
    with unit_of_work():
        db.session.get_one(Forum, forum.id).starts_on = None
        db.session.get_one(Forum, forum.id).ends_on = None
    assert forms.send(client, f"{PAGE}/new", late).status_code == 303
