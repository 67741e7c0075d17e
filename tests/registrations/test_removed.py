"""What the team removes while somebody fills in the form: told in a sentence, with all that was written."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape

from app.forums.models import Forum
from app.platform.db import Model, db, unit_of_work
from app.platform.i18n import using
from app.registrations import entry_links, registering, seats
from app.registrations.models import Category, Delegation, Quota, Registration, Workshop
from app.registrations.question_rows import Question
from app.registrations.removed import Removed
from tests import forms, make, make_questions
from tests.programme import programmes
from tests.registrations import storms

Act = Callable[[], None]


@pytest.fixture
def forum(app: Flask) -> Forum:
    """With a category that stays."""
    made = make.forum()
    make.category(made, name="stays")
    return made


def remove(model: type[Model], key: int) -> Act:
    """As the office does it, by somebody else."""

    def act() -> None:
        with db.engine.connect().execution_options(writes=True) as other:
            other.execute(sa.delete(model).where(model.id == key))
            other.commit()

    return act


def category(forum: Forum) -> tuple[str, dict[str, object], Act]:
    gone = make.category(forum, name="goes")
    return f"{storms.FORM}?category={gone.id}", {}, remove(Category, gone.id)


def workshop(forum: Forum) -> tuple[str, dict[str, object], Act]:
    session = programmes.session(forum, "Atelier", 10, kind="workshop", needs_registration=True)
    make.release(forum)
    gone = make.workshop(forum, session)
    stays = db.session.scalars(sa.select(Category.id)).one()
    return f"{storms.FORM}?category={stays}", {"workshops": [gone.id]}, remove(Workshop, gone.id)


def delegation(forum: Forum) -> tuple[str, dict[str, object], Act]:
    gone = make.delegation(forum, db.session.scalars(sa.select(Category)).one())
    return urlsplit(entry_links.url(gone, "fr")).path, {}, remove(Delegation, gone.id)


def question(forum: Forum) -> tuple[str, dict[str, object], Act]:
    gone = make_questions.question(forum)
    return storms.FORM, {f"q-{gone.id}": "Fès"}, remove(Question, gone.id)


THINGS = [category, workshop, delegation, question]


def sentence() -> str:
    with using("fr"):
        return str(escape(str(Removed())))


@pytest.mark.parametrize("thing", THINGS)
def test_what_goes_while_the_form_is_being_read_is_told_and_the_rest_is_kept(
    client: FlaskClient, forum: Forum, monkeypatch: pytest.MonkeyPatch, thing: Callable[[Forum], tuple]
) -> None:
    page, chosen, act = thing(forum)
    typed = storms.filled(client, 1, page=page, **chosen)
    known = registering.new_identity

    def meanwhile() -> registering.Identity:
        act()
        return known()

    with monkeypatch.context() as patched:
        patched.setattr(registering, "new_identity", meanwhile)  # after the checks, before the places
        answer = client.post(page, data=typed)
    assert (answer.status_code, sentence() in answer.text) == (409, True)
    assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 0
    assert set(storms.taken()) == {0}
    held = forms.held(answer)
    assert held["given_latin"] == "Amina"
    stays = db.session.scalars(sa.select(Category.id)).one()
    again = client.post(storms.FORM, data=held | {"category": stays, "shown": stays, "notice_read": "y"})
    assert again.status_code == 303
    storms.check()


@pytest.mark.parametrize("thing", THINGS)
def test_what_went_before_the_form_was_sent_is_never_an_error_of_ours(
    client: FlaskClient, forum: Forum, thing: Callable[[Forum], tuple]
) -> None:
    page, chosen, act = thing(forum)
    typed = storms.filled(client, 1, page=page, **chosen)
    act()
    answer = client.post(page, data=typed)
    if thing is question:  # its answer goes with it: there is nothing to decide
        assert answer.status_code == 303
        return
    assert (answer.status_code in (200, 409, 422), forms.held(answer)["given_latin"]) == (True, "Amina")
    assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 0


def test_a_place_of_what_is_gone_is_refused_in_a_sentence(forum: Forum) -> None:
    gone = make.delegation(forum, db.session.scalars(sa.select(Category)).one())
    quota = db.session.scalars(sa.select(Quota.id).where(Quota.delegation_id == gone.id)).one()
    remove(Delegation, gone.id)()
    with pytest.raises(Removed), unit_of_work():
        seats.claim([quota])
