"""Letters are found and sent again; an address that sends them back gets no more until it is lifted."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.platform import jobs, mail, mail_delivery, mail_outbox
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.platform.mail import OutgoingMail, State
from app.platform.mail_delivery import COMES_BACK
from app.platform.mail_rows import MailBounce
from tests.platform.post import row, rows, write


def fail(*ids: int) -> None:
    with unit_of_work():
        db.session.execute(
            sa.update(OutgoingMail).where(OutgoingMail.id.in_(ids)).values(state=State.FAILED, error="550 no")
        )


def found(**wanted: str) -> list[str]:
    return [one.to_address for one in db.session.scalars(mail_outbox.letters(2, **wanted))]


def test_a_letter_is_found_by_its_address_or_subject_whatever_the_spelling(bare: Flask) -> None:
    write(to="amina.b@press.example", subject="تأكيد تسجيلكم: مناظرة فاس")
    write(to="omar@press.example", subject="Élan des régions")
    write(to="other@press.example", forum_id=3)
    assert found(query="احمد") == []
    assert found(query="تاكيد فاس") == ["amina.b@press.example"]
    assert found(query="Amina.B@press") == ["amina.b@press.example"]
    assert found(query="elan") == ["omar@press.example"]
    assert found() == ["omar@press.example", "amina.b@press.example"]
    assert len(db.session.scalars(mail_outbox.letters(None)).all()) == 3


def test_letters_are_counted_and_chosen_by_state(bare: Flask) -> None:
    first, _second = write(), write()
    fail(first)
    assert mail_outbox.counts(2) == {State.FAILED: 1, State.QUEUED: 1}
    assert (mail_outbox.counts(3), mail_outbox.repeatable(2), mail_outbox.repeatable(None)) == ({}, 1, 1)
    assert len(found(state="failed")) == 1
    assert len(found(state="no state")) == 2


def test_all_that_failed_is_sent_again_in_blocks(bare: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_outbox, "BLOCK", 3)
    ids = [write() for _ in range(8)]
    elsewhere = write(forum_id=3)
    fail(*ids, elsewhere)
    for _twice in range(2):
        with unit_of_work():
            mail_outbox.again_all(2)
    jobs.run_due(bare)
    assert len(mail.carried()) == 8
    assert [one.state for one in rows()] == [State.SENT] * 8 + [State.FAILED]


def test_what_came_back_is_shown_as_failed_and_nothing_more_goes_there(bare: Flask) -> None:
    first = write(to="Amina@press.example")
    jobs.run_due(bare)
    with unit_of_work():
        mail_outbox.came_back(db.session.get_one(OutgoingMail, first), "550 moved away", forum_id=None)
    assert (row().state, row().error, row().bounced_at is None) == (State.FAILED, "550 moved away", False)
    second = write(to="amina@PRESS.example")
    jobs.run_due(bare)
    later = db.session.get_one(OutgoingMail, second)
    assert (later.state, later.error, len(mail.carried())) == (State.FAILED, COMES_BACK, 1)
    with pytest.raises(Conflict), unit_of_work():
        mail_outbox.again(second)
    assert mail_outbox.repeatable(2) == 0
    with unit_of_work():
        mail_outbox.lift(db.session.scalars(mail_outbox.stopped(None)).one())
    for letter in (first, second):
        with unit_of_work():
            mail_outbox.again(letter)
    jobs.run_due(bare)
    assert [(one.state, one.bounced_at) for one in rows()] == [(State.SENT, None)] * 2
    assert len(mail.carried()) == 3


def test_a_letter_that_was_on_its_way_when_its_address_was_stopped_does_not_leave(bare: Flask) -> None:
    write()
    with unit_of_work():
        mail_outbox.stop("amina@press.example", "")
    jobs.run_due(bare)
    assert (row().state, row().error, mail.carried()) == (State.FAILED, COMES_BACK, [])


def test_only_what_was_sent_can_come_back(bare: Flask) -> None:
    write()
    with pytest.raises(Conflict), unit_of_work():
        mail_outbox.came_back(row(), "550", forum_id=None)
    assert db.session.scalars(sa.select(MailBounce)).all() == []


def test_an_address_is_stopped_once(bare: Flask) -> None:
    for address in ("Omar@press.example", "x@مثال.المغرب"):
        with unit_of_work():
            mail_outbox.stop(address, "")
        with pytest.raises(Conflict), unit_of_work():
            mail_outbox.stop(f" {address.upper()}", "")
    assert len(db.session.scalars(mail_outbox.stopped(None, "omar")).all()) == 1


def test_what_came_back_in_one_event_stops_the_letters_of_that_event_alone(bare: Flask) -> None:
    first = write(forum_id=2)
    jobs.run_due(bare)
    for _twice in range(2):
        with unit_of_work():
            db.session.execute(sa.update(OutgoingMail).values(state=State.SENT))
            mail_outbox.came_back(db.session.get_one(OutgoingMail, first), "550", forum_id=2)
    write(forum_id=2)
    write(forum_id=3)
    write(forum_id=None)
    jobs.run_due(bare)
    assert [one.state for one in rows()] == [State.FAILED, State.FAILED, State.SENT, State.SENT]
    (own,) = db.session.scalars(mail_outbox.stopped(2))
    assert db.session.scalars(mail_outbox.stopped(3)).all() == []
    with unit_of_work():
        mail_outbox.stop(own.address, "")  # of the installation: another row, and it holds everywhere
    write(forum_id=3)
    assert rows()[-1].state is State.FAILED
    assert len(db.session.scalars(mail_outbox.stopped(None)).all()) == 2


def test_one_event_cannot_stop_an_address_twice(bare: Flask) -> None:
    for forum_id in (2, None):
        with unit_of_work():
            db.session.add(MailBounce(address="a@b.example", forum_id=forum_id))
        with pytest.raises(sa.exc.IntegrityError), unit_of_work():
            db.session.add(MailBounce(address="a@b.example", forum_id=forum_id))


@pytest.mark.parametrize("kind", ["account.notice", "account.word", "audit.head"])
def test_what_guards_an_account_or_the_log_leaves_whatever_is_stopped(bare: Flask, kind: str) -> None:
    with unit_of_work():
        mail_outbox.stop("amina@press.example", "")
    number = write(kind=kind)
    jobs.run_due(bare)
    assert row().state is State.SENT
    fail(number)
    with unit_of_work():
        mail_outbox.again(number)
    jobs.run_due(bare)
    assert len(mail.carried()) == 2


def test_an_uncertain_letter_is_not_sent_again_while_its_repeat_goes_out(bare: Flask) -> None:
    number = write()
    assert mail_delivery.claim(number)
    past = now() - timedelta(seconds=1)
    with unit_of_work():
        db.session.execute(sa.update(OutgoingMail).values(lease_until=past))
    assert mail_delivery.claim(number)  # the repeat
    assert row().state is State.UNCERTAIN
    with pytest.raises(Conflict), unit_of_work():
        mail_outbox.again(number)
    with unit_of_work():
        db.session.execute(sa.update(OutgoingMail).values(lease_until=past))
    with unit_of_work():
        mail_outbox.again(number)
    assert row().state is State.QUEUED
