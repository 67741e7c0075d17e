"""The personal page of a speaker: what is asked, the answer, presence and biography, the own calendar."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from markupsafe import escape

from app.accounts.models import Role
from app.audit.models import Entry
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.people.models import Tie
from app.people.scope import Scope, own_people
from app.platform.clock import at, local
from app.platform.db import db, unit_of_work
from app.platform.i18n import _, using
from app.platform.text import Translated
from app.programme import speaker_actions, speaker_links, speaker_queries
from app.programme.models import Participation, Session
from app.programme.speaker_rows import Speaker
from app.programme.words import Answer
from tests import forms, make
from tests.programme import speaking
from tests.queries import counted


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


def address(speaker: Speaker, page: str = "", locale: str = "fr") -> str:
    return f"/{locale}/speaking/{speaker_links.token(speaker)}{page}"


def answered(client: FlaskClient, speaker: Speaker, said: str, **values: Any) -> int:
    page = address(speaker)
    return forms.send(client, f"{page}/answer", page=page, answer=said, **values).status_code


def said(text: str) -> str:
    with using("fr"):
        return str(escape(_(text)))


def entries(act: str) -> list[Any]:
    return list(db.session.scalars(sa.select(Entry.details).where(Entry.act == act)))


def presence(speaker: Speaker) -> list[tuple[str, str]]:
    db.session.rollback()
    rows = db.session.scalars(speaker_queries.availabilities(speaker.forum_id, speaker.person_id))
    return [(f"{local(one.starts_at):%d %H:%M}", f"{local(one.ends_at):%d %H:%M}") for one in rows]


def test_the_draft_is_shown_to_who_is_asked_before_any_release(client: FlaskClient, forum: Forum) -> None:
    speaker = speaking.drafted(forum)
    page = client.get(address(speaker))
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "Séance d’essai" in page.text
    assert said("Not released yet") in page.text


def test_nothing_of_others_and_nothing_private_is_on_the_page(client: FlaskClient, forum: Forum) -> None:
    session = make.session(forum, team_note="A secret of the team")
    make.part(session, make.person(email="other@example.org", phone="+212661999999"))
    make.session(forum, title=Translated(fr="Une autre séance"))
    speaker = speaking.drafted(forum, session)
    text = client.get(address(speaker)).text
    hidden = ("Khalfi", "other@example.org", "661 99", "secret", "Une autre séance", speaking.MAIL, "661 02")
    assert [one for one in hidden if one in text] == []


def test_what_is_released_is_shown_as_released_and_a_change_of_the_draft_as_prepared(
    client: FlaskClient, forum: Forum
) -> None:
    session = make.session(forum)
    speaker = speaking.drafted(forum, session)
    make.release(forum)
    page = client.get(address(speaker)).text
    assert (said("In the programme") in page, said("A change is being prepared:") in page) == (True, False)
    with unit_of_work():
        row = db.session.get_one(Session, session.id)
        assert row.starts_at
        row.starts_at += timedelta(hours=3)
    page = client.get(address(speaker)).text
    assert said("A change is being prepared:") in page
    assert ("10\u00a0h" in page, "13\u00a0h" in page) == (True, True)


def test_in_arabic_the_page_speaks_arabic(client: FlaskClient, forum: Forum) -> None:
    page = client.get(address(speaking.drafted(forum), locale="ar")).text
    assert 'dir="rtl"' in page
    assert "مليكة بنعمر" in page


def test_to_confirm_opens_the_contact_to_the_team_of_this_event(client: FlaskClient, forum: Forum) -> None:
    speaker = speaking.drafted(forum, knows=False)
    team = own_people(Scope(frozenset({forum.id})))
    assert db.session.scalars(team).all() == []
    assert answered(client, speaker, "confirmed", note="J’arrive la veille.") == 303
    row = speaking.again(speaker)
    assert (row.answer, row.answer_note, row.answered_at is not None) == (
        Answer.CONFIRMED,
        "J’arrive la veille.",
        True,
    )
    assert db.session.scalars(sa.select(Tie.knows)).all() == [True]
    assert [one.id for one in db.session.scalars(team)] == [speaker.person_id]
    assert entries("speaker.answered") == [{"answer": "confirmed"}]
    assert len(entries("speaker.reachable")) == 1


def test_to_decline_opens_nothing(client: FlaskClient, forum: Forum) -> None:
    speaker = speaking.drafted(forum, knows=False)
    assert answered(client, speaker, "declined") == 303
    assert speaking.again(speaker).answer is Answer.DECLINED
    assert db.session.scalars(sa.select(Tie.knows)).all() == [False]
    # The part stays in the draft until the team has seen to it.
    assert db.session.scalars(speaker_queries.parts_in_draft(forum.id, speaker.person_id)).all() != []


def test_another_answer_may_follow(client: FlaskClient, forum: Forum) -> None:
    speaker = speaking.drafted(forum)
    assert [answered(client, speaker, one) for one in ("declined", "confirmed")] == [303, 303]
    assert speaking.again(speaker).answer is Answer.CONFIRMED


@pytest.mark.parametrize("answer", ["", "open", "perhaps"])
def test_no_answer_is_refused_and_the_note_is_kept(client: FlaskClient, forum: Forum, answer: str) -> None:
    speaker = speaking.drafted(forum)
    page = address(speaker)
    refused = forms.send(client, f"{page}/answer", page=page, answer=answer, note="Ce mot reste.")
    assert refused.status_code == 422
    assert "Ce mot reste." in refused.text
    assert speaking.again(speaker).answer is Answer.OPEN


def test_two_who_press_at_once_answer_once(app: Flask, forum: Forum) -> None:
    speaker = speaking.drafted(forum, knows=False)
    page, clients = address(speaker), [app.test_client(), app.test_client()]
    filled = [forms.held(client.get(page), "/answer") | {"answer": "confirmed"} for client in clients]
    assert speaking.press_at_once(clients, f"{page}/answer", filled) == [303, 303]
    assert speaking.again(speaker).answer is Answer.CONFIRMED
    assert len(entries("speaker.answered")) == 1
    assert len(entries("speaker.reachable")) == 1


def test_presence_and_biography_are_kept(client: FlaskClient, forum: Forum) -> None:
    assert forum.starts_on
    speaker, day = speaking.drafted(forum), forum.starts_on
    page = address(speaker, "/about")
    sent = {
        "biography-fr": "Chercheuse.",
        "presence-0-on": day.isoformat(),
        "presence-0-begins": "09:30",
        "presence-0-ends": "12:00",
        "presence-1-on": (day + timedelta(days=1)).isoformat(),
        "presence-1-begins": "14:00",
    }
    assert forms.send(client, page, sent).status_code == 303
    assert dict(speaking.again(speaker).biography) == {"fr": "Chercheuse."}
    second = day + timedelta(days=1)
    third = day + timedelta(days=2)
    assert presence(speaker) == [
        (f"{day:%d} 09:30", f"{day:%d} 12:00"),
        (f"{second:%d} 14:00", f"{third:%d} 00:00"),
    ]
    # What is held comes back as it was typed, and an empty row takes it away.
    again = forms.held(client.get(page))
    assert (again["presence-1-begins"], again["presence-1-ends"]) == ("14:00", "")
    emptied = {name: "" for name in again if name.startswith(("presence-0", "presence-1"))}
    assert forms.send(client, page, emptied).status_code == 303
    assert presence(speaker) == []
    assert len(entries("speaker.edited")) == 2


def test_wrong_hours_and_days_are_refused_and_kept(client: FlaskClient, forum: Forum) -> None:
    assert forum.starts_on
    speaker = speaking.drafted(forum)
    sent = {
        "presence-0-on": (forum.starts_on + timedelta(days=9)).isoformat(),
        "presence-0-begins": "12:00",
        "presence-0-ends": "09:00",
    }
    refused = forms.send(client, address(speaker, "/about"), sent)
    assert refused.status_code == 422
    assert said("The end must be after the beginning.") in refused.text
    assert 'value="09:00"' in refused.text
    late = forms.send(client, address(speaker, "/about"), sent | {"presence-0-ends": ""})
    assert late.status_code == 422
    assert said("This day is outside the days of the event.") in late.text
    assert presence(speaker) == []


def test_a_row_is_added_without_saving(client: FlaskClient, forum: Forum) -> None:
    speaker = speaking.drafted(forum)
    page = forms.send(
        client, address(speaker, "/about"), {"biography-fr": "En cours", "rows": "add presence"}
    )
    assert page.status_code == 200
    assert "presence-0-on" in page.text
    assert "En cours" in page.text
    assert not speaking.again(speaker).biography


def test_who_is_overtaken_sees_both_versions(app: Flask, client: FlaskClient, forum: Forum) -> None:
    speaker = speaking.drafted(forum)
    page = address(speaker, "/about")
    mine = forms.held(client.get(page)) | {"biography-fr": "La mienne"}
    forms.send(app.test_client(), page, {"biography-fr": "L’autre"})
    late = client.post(page, data=mine)
    assert late.status_code == 409
    assert ("La mienne" in late.text, "L’autre" in late.text) == (True, True)
    assert client.post(page, data=forms.held(late)).status_code == 303
    assert dict(speaking.again(speaker).biography) == {"fr": "La mienne"}


def test_of_two_who_save_at_once_one_is_overtaken(app: Flask, forum: Forum) -> None:
    page = address(speaking.drafted(forum), "/about")
    assert sorted(forms.at_once([app.test_client(), app.test_client()], [page, page])) == [303, 409]


def test_a_link_that_was_made_void_or_forged_opens_nothing(client: FlaskClient, forum: Forum) -> None:
    speaker = speaking.drafted(forum)
    old = address(speaker)
    with unit_of_work():
        speaker_actions.void_links(speaker, by=None)
    row = speaking.again(speaker)
    assert client.get(old).status_code == 404
    assert client.get(address(row)).status_code == 200
    other = speaking.drafted(make.forum("other"))
    proof = speaker_links.token(other).partition("-")[2]
    for link in (f"{row.ref}-{proof}", row.ref, f"{row.ref}-", "x-y"):
        assert client.get(f"/fr/speaking/{link}").status_code == 404, link


def test_nothing_changes_after_the_event(client: FlaskClient, forum: Forum) -> None:
    speaker = speaking.drafted(forum)
    page = address(speaker)
    filled = forms.held(client.get(page), "/answer") | {"answer": "confirmed"}
    with unit_of_work():
        db.session.get_one(Forum, forum.id).state = State.ARCHIVED
    assert client.get(page).status_code == 200
    assert client.post(f"{page}/answer", data=filled).status_code == 409
    assert client.get(f"{page}/about").status_code == 409
    assert speaking.again(speaker).answer is Answer.OPEN


def test_an_event_in_preparation_asks_its_speakers(client: FlaskClient) -> None:
    speaker = speaking.drafted(make.forum(state=State.DRAFT))
    assert client.get(address(speaker)).status_code == 200
    assert answered(client, speaker, "confirmed") == 303


def test_the_own_calendar_tells_what_is_released_and_what_is_asked(client: FlaskClient, forum: Forum) -> None:
    assert forum.starts_on
    inside = make.session(forum, is_public=False)
    speaker = speaking.drafted(forum, inside)
    make.release(forum)
    asked = make.session(forum, starts_at=at(forum.starts_on, 15))
    make.part(asked, speaker.person)
    answer = client.get(address(speaker, "/calendar.ics"))
    assert answer.headers["Cache-Control"] == "private, no-store"
    told = {str(one["uid"]): str(one["status"]) for one in Calendar.from_ical(answer.data).walk("VEVENT")}
    assert told == {f"{inside.ref}@localhost": "CONFIRMED", f"{asked.ref}@localhost": "TENTATIVE"}


def test_a_session_that_was_left_and_is_asked_for_again_stands_in_the_own_calendar_once(
    client: FlaskClient, forum: Forum
) -> None:
    session = make.session(forum)
    speaker = speaking.drafted(forum, session)
    make.release(forum)
    with unit_of_work():
        db.session.execute(sa.delete(Participation))
    make.release(forum)
    for part, status in ((False, "CANCELLED"), (True, "TENTATIVE")):
        if part:
            make.part(session, speaker.person)
        (one,) = Calendar.from_ical(client.get(address(speaker, "/calendar.ics")).data).walk("VEVENT")
        assert (str(one["status"]), one["sequence"]) == (status, 2)


def test_the_page_asks_as_often_for_many_sessions_as_for_one(client: FlaskClient, forum: Forum) -> None:
    assert forum.starts_on
    speaker = speaking.drafted(forum)
    page, counts = address(speaker), []
    for number in range(2):
        for hour in range(3 * number):
            session = make.session(forum, starts_at=at(forum.starts_on, 14 + hour))
            make.part(session, speaker.person, talk=make.talk(session))
        with counted() as seen:
            client.get(page)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_team_is_told_who_declined(client: FlaskClient, app: Flask, forum: Forum) -> None:
    speaker = speaking.drafted(forum)
    office = make.enter(app.test_client(), make.account(Role.ORGANISER, forum))
    assert "answer=declined" not in office.get("/fr/office/live/").text
    answered(client, speaker, "declined")
    assert "answer=declined" in office.get("/fr/office/live/").text
