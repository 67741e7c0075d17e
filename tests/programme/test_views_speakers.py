"""The office's pages about speakers: the list, one speaker, asking, answers by phone, tables."""

import csv
import io
import re
from datetime import timedelta
from html import unescape
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
from app.people.models import Person, Tie
from app.platform.clock import at, now
from app.platform.db import db, unit_of_work
from app.platform.errors import NotFound
from app.platform.i18n import _, using
from app.platform.mail_rows import OutgoingMail
from app.platform.text import Translated
from app.programme import speaker_actions, speaker_jobs, speaker_links
from app.programme.models import Participation
from app.programme.speaker_rows import Speaker
from app.programme.words import Answer, Part
from tests import forms, letters, make
from tests.programme import speaking
from tests.queries import counted

LIST = "/fr/office/live/programme/speakers"


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def editor(client: FlaskClient, forum: Forum) -> FlaskClient:
    return make.enter(client, make.account(Role.PROGRAMME_EDITOR, forum))


def said(text: str, **values: str) -> str:
    with using("fr"):
        return str(escape(_(text, **values)))


def entries(act: str) -> list[Any]:
    return list(db.session.scalars(sa.select(Entry.details).where(Entry.act == act)))


def taken(client: FlaskClient, address: str) -> bytes:
    """The bytes of a table."""
    with client.get(address) as answer:
        assert answer.status_code == 200, address
        return answer.data


def table(client: FlaskClient, address: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(taken(client, address).decode("utf-8-sig")), delimiter=";"))


def second(forum: Forum, **person: Any) -> Speaker:
    """Another speaker, with a session of their own."""
    values = {"given_latin": "Omar", "family_latin": "Tazi", "given_ar": "عمر", "family_ar": "التازي"}
    assert forum.starts_on
    session = make.session(forum, starts_at=at(forum.starts_on, 15))
    return speaking.drafted(forum, session, **(values | {"email": "omar@example.org"} | person))


def test_everybody_with_a_part_stands_in_the_list_once(editor: FlaskClient, forum: Forum) -> None:
    speaker = speaking.drafted(forum)
    assert forum.starts_on
    make.part(make.session(forum, starts_at=at(forum.starts_on, 15)), speaker.person, Part.CHAIR)
    make.person(forum, given_latin="Sans", family_latin="Part")
    page = editor.get(LIST).text
    assert page.count("Malika Benomar</bdi>") == 1
    assert "Sans Part" not in page
    assert said("Not asked yet") in page
    assert entries("speakers.read") == [{"page": 1}]


def test_who_has_no_part_any_more_leaves_the_list_and_keeps_the_page(
    editor: FlaskClient, forum: Forum
) -> None:
    speaker = speaking.drafted(forum)
    with unit_of_work():
        db.session.execute(sa.delete(Participation))
    assert "Benomar" not in editor.get(LIST).text
    assert said("No part any more.") in editor.get(f"{LIST}/{speaker.id}").text


def test_who_has_no_part_any_more_is_not_asked(app: Flask, editor: FlaskClient, forum: Forum) -> None:
    speaker, other = speaking.drafted(forum), second(forum)
    page = f"{LIST}/{speaker.id}"
    filled = forms.held(editor.get(f"{page}/asking"))
    assert f'href="{page}/asking"' in editor.get(page).text
    with unit_of_work():
        db.session.execute(sa.delete(Participation).where(Participation.person_id == speaker.person_id))
    assert f'href="{page}/asking"' not in editor.get(page).text
    assert editor.post(f"{page}/asking", data=filled).status_code == 409
    speaker_jobs.ask_many(ids=[speaker.id, other.id], pressed_at=now().isoformat(), by_id=1)
    db.session.rollback()
    assert db.session.scalars(sa.select(OutgoingMail.to_address)).all() == ["omar@example.org"]


def test_the_list_is_filtered_by_answer_and_part(editor: FlaskClient, forum: Forum) -> None:
    speaking.drafted(forum)
    other = second(forum)
    with unit_of_work():
        db.session.get_one(Speaker, other.id).answer = Answer.DECLINED
        db.session.execute(
            sa.update(Participation)
            .where(Participation.person_id == other.person_id)
            .values(part=Part.RAPPORTEUR)
        )
    for words, shown in (
        ("answer=declined", "Tazi"),
        ("answer=open", "Benomar"),
        ("part=rapporteur", "Tazi"),
        ("part=moderator", "Benomar"),
        ("q=malika", "Benomar"),
    ):
        page = editor.get(f"{LIST}?{words}").text
        assert [name for name in ("Benomar", "Tazi") if f"{name}</bdi>" in page] == [shown], words


