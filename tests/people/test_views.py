"""Persons in the directory: entered, changed, shown to whom they concern, taken away."""

import re
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.audit.models import Entry
from app.forums.models import Forum
from app.people.import_fields import guess
from app.people.merge_rows import Sort
from app.people.models import Person, Tie
from app.platform.db import db
from app.platform.text import Translated
from tests import forms, make
from tests.queries import counted

NEW = "/fr/directory/people/new"
NAMES = {
    "given_ar": "خديجة",
    "family_ar": "العلمي",
    "given_latin": "Khadija",
    "family_latin": "El Alami",
}


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


@pytest.fixture
def organiser(client: FlaskClient, forum: Forum) -> FlaskClient:
    return make.enter(client, make.account(Role.ORGANISER, forum))


def the_person() -> Person:
    db.session.expire_all()
    return db.session.scalars(sa.select(Person).order_by(Person.id.desc())).first()  # type: ignore[return-value]


def acts() -> list[tuple[str, Any]]:
    found = db.session.scalars(sa.select(Entry).order_by(Entry.id))
    return [(one.act, one.details) for one in found if one.subject_kind == "person"]


def test_a_person_is_entered_for_ones_event_and_shown(organiser: FlaskClient, forum: Forum) -> None:
    answer = forms.send(organiser, f"{NEW}?forum=live", NAMES | {"email": "khadija@example.org"})
    assert answer.status_code == 303
    shown = organiser.get(answer.location).text
    assert "Khadija El Alami" in shown
    assert "خديجة العلمي" in shown
    assert "khadija@example.org" in shown
    assert db.session.scalars(sa.select(Tie.forum_id)).all() == [forum.id]
    assert acts() == [("person.added", None), ("person.tied", None), ("person.read", {"own": True})]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "given_ar"),
        ({"given_ar": "Khadija"}, "given_ar"),
        ({"given_ar": "خديجة ٢"}, "given_ar"),
        ({"family_latin": "خديجة"}, "family_latin"),
        ({"given_latin": "x" * 121}, "given_latin"),
        (NAMES | {"email": "nobody"}, "email"),
        (NAMES | {"phone": "0612"}, "phone"),
        (NAMES | {"organisation_id-text": "nulle part"}, "organisation_id"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    organiser: FlaskClient, typed: dict[str, str], field: str
) -> None:
    answer = forms.send(organiser, NEW, typed | {"note": "à rappeler"})
    assert answer.status_code == 422
    assert "à rappeler" in answer.text
    assert [one.split('"')[0] for one in answer.text.split(' class="error" id="')[1:]] == [f"{field}-error"]
    assert all(value in answer.text for value in typed.values())
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 0


def test_a_name_of_120_letters_and_hidden_marks_are_handled(organiser: FlaskClient) -> None:
    answer = forms.send(organiser, NEW, {"given_latin": "y" * 120, "family_ar": "\u202eالعلمي\u2066 "})
    assert answer.status_code == 303
    assert (the_person().given_latin, the_person().family_ar) == ("y" * 120, "العلمي")


@pytest.mark.parametrize(
    "style",
    [
        {"given_ar": "صاحب الجلالة", "family_ar": "الملك محمد السادس"},
        {"given_latin": "Sa Majesté le Roi", "family_latin": "Mohammed VI"},
        {"given_latin": "HM King", "family_latin": "Mohammed"},
        {"given_ar": "رشيد", "printed-ar": "صاحب السمو الملكي الأمير"},
        {"given_latin": "Rachid", "printed-fr": "Son Altesse Royale le Prince"},
    ],
)
def test_the_sovereign_and_the_royal_family_are_no_records(
    organiser: FlaskClient, style: dict[str, str]
) -> None:
    answer = forms.send(organiser, NEW, style)
    assert answer.status_code == 422
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 0


