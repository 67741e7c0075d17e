"""The office's page of one registration, and what the team does with it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.audit.models import Entry
from app.forums.lifecycle import State as ForumState
from app.forums.models import Forum
from app.people.models import Tie
from app.platform import qr as drawing
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.platform.mail_rows import OutgoingMail
from app.platform.mail_rows import State as Mailed
from app.registrations import changing, consents, emptying, links, moving, notices
from app.registrations.models import Category, Choice, Quota, Registration
from app.registrations.question_rows import Answer, Question
from app.registrations.words import ConsentKind, QuestionKind, State
from app.verification import codes, keys
from tests import forms, make
from tests.queries import counted

LIST = "/fr/office/live/registrations"


@pytest.fixture
def forum(client: FlaskClient) -> Forum:
    made = make.forum()
    make.enter(client, make.account(Role.ORGANISER, made))
    return made


@pytest.fixture
def category(forum: Forum) -> Category:
    return make.category(forum, places=1)


def asking(of: Forum, kind: Category, state: State = State.PENDING, **values: Any) -> Registration:
    """Somebody who holds no place yet."""
    row = make.registration(of, kind, **{"email": "asks@example.org", **values})
    with unit_of_work():
        row.state = state
        db.session.execute(sa.update(Quota).where(Quota.category_id == kind.id).values(taken=Quota.taken - 1))
    return row


def address(row: Registration) -> str:
    return f"{LIST}/{row.number}"


def press(client: FlaskClient, row: Registration, act: str, **values: Any) -> Any:
    """The button of the page that posts to `act`."""
    return forms.send(client, f"{address(row)}/{act}", page=address(row), **values)


def again(row: Registration) -> Registration:
    """The row as it stands now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Registration, row.id)


def taken(kind: Category) -> int:
    db.session.rollback()
    return db.session.scalars(sa.select(Quota.taken).where(Quota.category_id == kind.id)).one()


def letters(row: Registration) -> list[str]:
    found = sa.select(OutgoingMail.kind).where(OutgoingMail.subject_id == row.id).order_by(OutgoingMail.id)
    return list(db.session.scalars(found))


