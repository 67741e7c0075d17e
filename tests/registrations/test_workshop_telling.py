"""Who chose a workshop is written to when the organiser tells what a release changed: each once."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.forums.models import Forum
from app.platform.clock import at
from app.platform.db import db, unit_of_work
from app.platform.mail_rows import OutgoingMail
from app.platform.text import FSI, PDI, Translated
from app.programme import actions as programme
from app.programme import concerned, telling
from app.programme.diffing import Difference
from app.programme.models import Session
from app.programme.release_rows import Release
from app.registrations import moving, workshop_letters, workshop_telling
from app.registrations.models import Registration, Workshop
from tests import forms, make
from tests import letters as post
from tests.registrations.personal import edit
from tests.registrations.test_workshops import change, choose, session


@pytest.fixture
def forum(client: FlaskClient) -> Forum:
    made = make.forum()
    make.enter(client, make.account(Role.ORGANISER, made))
    return made


@pytest.fixture
def drafted(forum: Forum) -> Session:
    made = session(forum, "Eau", 9)
    make.release(forum)
    return made


@pytest.fixture
def workshop(forum: Forum, drafted: Session) -> Workshop:
    return make.workshop(forum, drafted)


def tell(release: Release) -> None:
    """What the job does."""
    before = db.session.scalar(
        sa.select(Release.id)
        .where(Release.forum_id == release.forum_id, Release.number < release.number)
        .order_by(Release.number.desc())
        .limit(1)
    )
    db.session.rollback()
    telling.write(release_id=release.id, since_id=before)


def letters() -> dict[str, str]:
    db.session.rollback()
    rows = db.session.scalars(sa.select(OutgoingMail).where(OutgoingMail.kind == workshop_letters.CHANGED))
    return {one.to_address: one.text.replace(FSI, "").replace(PDI, "") for one in rows}


def moved(forum: Forum, drafted: Session) -> Release:
    assert drafted.starts_at
    change(drafted, starts_at=drafted.starts_at.replace(hour=15))
    return make.release(forum)


def test_a_workshop_that_moved_is_told_to_those_who_chose_it_and_once(
    forum: Forum, drafted: Session, workshop: Workshop
) -> None:
    category = make.category(forum)
    choose(forum, category, [workshop])
    choose(forum, category, [], "none@example.org")
    release = moved(forum, drafted)
    for _ in range(2):
        tell(release)
    (told,) = letters().items()
    assert told[0] == "a@example.org"
    assert "Eau" in told[1]


def test_a_workshop_that_was_cancelled_is_told(forum: Forum, drafted: Session, workshop: Workshop) -> None:
    choose(forum, make.category(forum), [workshop])
    with unit_of_work():
        programme.remove(db.session.get_one(Session, drafted.id), by=None)
    tell(make.release(forum))
    assert list(letters()) == ["a@example.org"]


def test_a_workshop_that_became_internal_is_told_as_cancelled(
    forum: Forum, drafted: Session, workshop: Workshop
) -> None:
    choose(forum, make.category(forum), [workshop])
    change(drafted, is_public=False)
    tell(make.release(forum))
    assert list(letters()) == ["a@example.org"]


def test_another_hall_is_told_and_a_mere_text_is_not(
    forum: Forum, drafted: Session, workshop: Workshop
) -> None:
    choose(forum, make.category(forum), [workshop])
    change(drafted, abstract=Translated(fr="Un autre texte"))
    tell(make.release(forum))
    assert letters() == {}
    change(drafted, hall_id=make.hall(forum).id)
    tell(make.release(forum))
    assert "Grande salle" in letters()["a@example.org"]


@pytest.mark.parametrize(("hour", "lines"), [(13, 1), (15, 2)])
def test_two_that_are_now_at_one_time_are_named_in_the_letter(
    forum: Forum, drafted: Session, workshop: Workshop, hour: int, lines: int
) -> None:
    assert forum.starts_on
    other = session(forum, "Feu", 15)
    make.release(forum)
    registration = choose(forum, make.category(forum), [workshop, make.workshop(forum, other)])
    change(drafted, starts_at=at(forum.starts_on, hour))
    tell(make.release(forum))
    told = workshop_letters.facts(registration.id)["changes"].splitlines()
    assert (len(told), "Feu" in told[-1]) == (lines, lines == 2)


def test_who_left_meanwhile_is_not_written_to(forum: Forum, drafted: Session, workshop: Workshop) -> None:
    registration = choose(forum, make.category(forum), [workshop])
    with unit_of_work():
        moving.cancel(db.session.get_one(Registration, registration.id))
    tell(moved(forum, drafted))
    assert letters() == {}


def test_the_link_stands_in_the_letter_when_it_goes(
    app: Flask, client: FlaskClient, forum: Forum, drafted: Session, workshop: Workshop
) -> None:
    choose(forum, make.category(forum), [workshop])
    tell(moved(forum, drafted))
    assert client.get(post.link(post.to(app, "a@example.org")[-1])).status_code == 200


def test_the_page_before_letters_counts_them(
    client: FlaskClient, forum: Forum, drafted: Session, workshop: Workshop
) -> None:
    category = make.category(forum)
    for number in range(2):
        choose(forum, category, [workshop], f"{number}@example.org")
    registration = choose(forum, category, [workshop], "gone@example.org")
    with unit_of_work():
        row = db.session.get_one(Registration, registration.id)
        row.email, row.phone = "", "+212612345678"
    release = moved(forum, drafted)
    reach = workshop_telling.reach(release, changed(release))
    assert (reach.ready, reach.written, reach.unreachable) == (2, 0, 1)
    page = f"/fr/office/live/programme/releases/{release.id}/letters"
    assert forms.held(client.get(page), "letters")["count"] == "2"
    assert forms.send(client, page, page=page).status_code == 303
    tell(release)
    reach = workshop_telling.reach(release, changed(release))
    assert (reach.ready, reach.written, reach.unreachable) == (0, 2, 1)
    assert client.get(page).status_code == 200


def changed(release: Release) -> list[Difference]:
    return list(concerned.since(release, concerned.bases(release)[0]).seen)


def test_a_letter_to_the_e_mail_before_or_of_who_left_does_not_go(
    app: Flask, forum: Forum, drafted: Session, workshop: Workshop
) -> None:
    category = make.category(forum)
    changes, leaves = (choose(forum, category, [workshop], email) for email in ("a@e.org", "b@e.org"))
    tell(moved(forum, drafted))
    assert set(letters()) == {"a@e.org", "b@e.org"}
    edit(db.session.get_one(Registration, changes.id), email="c@e.org")
    with unit_of_work():
        moving.cancel(db.session.get_one(Registration, leaves.id))
    told = [str(one["Subject"]) for to in ("a@e.org", "b@e.org", "c@e.org") for one in post.to(app, to)]
    assert [one for one in told if "ateliers" in one] == []


def test_the_text_is_previewed_on_somebody_who_chose_before_anybody_was_told(
    client: FlaskClient, forum: Forum, drafted: Session, workshop: Workshop
) -> None:
    page = f"/fr/office/live/messages/texts/{workshop_letters.CHANGED}"
    assert "‹" in forms.send(client, page, {"body-fr": "{name} {link}", "preview": "1"}).text
    choose(forum, make.category(forum), [workshop])
    seen = forms.send(client, page, {"body-fr": "{name}: {workshops} {link}", "preview": "1"}).text
    assert "Zineb Berrada" in seen and "Eau" in seen