def test_neither_the_list_nor_the_page_tells_the_contact_of_who_is_not_known(
    editor: FlaskClient, forum: Forum
) -> None:
    speaker = speaking.drafted(forum, knows=False)
    for address in (LIST, f"{LIST}/{speaker.id}", f"{LIST}/{speaker.id}/edit", f"{LIST}.csv"):
        text = taken(editor, address).decode()
        assert (speaking.MAIL in text, "02\u00a003" in text) == (False, False), address
    assert "Benomar" not in editor.get(f"{LIST}?q={speaking.PHONE}").text
    assert said("The contact is closed to you") in editor.get(f"{LIST}/{speaker.id}").text
    with unit_of_work():
        db.session.execute(sa.update(Tie).values(knows=True))
    assert speaking.MAIL in editor.get(f"{LIST}/{speaker.id}").text


def test_a_speaker_of_another_event_is_not_found(editor: FlaskClient, forum: Forum) -> None:
    theirs = speaking.drafted(make.forum("other"))
    for page in ("", "/edit", "/asking", "/links"):
        assert editor.get(f"{LIST}/{theirs.id}{page}").status_code == 404, page


def test_an_answer_by_phone_is_written_down_and_opens_nothing(editor: FlaskClient, forum: Forum) -> None:
    speaker = speaking.drafted(forum, knows=False)
    page = f"{LIST}/{speaker.id}"
    sent = forms.send(editor, f"{page}/answer", page=page, answer="confirmed", note="Au téléphone.")
    assert sent.status_code == 303
    assert speaking.again(speaker).answer is Answer.CONFIRMED
    assert db.session.scalars(sa.select(Tie.knows)).all() == [False]
    shown = editor.get(page).text
    assert "Au téléphone." in shown
    with unit_of_work():
        db.session.get_one(Speaker, speaker.id)
    assert forms.send(editor, f"{page}/answer", page=page, answer="").status_code == 422
    assert forms.send(editor, f"{page}/answer", page=page, answer="open", note="").status_code == 303
    row = speaking.again(speaker)
    assert (row.answer, row.answered_at) == (Answer.OPEN, None)


def test_two_who_write_the_same_answer_down_write_it_once(app: Flask, forum: Forum) -> None:
    speaker = speaking.drafted(forum)
    page = f"{LIST}/{speaker.id}"
    clients = [
        make.enter(app.test_client(), make.account(Role.PROGRAMME_EDITOR, forum, f"{n}@example.org"))
        for n in "ab"
    ]
    filled = [forms.held(one.get(page), "/answer") | {"answer": "declined"} for one in clients]
    assert speaking.press_at_once(clients, f"{page}/answer", filled) == [303, 303]
    assert entries("speaker.answered") == [{"answer": "declined"}]


def test_the_team_edits_presence_and_biography(editor: FlaskClient, app: Flask, forum: Forum) -> None:
    assert forum.starts_on
    speaker = speaking.drafted(forum)
    page = f"{LIST}/{speaker.id}/edit"
    mine = forms.held(editor.get(page)) | {"biography-fr": "Avant"}
    sent = {"biography-fr": "Chercheuse.", "presence-0-on": forum.starts_on.isoformat()}
    assert forms.send(editor, page, sent).status_code == 303
    shown = editor.get(f"{LIST}/{speaker.id}").text
    assert "<p>Chercheuse.</p>" in shown
    assert said("%(day)s, all day", day="%")[2:] in shown
    late = editor.post(page, data=mine)
    assert late.status_code == 409
    assert ("Avant" in late.text, "Chercheuse." in late.text) == (True, True)
    assert editor.post(page, data=forms.held(late)).status_code == 303
    assert dict(speaking.again(speaker).biography) == {"fr": "Avant"}
    wrong = {"presence-0-on": (forum.starts_on - timedelta(days=1)).isoformat()}
    assert forms.send(editor, page, wrong).status_code == 422


def test_a_speaker_is_asked_by_a_letter_whose_link_opens_the_page(
    app: Flask, editor: FlaskClient, forum: Forum
) -> None:
    speaker = speaking.drafted(forum)
    page = f"{LIST}/{speaker.id}/asking"
    assert forms.send(editor, page).status_code == 303
    (letter,) = letters.to(app, speaking.MAIL)
    link = letters.link(letter)
    assert link == f"/fr/speaking/{speaker_links.token(speaking.again(speaker))}"
    assert "Séance d’essai" in letters.text(letter)
    assert app.test_client().get(link).status_code == 200
    stored = db.session.scalars(sa.select(OutgoingMail.text)).one()
    assert (link in stored, "{{link}}" in stored) == (False, True)
    assert speaking.again(speaker).asked_at is not None
    assert len(entries("speaker.asked")) == 1
    assert said("Ask again") in editor.get(f"{LIST}/{speaker.id}").text


