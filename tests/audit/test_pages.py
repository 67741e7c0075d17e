"""The log of a forum and the history of one thing, as an organiser reads them."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.audit import actions, chain
from app.audit.models import Entry
from app.audit.retention import forget
from app.forums.models import KIND_WORDS, Forum, Kind
from app.platform import operator
from app.platform.clock import now, today
from app.platform.db import db, unit_of_work
from app.platform.i18n import _, using
from tests import forms, make, queries

LOG = "/fr/office/live/history"


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def organiser(client: FlaskClient, forum: Forum) -> FlaskClient:
    return make.enter(client, make.account(Role.ORGANISER, forum))


def french(text: str, **values: object) -> str:
    with using("fr"):
        return " ".join(str(_(text, **values)).split())


def lines(client: FlaskClient, address: str, status: int = 200) -> list[str]:
    """The text of each line of the log."""
    page = client.get(address)
    assert page.status_code == status
    rows = re.findall(
        r"<tr>(.*?)</tr>", page.text.partition("<tbody>")[2].partition("</tbody>")[0], re.DOTALL
    )
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def test_a_change_is_told_before_after_and_by(organiser: FlaskClient, forum: Forum) -> None:
    forms.send(organiser, "/fr/office/live/event/place", {"venue-fr": "Palais <b>"})
    forms.send(organiser, "/fr/office/live/event/identity", {"kind": "training"})
    newest, before_it = lines(organiser, LOG)[:2]
    before, after = french("Before:"), french("After:")
    venue = f"{french('Venue')} (Français) {before} {french('not stated')} {after} Palais &lt;b&gt;"
    with using("fr"):
        first, second = KIND_WORDS[Kind.FORUM], KIND_WORDS[Kind.TRAINING]
        kind = f"{_('Kind')} {before} {first} {after} {second}"
    assert (venue in before_it, kind in newest) == (True, True)
    assert " organiser " in newest


def test_an_entry_bears_its_number_once_it_is_chained(organiser: FlaskClient) -> None:
    assert {line.endswith(french("waits")) for line in lines(organiser, LOG)} == {True}
    made = chain.chain()
    numbers = [line.rpartition(" ")[2] for line in lines(organiser, LOG)]
    assert french("waits") not in numbers
    assert {int(number) for number in numbers} <= set(range(1, made + 1))


def test_erased_details_are_said_to_be_erased(organiser: FlaskClient, forum: Forum) -> None:
    chain.chain()
    with unit_of_work():
        db.session.execute(sa.update(Entry).values(created_at=now() - timedelta(days=2000)))
    forget()
    assert french("details erased") in lines(organiser, LOG)[-1]


def test_a_key_without_words_is_shown_as_it_is(organiser: FlaskClient, forum: Forum) -> None:
    with unit_of_work():
        actions.record("never.heard", operator.held(), by=None, forum_id=forum.id, odd_key=[1, {"a": "é"}])
    newest = lines(organiser, LOG)[0]
    assert "never.heard odd_key [1, {&#34;a&#34;: &#34;é&#34;}]" in newest


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("act=hall.added", 1),
        ("act=theme.added", 1),
        ("act=forum.moved", 0),
        ("act=never.heard", None),
        ("person=0", 4),
        ("words=Salle", 1),
        ("words=قاعة", 1),
        ("words=%25", 0),
        ("since={today}", 4),
        ("until={today}", 5),
        ("since={yesterday}&until={yesterday}", 1),
        ("since={tomorrow}", 0),
        ("since={tomorrow}&until={today}", None),
        ("since=nonsense", None),
        ("act=hall.removed&person=0&words=Salle&since={today}", 1),
        ("page=nonsense", 5),
    ],
)
def test_the_log_is_narrowed_by_what_stands_in_the_address(
    organiser: FlaskClient, forum: Forum, query: str, found: int | None
) -> None:
    make.hall(forum)
    make.theme(forum)
    somebody = make.account(Role.READER, forum)
    with unit_of_work():
        db.session.execute(sa.delete(Entry).where(Entry.act.in_(["membership.granted", "account.opened"])))
        actions.record("hall.removed", forum, by=None, place={"ar": "قاعة", "fr": "Salle"})
        actions.record("forum.edited", forum, by=somebody)
    with unit_of_work():
        by_them = sa.update(Entry).where(Entry.actor_id == somebody.id)
        db.session.execute(by_them.values(created_at=now() - timedelta(days=1)))
    shifts = {"today": 0, "yesterday": -1, "tomorrow": 1}
    day = {name: today() + timedelta(days=shift) for name, shift in shifts.items()}
    address = f"{LOG}?{query.format(**day)}"
    if found is None:
        assert lines(organiser, address, status=422) == []
    else:
        assert len(lines(organiser, address)) == found


def test_the_history_of_one_thing_holds_nothing_else(organiser: FlaskClient, forum: Forum) -> None:
    first, second = make.session(forum), make.session(forum)
    edit = f"/fr/office/live/programme/{first.id}"
    forms.send(organiser, edit, {"title-fr": "Clôture"})
    address = f"/fr/office/live/history/session/{first.id}"
    assert address in organiser.get(edit).text
    assert address in organiser.get(LOG).text
    assert [line.count("Clôture") for line in lines(organiser, address)] == [1, 0]
    assert len(lines(organiser, f"/fr/office/live/history/session/{second.id}")) == 1
    for unknown in ("session/999", "unheard/1", f"theme/{first.id}"):
        assert organiser.get(f"/fr/office/live/history/{unknown}").status_code == 404


def test_pages_that_list_or_show_lead_to_the_history_of_who_may_read_it(
    app: Flask, client: FlaskClient, forum: Forum
) -> None:
    made = make.registration(forum, make.category(forum))
    agreement = make.agreement(forum)
    leads = {
        f"/ar/office/live/registrations/{made.number}": f"/ar/office/live/history/registration/{made.id}",
        f"/ar/office/live/agreements/{agreement.ref}": f"/ar/office/live/history/agreement/{agreement.id}",
    }
    make.enter(client, make.account(Role.ORGANISER, forum))
    for page, address in leads.items():
        assert address in client.get(page).text
        assert client.get(address).status_code == 200
    make.enter(client, make.account(Role.REGISTRAR, forum))
    assert "/history/" not in client.get("/ar/office/live/registrations").text


def test_a_history_asks_the_same_number_of_questions_for_one_line_and_for_three(
    organiser: FlaskClient, forum: Forum
) -> None:
    address = f"/ar/office/live/history/forum/{forum.id}"
    counts = []
    for _number in range(3):
        organiser.get(address)
        with queries.counted() as seen:
            organiser.get(address)
        counts.append(len(seen))
        forms.send(organiser, "/ar/office/live/event/texts")
    assert counts[0] == counts[1] == counts[2] > 0