def test_the_page_tells_what_the_registration_says_and_is_noted_as_read(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    row = make.registration(
        forum, category, phone="+212612345678", organisation="جمعية الأمل", registrant="Amina B."
    )
    other = make.registration(
        forum, category, wait=True, given_latin="Salma", given_ar="سلمى", phone="+212612345678", email=""
    )
    question = Question(forum_id=forum.id, kind=QuestionKind.SHORT, label={"fr": "D’où venez-vous ?"})
    with unit_of_work():
        db.session.add(question)
        db.session.flush()
        db.session.add(Answer(registration_id=row.id, question_id=question.id, value="De Fès"))
        consents.write(row, notices.in_force(forum).id, {ConsentKind.PHOTO: False})
    page = client.get(address(row)).text
    told = ["Khadija El Alami", "06 12 34 56 78".replace(" ", "\u00a0"), "khadija@example.org"]
    told += ["جمعية الأمل", "Amina B.", "D’où venez-vous ?", "De Fès", f"{LIST}/{other.number}"]
    assert [one for one in told if one not in page] == []
    acts = db.session.scalars(sa.select(Entry.act).where(Entry.subject_id == row.id).order_by(Entry.id))
    assert "registration.read" in list(acts)


def test_it_asks_the_same_for_one_and_for_three_of_everything(client: FlaskClient, forum: Forum) -> None:
    wide, asked = make.category(forum, places=9), []
    first = make.registration(forum, wide)
    for added in (1, 2):
        for number in range(added):
            make.registration(
                forum, wide, given_ar="", given_latin=f"A{added}{number}", family_ar="", family_latin="B"
            )
            question = Question(forum_id=forum.id, kind=QuestionKind.SHORT, label={"fr": "?"})
            with unit_of_work():
                db.session.add(question)
                db.session.flush()
                db.session.add(Answer(registration_id=first.id, question_id=question.id, value="x"))
        with counted() as statements:
            assert client.get(address(first)).status_code == 200
        asked.append(len(statements))
    assert asked[0] == asked[1]


def test_a_request_is_approved_and_written_to(client: FlaskClient, forum: Forum, category: Category) -> None:
    row = asking(forum, category)
    assert press(client, row, "approval").status_code == 303
    assert (again(row).state, taken(category)) == (State.CONFIRMED, 1)
    assert letters(row)[-1] == "registration.confirmed"


def test_where_the_category_is_full_the_page_says_so_and_offers_the_list(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    row = asking(forum, category)
    make.registration(forum, category, given_latin="Salma", given_ar="سلمى")
    page = press(client, row, "approval")
    assert (page.status_code, again(row).state, taken(category)) == (409, State.PENDING, 1)
    assert "Associations" in page.text.partition("data-errors")[2][:400]
    assert f"{address(row)}/waiting" in page.text.partition("data-errors")[2][:2000]
    assert press(client, row, "waiting").status_code == 303
    assert again(row).state is State.WAITING


def test_a_full_workshop_can_be_left_out(client: FlaskClient, forum: Forum) -> None:
    wide = make.category(forum, places=5)
    session = make.session(forum, needs_registration=True)
    make.release(forum)
    workshop = make.workshop(forum, session, places=1)
    row = asking(forum, wide)
    with unit_of_work():
        db.session.add(Choice(registration_id=row.id, workshop_id=workshop.id))
        db.session.execute(sa.update(Quota).where(Quota.workshop_id == workshop.id).values(taken=1))
    page = press(client, row, "approval")
    assert (page.status_code, taken(wide)) == (409, 0)
    assert f'name="without" value="{workshop.id}"' in page.text
    assert press(client, row, "approval", without=workshop.id).status_code == 303
    assert (again(row).state, taken(wide)) == (State.CONFIRMED, 1)
    assert db.session.scalars(sa.select(Choice.id).where(Choice.registration_id == row.id)).all() == []


def test_a_refusal_says_why_in_the_language_of_the_person(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    row = asking(forum, category, locale="ar")
    end = f"{address(row)}/refusal"
    assert forms.send(client, end, usual="").status_code == 422
    assert forms.send(client, end, usual="audience", words="Écrivez-nous.").status_code == 303
    told = again(row)
    assert (told.state, told.reason.splitlines()[-1]) == (State.REFUSED, "Écrivez-nous.")
    assert len(told.reason.splitlines()) == 2
    assert letters(row)[-1] == "registration.refused"
    assert client.get(end).status_code == 409


def test_a_registration_is_cancelled_with_its_reason_and_its_place_returns(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    row = make.registration(forum, category)
    assert forms.send(client, f"{address(row)}/withdrawal", usual="twice").status_code == 303
    assert (again(row).state, taken(category)) == (State.WITHDRAWN, 0)
    assert 'class="press"' not in client.get(address(row)).text.partition('id="standing"')[2][:900]


def test_a_called_contact_is_confirmed_and_the_place_is_given(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    row = make.registration(forum, category, phone="+212612345678")
    with unit_of_work():
        row.state, row.hold_until = State.HELD, now()
    assert press(client, row, "contact").status_code == 303
    told = again(row)
    assert (told.state, told.contact_verified_at is not None, told.hold_until) == (
        State.CONFIRMED,
        True,
        None,
    )


def test_the_letter_goes_again_and_without_an_e_mail_the_page_says_to_call(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    row = make.registration(forum, category)
    before = letters(row)
    assert press(client, row, "letter").status_code == 409  # it has not left yet
    assert letters(row) == before
    with unit_of_work():
        db.session.execute(sa.update(OutgoingMail).values(state=Mailed.SENT))
    assert [press(client, row, "letter").status_code for _ in range(2)] == [303, 409]
    assert letters(row) == [*before, before[-1]]
    with unit_of_work():
        row.email, row.phone = "", "+212612345678"
    assert f"{address(row)}/letter" not in client.get(address(row)).text
    token = forms.held(client.get(address(row)), "contact")["csrf_token"]
    assert client.post(f"{address(row)}/letter", data={"csrf_token": token}).status_code == 409


def test_a_renewed_link_opens_and_the_earlier_one_does_not(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    row = make.registration(forum, category)
    before = links.token(row)
    assert forms.send(client, f"{address(row)}/link").status_code == 303
    after = links.token(again(row))
    found = [client.get(f"/fr/my/{link}").status_code for link in (before, after)]
    assert found == [404, 200]


def test_a_renewed_link_renews_the_badge_too(client: FlaskClient, forum: Forum, category: Category) -> None:
    row = make.registration(forum, category)
    lost, qr = codes.issue(keys.badge_keys(), bytes.fromhex(row.public_id), row.badge_serial), row.qr
    assert forms.send(client, f"{address(row)}/link").status_code == 303
    new = codes.issue(keys.badge_keys(), bytes.fromhex(row.public_id), again(row).badge_serial)
    assert (lost == new, row.qr == qr, row.qr == drawing.matrix(new)) == (False, False, True)


def test_nothing_is_done_with_who_was_erased_or_left_since_the_page_was_read(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    row = asking(forum, category)
    token = forms.held(client.get(address(row)), "approval")["csrf_token"]
    with unit_of_work():
        emptying.erase(row)
    for act in ("approval", "waiting", "contact", "letter"):
        assert client.post(f"{address(row)}/{act}", data={"csrf_token": token}).status_code == 409
    assert (again(row).state, row.contact_verified_at) == (State.CANCELLED, None)


def test_an_erased_request_is_not_approved(client: FlaskClient, forum: Forum, category: Category) -> None:
    row = asking(forum, category, State.REFUSED)
    with unit_of_work():
        emptying.erase(row)
    row, who = again(row), make.account()
    with pytest.raises(Conflict), unit_of_work():
        moving.approve(row, by=who)
    assert (again(row).state, taken(category)) == (State.REFUSED, 0)


def test_who_said_no_to_the_directory_is_not_added_to_it(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    row = make.registration(forum, category)
    values = forms.held(client.get(address(row)), "/person")
    with unit_of_work():
        consents.write(row, notices.in_force(forum).id, {ConsentKind.DIRECTORY: False})
    assert f"{address(row)}/person" not in client.get(address(row)).text
    assert client.post(f"{address(row)}/person", data=values).status_code == 409
    assert again(row).person_id is None


@pytest.mark.parametrize(("entry", "is_told"), [("approval", True), ("open", False)])
def test_the_team_sees_that_somebody_it_approved_bears_another_name(
    client: FlaskClient, forum: Forum, category: Category, entry: str, is_told: bool
) -> None:
    row = make.registration(forum, category)
    with unit_of_work():
        db.session.get_one(Category, category.id).entry = entry
        changing.change(row, {"organisation": "Amal"})
    before = client.get(address(row)).text.count('class="notice attention"')
    with unit_of_work():
        changing.change(row, {"family_latin": "Bennani"})
    after = client.get(address(row)).text.count('class="notice attention"')
    assert after - before == is_told


@pytest.mark.parametrize("act", ["approval", "waiting", "contact", "letter", "person"])
def test_another_event_has_no_hand_on_it(client: FlaskClient, forum: Forum, act: str) -> None:
    elsewhere = make.forum("other")
    row = make.registration(elsewhere, make.category(elsewhere))
    own = make.registration(forum, make.category(forum))
    token = forms.held(client.get(address(own)), "letter")["csrf_token"]
    assert client.get(address(row)).status_code == 404
    assert client.post(f"{address(row)}/{act}", data={"csrf_token": token}).status_code == 404


def test_two_at_once_approve_once(app: Any, client: FlaskClient, forum: Forum) -> None:
    wide = make.category(forum, places=5)
    row = asking(forum, wide)
    people = [make.account(Role.REGISTRAR, forum, f"{name}@example.org") for name in "ab"]
    clients = [make.enter(app.test_client(), one) for one in people]
    sent = [forms.held(one.get(address(row)), "approval") for one in clients]
    ready, button = Barrier(2), f"{address(row)}/approval"

    def approve(number: int) -> int:
        ready.wait()
        return clients[number].post(button, data=sent[number]).status_code

    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(approve, range(2)))
    assert (sorted(statuses), taken(wide)) == ([303, 409], 1)


def test_an_archived_event_is_read_and_not_changed(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    row = make.registration(forum, category)
    token = forms.held(client.get(address(row)), "letter")["csrf_token"]
    with unit_of_work():
        forum.state = ForumState.ARCHIVED
    page = client.get(address(row))
    assert (page.status_code, 'class="press"' in page.text) == (200, False)
    assert client.post(f"{address(row)}/letter", data={"csrf_token": token}).status_code == 409
    assert "acts/approval" not in client.get(LIST).text


def test_a_registration_is_linked_to_somebody_alike_and_unlinked(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    known = make.person(
        forum, given_ar="خديجة", family_ar="العلمي", given_latin="Khadija", family_latin="El Alami"
    )
    row = make.registration(forum, category)
    assert f'name="person_id" value="{known.id}"' in client.get(address(row)).text
    assert press(client, row, "person", person_id=known.id).status_code == 303
    assert again(row).person_id == known.id
    assert f"/directory/people/{known.id}" in client.get(address(row)).text
    assert press(client, row, "person/removal").status_code == 303
    assert (again(row).person_id, again(row).family_latin) == (None, "El Alami")


def test_a_person_is_added_to_the_directory_once(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    row = make.registration(forum, category, phone="+212612345678", function="رئيسة")
    values = forms.held(client.get(address(row)), "/person")
    assert [client.post(f"{address(row)}/person", data=values).status_code for _ in range(2)] == [303, 409]
    added = again(row).person_id
    assert db.session.scalars(sa.select(Tie.person_id).where(Tie.forum_id == forum.id)).all() == [added]


def test_a_registrar_neither_sees_nor_changes_the_directory(
    app: Any, forum: Forum, category: Category
) -> None:
    known = make.person(forum, given_latin="Khadija", family_latin="El Alami", given_ar="", family_ar="")
    row = make.registration(forum, category)
    registrar = make.enter(app.test_client(), make.account(Role.REGISTRAR, forum))
    page = registrar.get(address(row))
    assert 'id="directory"' not in page.text
    token = forms.held(page, "letter")["csrf_token"]
    linking = registrar.post(f"{address(row)}/person", data={"csrf_token": token, "person_id": known.id})
    assert (linking.status_code, again(row).person_id) == (403, None)