def test_who_presses_twice_writes_once_and_who_opens_the_page_again_asks_again(
    app: Flask, editor: FlaskClient, forum: Forum
) -> None:
    page = f"{LIST}/{speaking.drafted(forum).id}/asking"
    sent = []
    for _time in range(2):
        opened = editor.get(page)
        action = re.search(r'<form class="actions" method="post" action="([^"]+)"', opened.text)
        assert action
        address, filled = unescape(action[1]), forms.held(opened, "/asking")
        assert [editor.post(address, data=filled).status_code for _press in range(2)] == [303, 303]
        sent.append(len(letters.to(app, speaking.MAIL)))
    assert sent == [1, 2]
    editor.post(f"{page}?asked=yesterday", data=filled)
    assert len(letters.to(app, speaking.MAIL)) == 2


def test_nothing_is_written_any_more_about_a_person_whose_data_were_erased(
    editor: FlaskClient, forum: Forum
) -> None:
    speaker = speaking.drafted(forum)
    page = f"{LIST}/{speaker.id}"
    held = forms.held(editor.get(page), "/answer") | {"answer": "confirmed", "note": "Elle-même."}
    edited = forms.held(editor.get(f"{page}/edit"))
    with unit_of_work():
        erased = dict.fromkeys((*speaking.MALIKA, "email", "phone"), "") | {"erased_at": now()}
        db.session.execute(sa.update(Person).where(Person.id == speaker.person_id).values(**erased))
    shown = editor.get(page).text
    assert (f"{page}/answer" in shown, f"{page}/edit" in shown) == (False, False)
    answers = [editor.post(f"{page}/answer", data=held), editor.post(f"{page}/edit", data=edited)]
    assert [one.status_code for one in (*answers, editor.get(f"{page}/edit"))] == [404, 404, 404]
    with pytest.raises(NotFound), unit_of_work():
        speaker_actions.answer(db.session.get_one(Speaker, speaker.id), Answer.CONFIRMED, "Non", by=None)
    assert (speaking.again(speaker).answer, speaking.again(speaker).answer_note) == (Answer.OPEN, "")


def test_without_an_address_nobody_is_asked_and_the_page_says_what_to_do(
    editor: FlaskClient, forum: Forum
) -> None:
    speaker = speaking.drafted(forum, email="")
    assert said("No e-mail is known") in editor.get(f"{LIST}/{speaker.id}").text
    assert editor.get(f"{LIST}/{speaker.id}/asking").status_code == 409
    assert db.session.scalars(sa.select(OutgoingMail)).all() == []


def test_many_are_asked_after_a_page_that_counts_them(app: Flask, editor: FlaskClient, forum: Forum) -> None:
    speaking.drafted(forum)
    second(forum)
    silent = second(forum, email="", given_latin="Sans", family_latin="Adresse", phone="+212661000009")
    asked = forms.send(editor, f"{LIST}/asking", page=LIST, all="1")
    assert asked.status_code == 200
    assert 'name="count" value="2"' in asked.text
    assert speaking.again(silent).asked_at is None
    assert editor.post(f"{LIST}/asking", data=forms.held(asked)).status_code == 303
    assert len(letters.to(app, speaking.MAIL)) == 1
    assert editor.post(f"{LIST}/asking", data=forms.held(asked)).status_code == 303
    assert (len(letters.to(app, speaking.MAIL)), len(letters.to(app, "omar@example.org"))) == (1, 1)
    assert speaking.again(silent).asked_at is None
    stale = forms.held(asked) | {"count": "7"}
    assert editor.post(f"{LIST}/asking", data=stale).status_code == 409


def test_a_job_that_runs_twice_writes_once(app: Flask, forum: Forum) -> None:
    speaker, by = speaking.drafted(forum), make.account(Role.PROGRAMME_EDITOR, forum)
    pressed = {"ids": [speaker.id], "pressed_at": now().isoformat(), "by_id": by.id}
    for _again in range(2):
        speaker_jobs.ask_many(**pressed)
    assert len(letters.to(app, speaking.MAIL)) == 1
    speaker_jobs.ask_many(**(pressed | {"pressed_at": now().isoformat()}))
    assert len(letters.to(app, speaking.MAIL)) == 2


