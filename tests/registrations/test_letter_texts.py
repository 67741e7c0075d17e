"""Each letter to a registered person: read from the carrier, in both languages, with its calendar."""

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from app.accounts.models import Role
from app.forums.models import Forum
from app.platform import jobs, letters, mail
from app.platform.db import db, unit_of_work
from app.platform.i18n import _, using
from app.platform.mail_rows import OutgoingMail
from app.platform.mail_rows import State as MailState
from app.registrations import changing, letter_texts, links, moving, registering, states_before, transferring
from app.registrations import letters as written
from app.registrations.letter_texts import LETTERS, OF_STATE
from app.registrations.models import Category, Registration
from app.registrations.words import Entry, State
from tests import make
from tests.registrations.personal import edit, held, in_state
from tests.registrations.test_changing import workshops


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def category(forum: Forum) -> Category:
    return make.category(forum, places=1)


def _pending(forum: Forum, category: Category, **person: Any) -> Registration:
    edit(category, entry=Entry.APPROVAL)
    return make.registration(forum, category, **person)


def _waiting(forum: Forum, category: Category, **person: Any) -> Registration:
    make.registration(forum, category, given_ar="سعيد", given_latin="Said", email="", phone="+212612345678")
    return make.registration(forum, category, wait=True, **person)


def _moved(
    act: Callable[..., None], start: Callable[..., Registration], **more: Any
) -> Callable[..., Registration]:
    def make_it(forum: Forum, category: Category, **person: Any) -> Registration:
        made = start(forum, category, **person)
        with unit_of_work():
            act(made, **more)
        return made

    return make_it


def _transferred(forum: Forum, category: Category, **person: Any) -> Registration:
    made, identity = make.registration(forum, category, **person), registering.new_identity()
    colleague = {"given_latin": "Said", "phone": "+212612345678", "locale": "fr"}
    with unit_of_work():
        transferring.transfer(made, colleague, identity=identity)
    return made


REASON = "The hall is too small"
WAYS: dict[State, Callable[..., Registration]] = {
    State.CONFIRMED: make.registration,
    State.HELD: held,
    State.PENDING: _pending,
    State.WAITING: _waiting,
    State.REFUSED: _moved(moving.refuse, _pending, reason=REASON, by=None),
    State.WITHDRAWN: _moved(moving.withdraw, make.registration, reason=REASON, by=None),
    State.CANCELLED: _moved(moving.cancel, make.registration),
    State.LAPSED: _moved(moving.lapse, held),
    State.TRANSFERRED: _transferred,
}
STRUCK = {State.WITHDRAWN, State.CANCELLED, State.TRANSFERRED}


def last(app: Flask) -> EmailMessage:
    """The letter that left last."""
    jobs.run_due(app)
    return mail.carried()[-1]


def text_of(letter: EmailMessage) -> str:
    return str(letter.get_body(("plain",)).get_content())  # type: ignore[union-attr]


def calendar_of(letter: EmailMessage) -> list[Any]:
    (file,) = [one for one in letter.iter_attachments() if one.get_content_type() == "text/calendar"]
    return list(Calendar.from_ical(file.get_payload(decode=True)).walk("VEVENT"))


@pytest.mark.parametrize("locale", ["ar", "fr"])
@pytest.mark.parametrize("state", list(State))
def test_each_state_has_its_letter_in_the_language_of_the_person(
    app: Flask, forum: Forum, category: Category, state: State, locale: str
) -> None:
    made = WAYS[state](forum, category, locale=locale)
    letter = last(app)
    text = text_of(letter)
    with using(locale):
        body = str(LETTERS[OF_STATE[state]].body)
        subject = str(LETTERS[OF_STATE[state]].subject)
    assert str(letter["Content-Language"]) == locale
    assert str(letter["Subject"]).startswith(subject.partition("{")[0].strip())
    assert body.splitlines()[2].partition("{")[0].strip() in text
    assert f"/{locale}/my/{links.token(made)}" in text
    assert "{" not in text + str(letter["Subject"])
    assert (REASON in text) is (state in {State.REFUSED, State.WITHDRAWN})


