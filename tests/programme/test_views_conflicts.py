"""The screen of conflicts, and the conflicts of a session while it is typed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape

from app.accounts.models import Role
from app.audit.models import Entry
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.platform.clock import at
from app.platform.db import db, unit_of_work
from app.platform.i18n import _, using
from app.platform.text import Translated
from app.programme import checking
from app.programme.models import Session
from app.programme.rule_rows import Acceptance
from app.programme.words import Part
from tests import forms, make
from tests.queries import counted

FRIDAY = date(2026, 6, 5)
LIST = "/fr/office/live/programme/conflicts"
ACCEPT, TAKE_BACK, TYPED = f"{LIST}/acceptances", f"{LIST}/acceptances/removal", f"{LIST}/typed"
NEW = "/fr/office/live/programme/new"
REASON = "Une pause est prévue pour la prière"


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum(city=Translated(ar="مكناس", fr="Meknès"), starts_on=FRIDAY, ends_on=FRIDAY)


@pytest.fixture
def editor(client: FlaskClient, forum: Forum) -> FlaskClient:
    return make.enter(client, make.account(Role.PROGRAMME_EDITOR, forum))


def session(forum: Forum, name: str = "Cérémonie", hour: int = 9, **values: Any) -> Session:
    """A ceremony, which needs nobody."""
    filled = {"kind": "ceremony", "title": Translated(fr=name), "starts_at": at(FRIDAY, hour)}
    return make.session(forum, **filled | values)


def at_noon(forum: Forum, name: str = "Cérémonie") -> Session:
    """A session with one warning: it is held across the Friday prayer."""
    return session(forum, name, 13)


def said(text: str, **values: Any) -> str:
    with using("fr"):
        return str(escape(_(text, **values)))


def accepted() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Acceptance.reason).order_by(Acceptance.id)))


def acts() -> list[tuple[str, Any]]:
    found = sa.select(Entry.act, Entry.details).where(Entry.act.startswith("warning.")).order_by(Entry.id)
    return [(act, details) for act, details in db.session.execute(found)]


def test_a_programme_without_conflicts_says_so(editor: FlaskClient, forum: Forum) -> None:
    session(forum)
    assert said("No conflict") in editor.get(LIST).text


def test_conflicts_stand_by_severity_and_lead_to_their_sessions(editor: FlaskClient, forum: Forum) -> None:
    hall = make.hall(forum)
    one, other = session(forum, "Un", hall_id=hall.id), session(forum, "Deux", hall_id=hall.id)
    noon = at_noon(forum)
    page = editor.get(LIST).text
    addresses = [f"/fr/office/live/programme/{made.id}" for made in (one, other, noon)]
    assert [address for address in addresses if f'href="{address}"' not in page] == []
    places = [page.index(f'id="{name}"') for name in ("blocking", "waiting")]
    assert places == sorted(places)
    assert page.count(said("Accept with a reason")) == 1


def test_the_page_can_be_narrowed_to_one_session(editor: FlaskClient, forum: Forum) -> None:
    one = at_noon(forum, "Première")
    at_noon(forum, "Seconde")
    page = editor.get(f"{LIST}?session={one.id}").text
    assert ("Première" in page, "Seconde" in page) == (True, False)
    assert "Seconde" in editor.get(f"{LIST}?session=9999").text


def test_a_warning_is_accepted_with_a_reason_that_is_shown_with_who_and_when(
    editor: FlaskClient, forum: Forum
) -> None:
    at_noon(forum)
    answer = forms.send(editor, ACCEPT, {"reason": REASON}, page=LIST)
    assert (answer.status_code, answer.location) == (303, LIST)
    page = editor.get(LIST).text
    assert [one for one in (REASON, "programme_editor", 'id="accepted"') if one not in page] == []
    assert 'id="waiting"' not in page
    assert acts() == [("warning.accepted", {"clash": "friday"})]


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_a_reason_that_is_missing_or_too_long_is_asked_for_at_its_field(
    editor: FlaskClient, forum: Forum, reason: str
) -> None:
    at_noon(forum, "Première")
    at_noon(forum, "Seconde")
    answer = forms.send(editor, ACCEPT, {"reason": reason}, page=LIST)
    assert (answer.status_code, accepted()) == (422, [])
    mark = forms.held(editor.get(LIST), ACCEPT)["mark"]
    assert f'href="#reason-{mark}"' in answer.text
    assert f'id="reason-{mark}-error"' in answer.text
    assert answer.text.count("aria-invalid") == 1
    assert reason.strip() in forms.held(answer, ACCEPT)["reason"]


def test_the_longest_reason_is_taken(editor: FlaskClient, forum: Forum) -> None:
    at_noon(forum)
    assert forms.send(editor, ACCEPT, {"reason": "x" * 500}, page=LIST).status_code == 303


def test_what_has_changed_meanwhile_is_not_accepted(editor: FlaskClient, forum: Forum) -> None:
    made = at_noon(forum)
    filled = forms.held(editor.get(LIST), ACCEPT) | {"reason": REASON}
    with unit_of_work():
        made.starts_at = at(FRIDAY, 13, 15)
    assert (editor.post(ACCEPT, data=filled).status_code, accepted()) == (409, [])


def test_what_blocks_is_not_accepted(editor: FlaskClient, forum: Forum) -> None:
    hall = make.hall(forum)
    for name in ("Un", "Deux"):
        session(forum, name, hall_id=hall.id)
    at_noon(forum)
    filled = forms.held(editor.get(LIST), ACCEPT)
    with using("fr"):
        blocking = checking.blocking(checking.of(forum))[0]
    filled |= {"reason": REASON, "mark": blocking.mark}
    assert (editor.post(ACCEPT, data=filled).status_code, accepted()) == (409, [])


def test_of_two_who_accept_a_warning_at_once_one_is_told(
    app: Flask, editor: FlaskClient, forum: Forum
) -> None:
    at_noon(forum)
    second = make.enter(app.test_client(), make.account(Role.PROGRAMME_EDITOR, forum, "second@example.org"))
    filled = [forms.held(one.get(LIST), ACCEPT) | {"reason": REASON} for one in (editor, second)]
    statuses = raced([editor, second], ACCEPT, filled)
    assert (sorted(statuses), accepted()) == ([303, 409], [REASON])


def raced(clients: list[FlaskClient], address: str, filled: list[dict[str, str]]) -> list[int]:
    """Each client sends its form at the same moment; the statuses of the answers."""
    ready = Barrier(len(clients))

    def press(number: int) -> int:
        ready.wait()
        return clients[number].post(address, data=filled[number]).status_code

    with ThreadPoolExecutor(len(clients)) as people:
        return list(people.map(press, range(len(clients))))


def test_an_acceptance_is_taken_back_once(editor: FlaskClient, forum: Forum) -> None:
    at_noon(forum)
    forms.send(editor, ACCEPT, {"reason": REASON}, page=LIST)
    filled = forms.held(editor.get(LIST), TAKE_BACK)
    assert editor.post(TAKE_BACK, data=filled).location == LIST
    assert accepted() == []
    assert 'id="waiting"' in editor.get(LIST).text
    assert editor.post(TAKE_BACK, data=filled).status_code == 404
    assert [act for act, _details in acts()] == ["warning.accepted", "warning.taken_back"]


def test_acceptances_of_what_is_no_longer_there_are_hidden_and_go_with_the_next_one(
    editor: FlaskClient, forum: Forum
) -> None:
    first = at_noon(forum, "Première")
    forms.send(editor, ACCEPT, {"reason": "Ancienne"}, page=LIST)
    other = make.forum("other", city=Translated(fr="Meknès"), starts_on=FRIDAY, ends_on=FRIDAY)
    with unit_of_work():
        first.starts_at = at(FRIDAY, 9)
        db.session.add(Acceptance(forum_id=other.id, mark="theirs", reason="Ailleurs"))
    at_noon(forum, "Seconde")
    assert "Ancienne" not in editor.get(LIST).text
    forms.send(editor, ACCEPT, {"reason": REASON}, page=LIST)
    assert accepted() == ["Ailleurs", REASON]


def test_the_acceptances_of_another_forum_cannot_be_taken_back(editor: FlaskClient, forum: Forum) -> None:
    other = make.forum("other")
    with unit_of_work():
        db.session.add(Acceptance(forum_id=other.id, mark="theirs", reason="Ailleurs"))
    at_noon(forum)
    token = forms.held(editor.get(LIST), ACCEPT)["csrf_token"]
    answer = editor.post(TAKE_BACK, data={"csrf_token": token, "mark": "theirs"})
    assert (answer.status_code, accepted()) == (404, ["Ailleurs"])


def test_in_the_archive_conflicts_are_read_and_nothing_is_accepted(editor: FlaskClient, forum: Forum) -> None:
    at_noon(forum)
    filled = forms.held(editor.get(LIST), ACCEPT) | {"reason": REASON}
    with unit_of_work():
        forum.state = State.ARCHIVED
    page = editor.get(LIST)
    assert ('id="waiting"' in page.text, said("Accept with a reason") in page.text) == (True, False)
    assert (editor.post(ACCEPT, data=filled).status_code, accepted()) == (409, [])


def test_many_conflicts_take_as_many_statements_as_one(editor: FlaskClient, forum: Forum) -> None:
    at_noon(forum)
    editor.get(LIST)
    with counted() as few:
        editor.get(LIST)
    for name in ("Seconde", "Troisième"):
        at_noon(forum, name)
    with counted() as many:
        editor.get(LIST)
    assert len(many) == len(few)


def typed(editor: FlaskClient, page: str, at_: str = TYPED, **values: str) -> str:
    """What is told of the form of a page while these values are typed into it."""
    filled = forms.held(editor.get(page)) | values
    answer = editor.post(at_, data=filled)
    assert answer.status_code == 200
    return answer.text


AT_NINE = {
    "title-fr": "Neuve",
    "kind": "ceremony",
    "day": FRIDAY.isoformat(),
    "hour": "09:30",
    "minutes": "60",
}


def test_a_new_session_is_checked_while_it_is_typed_and_nothing_is_kept(
    editor: FlaskClient, forum: Forum
) -> None:
    hall = make.hall(forum)
    session(forum, "Ancienne", hall_id=hall.id)
    told = typed(editor, NEW, **AT_NINE, hall_id=str(hall.id))
    assert ("Ancienne" in told, "Neuve" in told) == (True, True)
    assert "Ancienne" not in typed(editor, NEW, **AT_NINE | {"hour": "10:00"}, hall_id=str(hall.id))
    assert db.session.scalar(sa.select(sa.func.count(Session.id))) == 1


def test_a_saved_session_does_not_clash_with_itself(editor: FlaskClient, forum: Forum) -> None:
    hall = make.hall(forum)
    made = session(forum, "Ancienne", hall_id=hall.id)
    own = f"/fr/office/live/programme/{made.id}"
    none = said("None, with what is filled in so far.")
    assert none in typed(editor, own, f"{TYPED}?session={made.id}")
    assert none not in typed(editor, own, f"{TYPED}?session={made.id}", kind="workshop")


@pytest.mark.parametrize(
    "wrong",
    [
        {"hour": "25:00"},
        {"minutes": "99999999999999"},
        {"day": ""},
        {"day": "2026-06-09"},
        {"title-fr": ""},
        {"capacity": "x"},
        {"kind": "picnic"},
        {"hall_id": "x"},
        {"talks-0-title-fr": "Un", "talks-0-minutes": "99999999999999"},
        {"people-0-part": "king", "people-0-unnamed-fr": "D’autres"},
    ],
)
def test_what_cannot_be_read_yet_counts_as_not_stated(
    editor: FlaskClient, forum: Forum, wrong: dict[str, str]
) -> None:
    assert said("None, with what is filled in so far.") in typed(editor, NEW, **AT_NINE | wrong)


def test_the_moderator_who_is_typed_is_counted(editor: FlaskClient, forum: Forum) -> None:
    plenary = AT_NINE | {"kind": "plenary"}
    warned = typed(editor, NEW, **plenary)
    group = {"people-0-part": Part.MODERATOR.value, "people-0-unnamed-fr": "Un modérateur"}
    assert said("None, with what is filled in so far.") not in warned
    assert said("None, with what is filled in so far.") in typed(editor, NEW, **plenary | group)


def test_a_session_of_another_forum_is_not_found(editor: FlaskClient, forum: Forum) -> None:
    theirs = make.session(make.forum("other"))
    token = forms.held(editor.get(NEW))["csrf_token"]
    answer = editor.post(f"{TYPED}?session={theirs.id}", data={"csrf_token": token})
    assert answer.status_code == 404


def test_warnings_of_one_session_stand_together(editor: FlaskClient, forum: Forum) -> None:
    made = session(forum, "Longue", 12, minutes=360)
    page = editor.get(LIST).text
    found = [one for one in checking.of(forum) if one.waits]
    assert len(found) > 1
    assert page.count('class="warning"') == page.count(said("Accept with a reason")) == len(found)
    assert page.count(f'href="/fr/office/live/programme/{made.id}"') == 1
