"""What a person agreed to is theirs to take back, and is told in the words of then."""

import pytest
import sqlalchemy as sa
from flask import Flask

from app.audit.models import Entry
from app.forums.models import Forum
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import using
from app.registrations import agreeing, consents, emptying
from app.registrations.models import Registration
from app.registrations.rule_rows import Consent, Notice
from app.registrations.words import ConsentKind
from tests import make
from tests.registrations.persons import registered, set_rules

PHOTO, LATER, DIRECTORY = ConsentKind.PHOTO, ConsentKind.LATER, ConsentKind.DIRECTORY


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


def again(made: Registration) -> Registration:
    return db.session.get_one(Registration, made.id)


def withdraw(made: Registration, kind: ConsentKind) -> None:
    with unit_of_work():
        consents.withdraw(again(made), kind)


def acts() -> list[tuple[str, dict[str, str] | None]]:
    found = sa.select(Entry).where(Entry.act.startswith("registration.consent")).order_by(Entry.id)
    return [(one.act, one.details) for one in db.session.scalars(found)]


def test_what_is_withdrawn_is_a_dated_row_more_and_once(forum: Forum) -> None:
    made = registered(forum, make.category(forum), PHOTO)
    state = made.state
    for _twice in range(2):
        withdraw(made, PHOTO)
    rows = db.session.scalars(sa.select(Consent.is_given).where(Consent.kind == PHOTO).order_by(Consent.id))
    assert rows.all() == [True, False]
    assert consents.of(made.id)[PHOTO].is_given is False
    assert again(made).state is state
    assert acts() == [("registration.consent_withdrawn", {"consent": "photo"})]


def test_what_was_refused_needs_no_withdrawal_and_the_notice_cannot_be_withdrawn(forum: Forum) -> None:
    made = registered(forum, make.category(forum))
    withdraw(made, PHOTO)
    assert acts() == []
    with pytest.raises(Conflict):
        withdraw(made, ConsentKind.NOTICE)


def test_a_person_may_agree_later_to_the_words_of_then(forum: Forum) -> None:
    made = registered(forum, make.category(forum))
    set_rules(forum, keep_months=2)
    for _twice in range(2):
        with unit_of_work():
            consents.agree(again(made), db.session.get_one(Forum, forum.id), PHOTO)
    newest = db.session.scalar(sa.select(sa.func.max(Notice.id)))
    assert (consents.of(made.id)[PHOTO].is_given, consents.of(made.id)[PHOTO].notice_id) == (True, newest)
    assert acts() == [("registration.consent_given", {"consent": "photo"})]
    with pytest.raises(Conflict), unit_of_work():
        consents.agree(again(made), db.session.get_one(Forum, forum.id), DIRECTORY)


def test_what_was_agreed_to_is_told_in_the_words_of_then(forum: Forum) -> None:
    made = registered(forum, make.category(forum), PHOTO)
    with unit_of_work():
        notice = db.session.scalars(sa.select(Notice)).one()
        notice.consents = notice.consents | {"photo": {"fr": "Mots d’alors", "ar": "كلمات ذلك اليوم"}}
    set_rules(forum, asks_photo=False, asks_directory=True)
    for locale, said in (("fr", "Mots d’alors"), ("ar", "كلمات ذلك اليوم")):
        with using(locale):
            told = consents.told(made, db.session.get_one(Forum, forum.id))
        assert [(one.kind, one.is_given, one.answered_at is None) for one in told] == [
            (ConsentKind.NOTICE, True, False),
            (PHOTO, True, False),
            (DIRECTORY, False, True),
            (LATER, False, False),
        ]
        assert told[1].sentence == said


def test_only_those_who_agree_now_are_listed_photographed_and_written_to(forum: Forum) -> None:
    set_rules(forum, asks_directory=True)
    category, other = make.category(forum), make.forum("other")
    yes = registered(forum, category, PHOTO, LATER, DIRECTORY, email="a@example.org")
    never = registered(forum, category, given_latin="Nadia", email="b@example.org")
    changed = registered(forum, category, PHOTO, LATER, given_latin="Salma", email="c@example.org")
    erased = registered(forum, category, PHOTO, LATER, given_latin="Hind", email="d@example.org")
    elsewhere = registered(other, make.category(other), LATER, email="e@example.org")
    with unit_of_work():
        for row in (yes, changed, erased, elsewhere):
            again(row).email_proved_at = now()
    registered(forum, category, LATER, given_latin="Sara", email="nobody-proved@example.org")
    withdraw(changed, PHOTO)
    withdraw(changed, LATER)
    with unit_of_work():
        emptying.erase(again(erased))
    assert db.session.scalars(agreeing.agreeing(PHOTO)).all() == [yes.id]
    assert db.session.scalars(agreeing.agreeing(DIRECTORY)).all() == [yes.id]
    assert never.id not in db.session.scalars(agreeing.agreeing(LATER)).all()
    here = db.session.execute(agreeing.later_addresses(forum.id)).all()
    assert [tuple(one) for one in here] == [("a@example.org", "ar")]
    everywhere = {one for one, _locale in db.session.execute(agreeing.later_addresses())}
    assert everywhere == {"a@example.org", "e@example.org"}