def test_a_particle_is_kept_as_it_was_typed(organiser: FlaskClient) -> None:
    forms.send(organiser, NEW, {"given_ar": "مولاي رشيد", "family_latin": "ben Aït el Haj"})
    assert (the_person().given_ar, the_person().family_latin) == ("مولاي رشيد", "ben Aït el Haj")


def test_the_name_in_the_other_script_is_proposed_and_never_filled_in(organiser: FlaskClient) -> None:
    answer = forms.send(organiser, NEW, {"given_ar": "خديجة", "family_ar": "فلان"})
    assert the_person().given_latin == ""
    assert "Khadija" in organiser.get(answer.location).text
    values = forms.held(organiser.get(f"{answer.location}/edit"))
    assert (values["given_latin"], values["family_latin"]) == ("", "")
    found = organiser.get("/fr/directory/people/suggestions/family/ar?text=El+Alami").json
    assert found == {"name": "العلمي"}


def test_a_person_who_may_be_there_already_is_shown_before_saving(
    organiser: FlaskClient, forum: Forum
) -> None:
    known = make.person(forum, **NAMES)
    answer = forms.send(organiser, NEW, NAMES)
    assert answer.status_code == 409
    assert f"/people/{known.id}" in answer.text
    again = forms.held(answer) | {"somebody_else": "y"}
    assert organiser.post(NEW, data=again).status_code == 303
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 2


def test_a_change_tells_the_log_which_fields_and_not_what(organiser: FlaskClient, forum: Forum) -> None:
    known = make.person(forum)
    answer = forms.send(organiser, f"/fr/directory/people/{known.id}/edit", {"phone": "06 12 34 56 78"})
    assert answer.status_code == 303
    assert the_person().phone == "+212612345678"
    assert acts()[-1] == ("person.edited", {"fields": ["phone"]})


def test_of_two_who_change_a_person_the_second_sees_both_versions(
    organiser: FlaskClient, forum: Forum
) -> None:
    known = make.person(forum)
    address = f"/fr/directory/people/{known.id}/edit"
    second = forms.held(organiser.get(address)) | {"family_latin": "Khalfi", "note": "la mienne"}
    forms.send(organiser, address, {"family_latin": "Elkhalfi"})
    answer = organiser.post(address, data=second)
    assert answer.status_code == 409
    assert "Elkhalfi" in answer.text
    assert forms.held(answer)["family_latin"] == "Khalfi"
    assert forms.held(answer)["note"].strip() == "la mienne"
    assert organiser.post(address, data=forms.held(answer)).status_code == 303
    assert the_person().family_latin == "Khalfi"


def test_two_changes_at_once_save_one(app: Flask, forum: Forum) -> None:
    known = make.person(forum)
    users = [make.account(Role.ORGANISER, forum, f"{number}@example.org") for number in range(2)]
    clients = [make.enter(app.test_client(), user) for user in users]
    address = f"/fr/directory/people/{known.id}/edit"
    assert sorted(forms.at_once(clients, [address] * 2)) in ([303, 409], [303, 303])


def test_an_organisation_is_found_by_what_is_typed(organiser: FlaskClient, forum: Forum) -> None:
    one, other = (
        make.organisation_of_event(forum, name={"fr": f"Association {n}"}) for n in ("Nour", "Amal")
    )
    answer = forms.send(organiser, NEW, NAMES | {"organisation_id-text": "association"})
    assert answer.status_code == 422
    assert f'value="{one.id}"' in answer.text
    picked = forms.held(answer) | {"organisation_id-pick": str(one.id)}
    assert organiser.post(NEW, data=picked).status_code == 303
    assert the_person().organisation_id == one.id
    edit = f"/fr/directory/people/{the_person().id}/edit"
    forms.send(organiser, edit, {"organisation_id-text": "ASSOCIATION  amal"})
    assert the_person().organisation_id == other.id
    forms.send(organiser, edit, {"organisation_id-text": ""})
    assert the_person().organisation_id is None


