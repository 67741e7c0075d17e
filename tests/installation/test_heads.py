"""The head of the chain leaves the database once a day."""

import logging

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Role, User
from app.audit import chain, heads
from app.audit.verifying import verify
from app.platform import jobs, mail
from app.platform.db import db, unit_of_work
from tests import make


def letters() -> list[mail.OutgoingMail]:
    return list(db.session.scalars(sa.select(mail.OutgoingMail).order_by(mail.OutgoingMail.id)))


@pytest.fixture(autouse=True)
def _cast(app: Flask) -> None:
    make.account(Role.ADMINISTRATOR, email="a@example.org")
    make.account(Role.ADMINISTRATOR, email="b@example.org")
    make.account(Role.ADMINISTRATOR, email="gone@example.org")
    make.account(Role.ORGANISER, make.forum(), email="organiser@example.org")
    with unit_of_work():
        db.session.execute(sa.update(User).where(User.email == "gone@example.org").values(active=False))
        db.session.execute(sa.update(User).where(User.email == "b@example.org").values(locale="fr"))


def test_each_active_administrator_is_told_the_head_in_their_language(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "app.audit.heads"):
        heads.tell_head()
    position, hash_ = chain.head()
    assert position > 0
    assert f"holds {position} chained operations; the hash of the last is {hash_}" in caplog.text
    jobs.run_due(app)
    sent = mail.carried()
    assert [str(one["To"]) for one in sent] == ["a@example.org", "b@example.org"]
    for letter in letters():
        assert f"audit verify --head {position}:{hash_}" in letter.text
    assert [letter.locale for letter in letters()] == ["ar", "fr"]
    assert verify((position, hash_)).whole


def test_the_same_head_is_mailed_once(app: Flask) -> None:
    heads.tell_head()
    heads.tell_head()
    assert len(letters()) == 2
    make.hall(make.forum("other"))
    heads.tell_head()
    assert len(letters()) == 4


def test_what_the_job_passed_over_is_chained_before_the_head_is_told(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chain, "LATE", 0)
    chain.chain()
    with unit_of_work():
        db.session.execute(sa.text("DELETE FROM audit_link WHERE entry_id = 2"))
    assert chain.chain() == 0
    before = chain.head()[0]
    heads.tell_head()
    assert chain.head()[0] == before + 1


def test_an_empty_log_has_no_head_to_tell(app: Flask) -> None:
    with unit_of_work():
        db.session.execute(sa.text("DELETE FROM audit_entry"))
    heads.tell_head()
    assert letters() == []