@pytest.mark.parametrize("state", list(State))
def test_the_calendar_comes_with_a_place_and_is_struck_out_with_its_end(
    app: Flask, forum: Forum, category: Category, state: State
) -> None:
    WAYS[state](forum, category)
    letter = last(app)
    kinds = [one.get_content_type() for one in letter.iter_attachments()]
    if state is State.CONFIRMED:
        assert sorted(kinds) == ["application/pdf", "text/calendar"]
        assert [str(one["status"]) for one in calendar_of(letter)] == ["CONFIRMED"]
    elif state in STRUCK:
        assert kinds == ["text/calendar"]
        assert [str(one["status"]) for one in calendar_of(letter)] == ["CANCELLED"]
    else:
        assert kinds == []


def test_the_link_that_confirms_stands_only_in_the_letters_that_ask(
    app: Flask, forum: Forum, category: Category
) -> None:
    kept = held(forum, category)
    assert links.contact_url(kept) in text_of(last(app))
    with unit_of_work():
        moving.confirm_contact(kept)
    assert "/confirm/" not in text_of(last(app))


def test_an_entry_keeps_its_name_and_its_sequence_rises_until_it_is_struck_out(
    app: Flask, forum: Forum, category: Category
) -> None:
    first, second = workshops(forum, 1, 1)
    made = make.registration(forum, category)
    with unit_of_work():
        changing.change(made, {}, workshop_ids=[first.id])
    before = {str(one["uid"]): one for one in calendar_of(last(app))}
    with unit_of_work():
        changing.change(made, {}, workshop_ids=[second.id])
    after = {str(one["uid"]): one for one in calendar_of(last(app))}
    assert set(before) < set(after)
    assert all(after[uid]["sequence"] > one["sequence"] for uid, one in before.items())
    told = sorted((str(one["status"]), str(one["summary"])) for one in after.values())
    assert told == [("CANCELLED", "Atelier 0"), ("CONFIRMED", "Atelier 1"), ("CONFIRMED", "مناظرة للاختبار")]
    with unit_of_work():
        moving.cancel(made)
    ended = {str(one["uid"]): one for one in calendar_of(last(app))}
    assert set(ended) == set(after)
    assert {str(one["status"]) for one in ended.values()} == {"CANCELLED"}
    assert all(ended[uid]["sequence"] > one["sequence"] for uid, one in after.items())


def test_two_persons_have_entries_of_their_own(app: Flask, forum: Forum, category: Category) -> None:
    make.registration(forum, category)
    one = calendar_of(last(app))[0]["uid"]
    make.registration(forum, make.category(forum), given_ar="سعيد", given_latin="Said")
    assert calendar_of(last(app))[0]["uid"] != one


def test_workshops_are_told_one_a_line(app: Flask, forum: Forum, category: Category) -> None:
    (workshop,) = workshops(forum, 1)
    made = make.registration(forum, category, locale="fr")
    with unit_of_work():
        changing.change(made, {}, workshop_ids=[workshop.id])
    lines = text_of(last(app)).splitlines()
    assert sum("Atelier 0" in line for line in lines) == 1


def test_a_confirmation_that_was_overtaken_does_not_leave(
    app: Flask, forum: Forum, category: Category
) -> None:
    made = make.registration(forum, category)
    with unit_of_work():
        moving.cancel(made)
    jobs.run_due(app)
    states = db.session.execute(
        sa.select(OutgoingMail.kind, OutgoingMail.state).order_by(OutgoingMail.id)
    ).all()
    assert [tuple(row) for row in states] == [
        (letter_texts.CONFIRMED, MailState.FAILED),
        (letter_texts.CANCELLED, MailState.SENT),
    ]
    assert len(mail.carried()) == 1