def test_a_photo_is_drawn_anew_and_removed(organiser: FlaskClient, forum: Forum) -> None:
    known = make.person(forum)
    edit = f"/fr/directory/people/{known.id}/edit"
    sent = (BytesIO(make.picture((1200, 900), "JPEG")), "face.jpg")
    assert forms.send(organiser, edit, photo_file=sent).status_code == 303
    assert the_person().photo["width"] == 600  # type: ignore[index]
    seen = organiser.get(f"/fr/directory/people/{known.id}/photo")
    assert (seen.status_code, seen.data[:4]) == (200, b"\x89PNG")
    wrong = (BytesIO(b"PK\x03\x04 a zip"), "face.png")
    assert forms.send(organiser, edit, photo_file=wrong).status_code == 422
    assert forms.send(organiser, edit, remove_photo="y").status_code == 303
    assert the_person().photo is None
    assert organiser.get(f"/fr/directory/people/{known.id}/photo").status_code == 404


def test_the_photo_of_a_speaker_is_public_and_that_of_others_is_not(
    client: FlaskClient, forum: Forum
) -> None:
    hidden = make.person(forum, photo=True)
    assert hidden.photo
    assert client.get(f"/photo/{hidden.photo['digest']}").status_code == 404
    speaker = make.speaker(forum, photo=True)
    assert speaker.photo
    assert client.get(f"/photo/{speaker.photo['digest']}").status_code == 200


def test_a_speaker_of_another_event_is_shown_with_what_the_public_sees(
    organiser: FlaskClient, forum: Forum
) -> None:
    other = make.forum("elsewhere")
    private = {"email": "secret@example.org", "phone": "+212612345678", "note": "fragile", "locale": "ar"}
    speaker = make.speaker(other, **private)
    stranger = make.person(other, given_latin="Hidden")
    page = organiser.get(f"/fr/directory/people/{speaker.id}")
    assert page.status_code == 200
    listed = organiser.get("/fr/directory/people").text
    for secret in ("secret@example.org", "612345678", "06 12", "fragile"):
        assert secret not in page.text.replace("\u00a0", " ")
        assert secret not in listed.replace("\u00a0", " ")
    assert f"/people/{speaker.id}" in listed
    assert f"/people/{stranger.id}" not in listed
    assert organiser.get(f"/fr/directory/people/{stranger.id}").status_code == 404
    assert organiser.get(f"/fr/directory/people/{speaker.id}/edit").status_code == 404


@pytest.mark.parametrize(
    "asked", ["q=0612345678", "q=secret@example.org", "q=secret", "language=ar", "lacks=photo"]
)
def test_nobody_can_ask_what_only_another_team_knows(organiser: FlaskClient, asked: str) -> None:
    other = make.forum("elsewhere")
    speaker = make.speaker(other, email="secret@example.org", phone="+212612345678", locale="ar")
    assert f"/people/{speaker.id}" not in organiser.get(f"/fr/directory/people?{asked}").text
    assert f"/people/{speaker.id}" in organiser.get("/fr/directory/people?q=khalfi").text


def test_a_speaker_is_taken_up_into_ones_event_and_let_go(organiser: FlaskClient, forum: Forum) -> None:
    """That opens nothing: what only the other team knows stays with it."""
    speaker = make.speaker(make.forum("elsewhere"), email="secret@example.org")
    page = f"/fr/directory/people/{speaker.id}"
    answer = forms.send(organiser, f"{page}/events", {"forum_id": str(forum.id)}, page=page)
    assert answer.status_code == 303
    listed = organiser.get(f"/fr/directory/people?event={forum.id}").text
    assert (f"/people/{speaker.id}" in listed, "secret@example.org" in listed) == (True, False)
    assert "secret@example.org" not in organiser.get(page).text
    assert organiser.get(f"{page}/edit").status_code == 404
    gone = forms.send(organiser, f"{page}/events/{forum.id}/removal", page=page)
    assert gone.status_code == 303
    assert f"/people/{speaker.id}" not in organiser.get(f"/fr/directory/people?event={forum.id}").text
    assert [act for act, _details in acts() if "tied" in act] == ["person.tied", "person.untied"]


