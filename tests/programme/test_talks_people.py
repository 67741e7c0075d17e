"""Talks and people of a session, as an editor fills them in."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.audit.models import Entry
from app.forums.models import Forum
from app.forums.parts_rules import PartRefused
from app.people.models import Tie
from app.people.scope import Scope, own_people
from app.platform.db import db, unit_of_work
from app.platform.text import Translated
from app.programme import actions, released
from app.programme.models import Participation, Session, Talk
from app.programme.speaker_rows import Speaker
from app.programme.words import Part
from tests import forms, make, make_programme
from tests.programme.sessions import LIST, NEW, counted, only, told, typed


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def editor(client: FlaskClient, forum: Forum) -> FlaskClient:
    return make.enter(client, make.account(Role.PROGRAMME_EDITOR, forum))


def test_a_session_is_saved_with_its_talks_people_and_a_group_without_names(
    editor: FlaskClient, forum: Forum
) -> None:
    chair, speaker = make.person(forum, given_latin="Chair"), make.person(forum, given_latin="Speaker")
    sent = {
        "title-fr": "Réinsertion",
        "talks-0-title-fr": "Premier exposé",
        "talks-0-minutes": "20",
        **typed(speaker, rows="talks-0-people"),
        **typed(chair, 0, part="chair"),
        "people-1-unnamed-fr": "D’autres intervenants",
        "people-1-part": "speaker",
    }
    assert forms.send(editor, NEW, sent).status_code == 303
    assert told(only(forum)) == [
        ("Chair El Khalfi", "chair", ""),
        ("D’autres intervenants", "speaker", ""),
        ("Speaker El Khalfi", "speaker", "Premier exposé"),
    ]
    assert [(one.title["fr"], one.minutes, one.position) for one in only(forum).talks] == [
        ("Premier exposé", 20, 1)
    ]
    assert set(db.session.scalars(sa.select(Speaker.person_id))) == {chair.id, speaker.id}


def test_people_stand_in_the_usual_order_until_somebody_moves_them(editor: FlaskClient, forum: Forum) -> None:
    speaker, chair = make.person(forum, given_latin="Speaker"), make.person(forum, given_latin="Chair")
    sent = {"title-fr": "Séance", **typed(speaker, 0), **typed(chair, 1, part="chair")}
    forms.send(editor, NEW, sent)
    assert [part for _name, part, _talk in told(only(forum))] == ["chair", "speaker"]
    address = f"{LIST}/{only(forum).id}"
    moved = forms.send(editor, address, rows="up people-1")
    again = forms.held(moved)
    assert (moved.status_code, "usual_order" in again) == (200, False)
    assert editor.post(address, data=again).status_code == 303
    assert [part for _name, part, _talk in told(only(forum))] == ["speaker", "chair"]
    forms.send(editor, address, usual_order="y")
    assert [part for _name, part, _talk in told(only(forum))] == ["chair", "speaker"]


def test_what_stays_keeps_its_row_and_its_public_name(editor: FlaskClient, forum: Forum) -> None:
    made = make.session(forum)
    first, second = make_programme.talk(made), make_programme.talk(made)
    goes = make_programme.part(made, make.person(forum, given_latin="Goes"), talk=first).id
    held = make_programme.part(made, make.person(forum), talk=second)
    before, gone = (second.id, second.ref, held.id), first.id
    address = f"{LIST}/{made.id}"
    forms.send(editor, address, rows="drop talks-0")
    again = forms.held(forms.send(editor, address, rows="drop talks-0"))
    assert editor.post(address, data=again | {"talks-1-title-fr": "Autre titre"}).status_code == 303
    session = only(forum)
    assert [(one.id, one.ref) for one in session.talks] == [before[:2]]
    assert [one.id for one in session.people] == [before[2]]
    assert told(session) == [("Ahmed El Khalfi", "speaker", "Autre titre")]
    assert (db.session.get(Talk, gone), db.session.get(Participation, goes)) == (None, None)


def test_rows_of_another_event_are_not_reached_by_their_keys(editor: FlaskClient, forum: Forum) -> None:
    theirs = make.session(make.forum("other"))
    talk, part = make_programme.talk(theirs), make_programme.part(theirs, make.person())
    mine = make.session(forum)
    sent = {
        "talks-0-title-fr": "Volé",
        "talks-0-key": str(talk.id),
        "people-0-key": str(part.id),
        "people-0-unnamed-fr": "Groupe",
        "people-0-part": "chair",
    }
    assert forms.send(editor, f"{LIST}/{mine.id}", sent).status_code == 303
    db.session.expire_all()
    assert (db.session.get_one(Talk, talk.id).session_id, talk.title["fr"]) == (theirs.id, "Exposé 1")
    assert db.session.get_one(Participation, part.id).session_id == theirs.id
    assert [one.id for one in only(forum).talks] != [talk.id]


def test_a_person_of_another_event_is_not_reached_by_name_nor_by_key(
    editor: FlaskClient, forum: Forum
) -> None:
    hidden = make.person(make.forum("other"), given_latin="Hidden")
    sent = {"title-fr": "Séance", **typed(hidden), "people-0-person_id": str(hidden.id)}
    answer = forms.send(editor, NEW, sent)
    assert (answer.status_code, 'href="#people-0-person_id-text"' in answer.text) == (422, True)
    assert counted(Participation) == 0


def test_a_public_speaker_of_others_is_taken_up_as_the_public_knows_her(
    editor: FlaskClient, forum: Forum
) -> None:
    public = make.speaker(make.forum("other"), given_latin="Public", email="hers@example.org")
    own = make.person(forum, given_latin="Own")
    sent = {"title-fr": "Séance", **typed(public, 0), **typed(own, 1)}
    assert forms.send(editor, NEW, sent).status_code == 303
    ties = dict(db.session.execute(sa.select(Tie.person_id, Tie.knows).where(Tie.forum_id == forum.id)).all())
    assert ties == {public.id: False, own.id: True}
    mine = own_people(Scope(frozenset({forum.id})))
    assert [one.id for one in db.session.scalars(mine)] == [own.id]
    assert "hers@example.org" not in editor.get(f"/fr/directory/people/{public.id}").text


def test_two_of_one_name_are_told_apart_by_what_they_do(editor: FlaskClient, forum: Forum) -> None:
    first = make.person(forum, function=Translated(fr="Juge"))
    second = make.person(forum, function=Translated(fr="Médecin"))
    sent = {"title-fr": "Séance", **typed(first)}
    answer = forms.send(editor, NEW, sent)
    assert answer.status_code == 422
    assert ("Juge" in answer.text, "Médecin" in answer.text) == (True, True)
    read = sa.select(Entry.details).where(Entry.act == "people.read")
    assert db.session.scalar(read.order_by(Entry.id.desc())) == {"rows": 2}
    picked = forms.held(answer) | {"people-0-person_id-pick": str(second.id)}
    assert editor.post(NEW, data=picked).status_code == 303
    assert [one.person_id for one in only(forum).people] == [second.id]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"talks-0-minutes": "20"}, "talks-0-title-ar"),
        ({"talks-0-title-fr": "T", "talks-0-minutes": "0"}, "talks-0-minutes"),
        ({"people-0-person_id-text": "Personne d’inconnu"}, "people-0-person_id-text"),
        ({"people-0-unnamed-fr": "x" * 201}, "people-0-unnamed-fr"),
    ],
)
def test_what_is_wrong_in_a_row_is_said_there_and_nothing_is_lost(
    editor: FlaskClient, wrong: dict[str, str], field: str
) -> None:
    sent = {"title-fr": "Séance"} | wrong
    answer = forms.send(editor, NEW, sent)
    assert (answer.status_code, f'href="#{field}"' in answer.text) == (422, True)
    assert forms.held(answer).items() >= sent.items()


def test_nobody_has_the_same_part_twice(editor: FlaskClient, forum: Forum) -> None:
    person = make.person(forum)
    answer = forms.send(editor, NEW, {"title-fr": "Séance", **typed(person, 0), **typed(person, 1)})
    assert (answer.status_code, 'href="#people"' in answer.text) == (422, True)
    both = {**typed(person, 0), **typed(person, 1, part="chair")}
    assert forms.send(editor, NEW, {"title-fr": "Séance"} | both).status_code == 303


def test_somebody_who_left_the_directory_meanwhile_is_refused_and_nothing_is_saved(
    app: Flask, forum: Forum
) -> None:
    values = {
        "kind": "plenary",
        "title": Translated(fr="Séance"),
        "talks": [],
        "people": [{"person_id": 4711, "unnamed": Translated(), "part": Part.CHAIR}],
    }
    with pytest.raises(PartRefused) as refusal, unit_of_work():
        actions.add(forum, values, by=None)
    assert refusal.value.field == "people"
    assert db.session.scalars(sa.select(Entry).where(Entry.act == "session.added")).all() == []


def test_a_change_of_people_raises_the_version_and_is_told_without_names(
    editor: FlaskClient, forum: Forum
) -> None:
    made, person = make.session(forum), make.person(forum)
    version = made.version
    forms.send(editor, f"{LIST}/{made.id}", typed(person))
    assert only(forum).version == version + 1
    entry = db.session.scalars(
        sa.select(Entry).where(Entry.act == "session.edited").order_by(Entry.id.desc())
    ).first()
    assert entry
    assert entry.details == {"changes": {}, "fields": ["people"]}
    forms.send(editor, f"{LIST}/{made.id}")
    assert only(forum).version == version + 1


def test_an_edit_of_the_draft_leaves_what_was_released(editor: FlaskClient, forum: Forum) -> None:
    made = make.session(forum)
    make_programme.part(made, make.person(forum))
    make.release(forum)
    forms.send(editor, f"{LIST}/{made.id}", rows="drop people-0")
    again = forms.held(forms.send(editor, f"{LIST}/{made.id}", rows="drop people-0"))
    editor.post(f"{LIST}/{made.id}", data=again)
    assert told(only(forum)) == []
    (shown,) = db.session.scalars(released.shown(forum.id)).unique()
    assert [one.name["fr"] for one in shown.people] == ["Ahmed El Khalfi"]


def test_the_biggest_session_is_saved_and_told_while_it_is_typed(editor: FlaskClient, forum: Forum) -> None:
    people = [
        make.person(forum, given_latin=f"Nom{chr(97 + number // 20)}{chr(97 + number % 20)}")
        for number in range(40)
    ]
    sent = {"title-fr": "Réinsertion"}
    for number, one in enumerate(people):
        sent |= typed(one, number) | typed(one, number % 2, rows=f"talks-{number // 2}-people")
    for number in range(20):
        sent |= {f"talks-{number}-title-fr": "Exposé", f"talks-{number}-abstract-ar": "م" * 9999}
    told_first = editor.post(f"{LIST}/conflicts/typed", data=forms.held(editor.get(NEW)) | sent)
    assert (told_first.status_code, forms.send(editor, NEW, sent).status_code) == (200, 303)
    assert (len(only(forum).talks), len(told(only(forum)))) == (20, 80)


def test_a_person_who_is_not_there_is_created_from_the_name_typed_beside(
    editor: FlaskClient, forum: Forum
) -> None:
    unknown = {"title-fr": "Réinsertion", "people-0-person_id-text": "Salma Bennis"}
    page = forms.send(editor, NEW, unknown)
    assert (
        page.status_code,
        'value="Salma Bennis" formaction="/fr/directory/people/new?forum=live"' in page.text,
    ) == (422, True)
    sent = forms.held(page) | {"named": "Salma Bennis"}
    created = forms.held(editor.post("/fr/directory/people/new?forum=live", data=sent))
    assert (created["given_latin"], created["family_latin"], created["forum_id"]) == (
        "Salma",
        "Bennis",
        str(forum.id),
    )
    assert counted(Session) == 0