def test_the_links_sent_before_are_made_void(editor: FlaskClient, app: Flask, forum: Forum) -> None:
    speaker = speaking.drafted(forum)
    old = f"/fr/speaking/{speaker_links.token(speaker)}"
    page = f"{LIST}/{speaker.id}/links"
    assert forms.send(editor, page).status_code == 303
    assert app.test_client().get(old).status_code == 404
    new = f"/fr/speaking/{speaker_links.token(speaking.again(speaker))}"
    assert app.test_client().get(new).status_code == 200
    assert len(entries("speaker.links_voided")) == 1


def test_the_table_of_speakers_tells_what_the_team_needs(editor: FlaskClient, forum: Forum) -> None:
    assert forum.starts_on
    speaker = speaking.drafted(forum)
    make.availability(forum, speaker.person, at(forum.starts_on, 9), at(forum.starts_on, 12))
    heads, row = table(editor, f"{LIST}.csv")
    told = dict(zip(heads, row, strict=True))
    with using("fr"):
        labels = [str(_(one)) for one in ("Family name in Latin letters", "Sessions", "Presence")]
    assert [told[one] for one in labels[:2]] == ["Benomar", "Séance d’essai"]
    assert "9\u00a0h" in told[labels[2]]
    assert entries("speakers.exported") == [{"rows": 1}]
    assert taken(editor, f"{LIST}.xlsx")[:2] == b"PK"


def test_the_draft_is_taken_away_as_a_table(editor: FlaskClient, forum: Forum) -> None:
    session = make.session(forum, team_note="=1+1", hall_id=make.hall(forum).id)
    speaking.drafted(forum, session)
    heads, row = table(editor, "/fr/office/live/programme/sessions.csv")
    told = dict(zip(heads, row, strict=True))
    with using("fr"):
        labels = [str(_(one)) for one in ("Begins at", "Ends at", "Hall", "Note for the team", "Reference")]
    assert [told[one] for one in labels] == ["10:00", "11:00", "Grande salle", "'=1+1", session.ref]
    assert any("Malika Benomar" in one for one in row)
    assert entries("programme.exported") == [{"rows": 1}]
    assert taken(editor, "/fr/office/live/programme/sessions.xlsx")[:2] == b"PK"


def test_the_table_of_the_draft_holds_what_the_list_shows(editor: FlaskClient, forum: Forum) -> None:
    assert forum.starts_on
    hall, opening = make.hall(forum), make.session(forum, title=Translated(fr="Accueil"), kind="opening")
    make.session(forum, hall_id=hall.id)
    speaking.drafted(forum, make.session(forum, starts_at=at(forum.starts_on, 15)))
    here = "/fr/office/live/programme/sessions.csv"
    for words, count in (("", 3), (f"hall={hall.id}", 1), ("q=malika", 1), ("q=accueil", 1), ("q=nobody", 0)):
        assert len(table(editor, f"{here}?{words}")) == count + 1, words
    assert opening.ref in taken(editor, f"{here}?kind=opening").decode()
    assert "sessions.csv?kind=opening" in editor.get("/fr/office/live/programme?kind=opening").text


def test_the_tables_ask_as_often_for_many_rows_as_for_one(editor: FlaskClient, forum: Forum) -> None:
    counts: dict[str, list[int]] = {}
    for place in range(2):
        for number in range(1 + place):
            second(forum, email=f"{place}-{number}@example.org")
        for address in (LIST, f"{LIST}.csv", "/fr/office/live/programme/sessions.csv"):
            with counted() as seen:
                assert taken(editor, address)
            counts.setdefault(address, []).append(len(seen))
    assert {address: one[0] - one[1] for address, one in counts.items()} == dict.fromkeys(counts, 0)


def test_in_the_archive_speakers_are_read_and_not_changed(editor: FlaskClient, forum: Forum) -> None:
    speaker = speaking.drafted(forum)
    page = f"{LIST}/{speaker.id}"
    held = forms.held(editor.get(f"{page}/edit"))
    with unit_of_work():
        db.session.get_one(Forum, forum.id).state = State.ARCHIVED
    assert (editor.get(LIST).status_code, editor.get(page).status_code) == (200, 200)
    for address in ("answer", "edit", "asking", "links"):
        assert editor.post(f"{page}/{address}", data=held).status_code == 409, address
    assert db.session.scalars(sa.select(Person.id)).all() == [speaker.person_id]


def test_a_name_in_two_scripts_begins_with_that_of_the_reader(editor: FlaskClient, forum: Forum) -> None:
    second(forum)
    for address, first, then in ((LIST, "Omar", "عمر"), (LIST.replace("/fr/", "/ar/"), "عمر", "Omar")):
        page = editor.get(address).text
        assert page.index(f">{first}") < page.index(f">{then}")