def test_several_are_added_to_an_event_after_a_look(organiser: FlaskClient, forum: Forum) -> None:
    other = make.forum("elsewhere")
    ids = [make.speaker(other, given_latin=f"Speaker{n}").id for n in ("a", "b")]
    with make.unit_of_work():
        db.session.add(Tie(person_id=ids[0], forum_id=forum.id))
    token = forms.held(organiser.get(NEW))["csrf_token"]
    listed = {"csrf_token": token, "id": [str(key) for key in ids]}
    look = organiser.post("/fr/directory/people/events", data=listed)
    assert look.status_code == 200
    assert "Khalfi" in look.text
    assert re.findall(rf'value="{forum.id}">[^<]*\((\d+) ', look.text) == ["1"]
    agreed = organiser.post(
        "/fr/directory/people/events", data=listed | {"count": "2", "forum_id": str(forum.id)}
    )
    assert agreed.status_code == 303
    assert sorted(db.session.scalars(sa.select(Tie.person_id).where(Tie.forum_id == forum.id))) == sorted(ids)


def test_only_who_is_used_nowhere_is_removed(organiser: FlaskClient, forum: Forum) -> None:
    speaker, idle = make.speaking(forum).person, make.person(forum)
    refused = forms.send(organiser, f"/fr/directory/people/{speaker.id}/removal")
    assert refused.status_code == 409
    assert forms.send(organiser, f"/fr/directory/people/{idle.id}/removal").status_code == 303
    assert db.session.scalars(sa.select(Person.id)).all() == [speaker.id]


def test_who_is_in_the_directory_of_others_too_is_not_removed(organiser: FlaskClient, forum: Forum) -> None:
    shared, other = make.person(forum), make.forum("elsewhere")
    with make.unit_of_work():
        db.session.add(Tie(person_id=shared.id, forum_id=other.id))
    assert forms.send(organiser, f"/fr/directory/people/{shared.id}/removal").status_code == 409


def test_the_list_asks_as_many_questions_for_three_as_for_one(organiser: FlaskClient, forum: Forum) -> None:
    seen = []
    for number in (1, 2):
        for one in range(number):
            make.speaker(forum, given_latin=f"N{number}{one}", organisation_id=make.organisation().id)
        for address in ("/fr/directory/people", "/fr/office/live/people"):
            with counted() as statements:
                assert organiser.get(address).status_code == 200
            seen.append(len(statements))
    assert seen[:2] == seen[2:]


def test_the_export_holds_ones_own_and_is_logged(organiser: FlaskClient, forum: Forum) -> None:
    make.person(forum, phone="+212612345678", function=Translated(fr="Présidente"))
    make.speaker(make.forum("elsewhere"), given_latin="Outside")
    with organiser.get("/fr/directory/people/persons.csv") as answer:
        heads, *lines = answer.text.removeprefix("\ufeff").splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("أحمد;الخلفي;Ahmed;El Khalfi;;Présidente;;06 12 34 56 78;")
    assert lines[0].endswith(f";{forum.name.said('fr')}")
    known = guess(Sort.PERSON, heads.split(";"), [lines[0].split(";")])
    assert list(known.values()) == [
        *NAMES,
        "function_ar",
        "function_fr",
        "organisation",
        "phone",
        "email",
        "locale",
    ]
    entry = db.session.scalars(sa.select(Entry).where(Entry.act == "people.exported")).one()
    assert entry.details == {"rows": 1}


def test_an_event_shows_its_people_with_their_parts(organiser: FlaskClient, forum: Forum) -> None:
    make.speaker(forum, given_latin="Parleur")
    make.speaker(make.forum("elsewhere"), given_latin="Dehors")
    page = organiser.get("/fr/office/live/people").text
    assert "Parleur" in page
    assert "Séance d’essai" in page
    assert "Dehors" not in page
