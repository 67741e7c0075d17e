"""Who waits too long for a place is told so in a sentence; what they wrote is kept."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.platform import turns
from app.platform.db import db, unit_of_work
from app.platform.errors import Crowded
from app.platform.i18n import using
from app.registrations import moving
from app.registrations.models import Quota
from tests import forms, make
from tests.registrations import storms


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch, app: Flask) -> None:
    db.session.remove()
    db.engine.dispose()  # connections made from now on wait as long
    monkeypatch.setattr(turns, "PATIENCE_S", 0.3)


@contextmanager
def somebody_slow() -> Iterator[None]:
    """Another who holds the places of everything, past the queue of the application."""
    with db.engine.connect().execution_options(writes=True) as other:
        other.execute(sa.update(Quota.__table__).values(taken=Quota.taken))
        yield
        other.rollback()


@pytest.mark.usefixtures("impatient")
def test_who_waits_too_long_is_told_so_with_what_they_wrote_and_then_registers(client: FlaskClient) -> None:
    make.category(make.forum())
    typed = storms.filled(client, 1)
    with somebody_slow():
        answer = client.post(storms.FORM, data=typed)
    with using("fr"):
        sentence = str(Crowded())
    assert (answer.status_code, sentence in answer.text) == (409, True)
    kept = forms.held(answer)
    assert kept["given_latin"] == "Amina"
    assert client.post(storms.FORM, data=kept | {"notice_read": "y"}).status_code == 303
    storms.check()


@pytest.mark.usefixtures("impatient")
def test_a_registration_is_cancelled_or_told_that_it_was_not(app: Flask) -> None:
    forum = make.forum()
    registration = make.registration(forum, make.category(forum))
    with somebody_slow(), pytest.raises(Crowded), unit_of_work():
        moving.cancel(registration)
    storms.check()
    with unit_of_work():
        moving.cancel(registration)
    assert storms.taken() == [0]