def test_an_overtaken_letter_alarms_nobody_and_says_why(
    app: Flask, client: FlaskClient, forum: Forum, category: Category
) -> None:
    made = make.registration(forum, category, locale="fr")
    with unit_of_work():
        moving.cancel(made)
    jobs.run_due(app)
    make.enter(client, make.account(Role.ADMINISTRATOR))
    row = db.session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id)).first()
    assert row is not None
    assert "no longer true" not in client.get(f"/fr/administration/messages/{row.id}").text
    assert "/administration/messages?state=failed" not in client.get("/fr/administration/").text


def test_who_looks_for_a_registration_that_waits_for_a_proof_gets_that_letter_again(
    app: Flask, forum: Forum, category: Category
) -> None:
    kept = held(forum, category)
    with unit_of_work():
        written.again(kept.id)
    assert links.contact_url(kept) in text_of(last(app))


def test_who_is_registered_already_is_written_the_link_of_what_stands(
    app: Flask, forum: Forum, category: Category
) -> None:
    made = make.registration(forum, category)
    with unit_of_work():
        written.again(made.id)
    text = text_of(last(app))
    assert links.token(made) in text
    assert made.number in text


@pytest.mark.parametrize("kind", list(LETTERS))
@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_the_preview_shows_a_real_registration(
    client: FlaskClient, forum: Forum, category: Category, kind: str, locale: str
) -> None:
    state = min(LETTERS[kind].states, key=list(State).index)
    made = in_state(forum, category, state)
    make.enter(client, make.account(Role.ORGANISER, forum))
    page = client.get(f"/{locale}/office/live/messages/texts/{kind}")
    assert page.status_code == 200
    assert links.token(made) not in page.text
    known = letters.known(kind)
    assert known is not None
    assert known.latest(forum.id) == made.id
    assert known.facts(made.id)["number"] == made.number


def test_every_body_says_whom_to_call_and_who_signs() -> None:
    for one in LETTERS.values():
        body = str(one.body)
        assert "{phone}" in body
        assert body.endswith("{organiser}")
        assert all(f"{{{name}}}" in body for name in one.secrets)


@pytest.mark.parametrize("start", [_pending, _waiting])
def test_who_only_asked_is_told_that_the_request_is_withdrawn(
    app: Flask, client: FlaskClient, forum: Forum, category: Category, start: Callable[..., Registration]
) -> None:
    made = _moved(moving.cancel, start)(forum, category, locale="fr")
    letter = last(app)
    with using("fr"):
        subject = str(LETTERS[letter_texts.TAKEN_BACK].subject)
    assert str(letter["Subject"]).startswith(subject.partition("{")[0].strip())
    assert list(letter.iter_attachments()) == []
    with using("fr"):
        told = str(_("Your request is withdrawn, as you asked. You have nothing more to do."))
    assert told in client.get(f"/fr/my/{links.token(made)}").text


@pytest.mark.parametrize("start", [_waiting, held])
def test_no_calendar_is_struck_out_for_who_was_never_confirmed(
    app: Flask, forum: Forum, category: Category, start: Callable[..., Registration]
) -> None:
    _moved(moving.withdraw, start, reason=REASON, by=None)(forum, category)
    assert list(last(app).iter_attachments()) == []


def test_a_change_of_category_leaves_its_states_in_the_log(
    app: Flask, forum: Forum, category: Category
) -> None:
    asked = make.category(forum, name="الجماعات")
    edit(asked, entry=Entry.APPROVAL)
    made = make.registration(forum, category)
    with unit_of_work():
        changing.change(made, {}, category=asked)
    assert made.state is State.PENDING
    with unit_of_work():
        moving.cancel(made)
    assert states_before.was_request(made)
    assert [one.get_content_type() for one in last(app).iter_attachments()] == ["text/calendar"]


@pytest.mark.parametrize("kind", list(LETTERS))
def test_a_shared_address_reads_who_is_meant(kind: str) -> None:
    body = str(LETTERS[kind].body)
    assert "{number}" in body
    assert kind == letter_texts.LEFT or "{name}" in body
