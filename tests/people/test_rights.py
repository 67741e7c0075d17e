"""What is held about one person is told, handed over and erased, over all tables."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Invitation, Role
from app.audit.chain import chain
from app.audit.models import Entry
from app.audit.verifying import verify
from app.forums.models import Forum
from app.memoranda.models import Signatory
from app.people import ports
from app.people.import_rows import Import, ImportRow
from app.people.merge_rows import Merge, Sort
from app.people.models import Person, Tie
from app.people.rights_rows import Exercise, Right
from app.platform import storage
from app.platform.clock import today
from app.platform.db import Model, db, unit_of_work
from app.platform.mail_rows import MailBounce, OutgoingMail
from app.platform.text import Translated
from app.programme.models import Participation
from app.programme.words import Part
from app.registrations.models import Quota, Registration
from app.registrations.words import State
from tests import forms, make

RIGHTS = "/fr/directory/rights"
NAME_AR, NAME_LATIN = "زهيرة البوعناني", "Zohaira Bouanani"
MAIL, PHONE = "zohaira.b@example.org", "+212661020304"
WHO = {
    "given_ar": "زهيرة",
    "family_ar": "البوعناني",
    "given_latin": "Zohaira",
    "family_latin": "Bouanani",
    "email": MAIL,
    "phone": PHONE,
}


class Everywhere:
    """A person about whom every table holds something, and a colleague with the same phone."""

    def __init__(self) -> None:
        self.coming = make.forum("coming")
        self.past = make.forum("past")
        self.category = make.category(self.coming)
        self.seat = make.registration(self.coming, self.category, **WHO)
        self.seat_past = make.registration(self.past, make.category(self.past), **WHO)
        self.colleague = make.registration(
            self.coming,
            self.category,
            **WHO
            | {
                "given_ar": "كمال",
                "family_ar": "الوزاني",
                "given_latin": "Kamal",
                "family_latin": "Ouazzani",
                "email": "",
            },
        )
        with unit_of_work():
            past = db.session.get_one(Forum, self.past.id)
            past.starts_on = past.ends_on = today() - timedelta(days=9)
        self._directory()
        self.invitation = make.invitation(self.coming, email=MAIL)
        self.draft = make.agreement(self.coming)
        with unit_of_work():
            party = db.session.merge(self.draft).parties[0]
            db.session.add(Signatory(party_id=party.id, name=Translated(ar=NAME_AR)))
        make.failed_job(last_error=f"550 {MAIL}: no such mailbox")

    def _directory(self) -> None:
        self.session = make.session(self.past)
        self.picture = storage.put(make.picture(), suffix=".png").key
        sheet = storage.put(b"a spreadsheet", suffix=".xlsx").key
        with unit_of_work():
            self.gone = Person(**WHO)
            self.person = Person(**WHO, function=Translated(fr="Présidente"), photo_key=self.picture)
            db.session.add_all([self.person, self.gone])
            db.session.flush()
            self.gone.merged_into_id = self.person.id
            moved = {"filled": {"phone": ["", PHONE]}, "dropped": {"tie": [{"note": NAME_LATIN}]}}
            db.session.add(Merge(sort=Sort.PERSON, kept_id=self.person.id, gone_id=self.gone.id, **moved))
            db.session.add(Tie(forum_id=self.coming.id, person_id=self.person.id))
            db.session.add(
                Participation(session_id=self.session.id, person_id=self.person.id, part=Part.SPEAKER)
            )
            db.session.add(MailBounce(address=MAIL, reason=f"550 {MAIL} unknown"))
            brought = Import(
                sort=Sort.PERSON, filename="liste.xlsx", file_key=sheet, heads=["Nom"], sample=[[NAME_AR]]
            )
            db.session.add(brought)
            db.session.flush()
            db.session.add(ImportRow(import_id=brought.id, number=2, cells=[NAME_LATIN], values=dict(WHO)))
        make.release(self.past)

    @property
    def rows(self) -> list[str]:
        signatory = db.session.scalars(sa.select(Signatory.id).order_by(Signatory.id.desc())).first()
        line = db.session.scalars(sa.select(ImportRow.id)).one()
        return [
            f"person:{self.person.id}",
            f"registration:{self.seat.id}",
            f"registration:{self.seat_past.id}",
            f"invitation:{self.invitation.id}",
            f"signatory:{signatory}",
            f"import_row:{line}",
        ]


def address(page: str, rows: list[str]) -> str:
    return f"{RIGHTS}/{page}?{'&'.join(f'row={one}' for one in rows)}"


@pytest.fixture
def administrator(client: FlaskClient) -> FlaskClient:
    return make.enter(client, make.account(Role.ADMINISTRATOR))


def everything() -> str:
    """All values of all columns of all tables, as text; Arabic letters as letters."""
    found = []
    for table in Model.metadata.sorted_tables:
        for row in db.session.execute(sa.select(table)):
            found += [json.dumps(one, ensure_ascii=False, default=str) for one in row]
    return "\n".join(found).casefold()


def test_every_table_is_known_or_said_to_hold_nothing_about_persons(app: Flask) -> None:
    told = {**ports.records, **ports.nothing_personal}
    assert [name for name in Model.metadata.tables if name not in told] == []
    assert set(ports.records) & set(ports.nothing_personal) == set()
    assert [name for name in told if name not in Model.metadata.tables] == []
    assert [name for name, reason in ports.nothing_personal.items() if not str(reason)] == []


def test_a_person_is_found_by_a_phone_and_who_shares_it_is_listed_apart(administrator: FlaskClient) -> None:
    known = Everywhere()
    page = forms.send(administrator, f"{RIGHTS}/find", phone="06 61 02 03 04")
    assert page.status_code == 200
    for row in (known.seat, known.seat_past, known.colleague):
        assert f'value="registration:{row.id}"' in page.text
    assert f'value="person:{known.person.id}"' in page.text
    assert "Ouazzani" in page.text


def test_nothing_ticked_is_said_above_what_was_found(administrator: FlaskClient) -> None:
    known = Everywhere()
    found = forms.send(administrator, f"{RIGHTS}/find", phone="06 61 02 03 04")
    asked = {"csrf_token": forms.held(found)["csrf_token"], "phone": "0661020304", "show": "1"}
    unticked = administrator.post(f"{RIGHTS}/find", data=asked)
    row = f"person:{known.person.id}"
    assert unticked.status_code == 422
    assert f'value="{row}"' in unticked.text
    assert "0661020304" in unticked.text.replace("\u00a0", "").replace(" ", "").replace("+212", "0")
    ticked = administrator.post(f"{RIGHTS}/find", data=asked | {"row": row})
    assert (ticked.status_code, ticked.location) == (303, f"{RIGHTS}/held?row={row}")


def test_who_is_erased_is_offered_nothing_more(administrator: FlaskClient) -> None:
    known = Everywhere()
    forms.send(administrator, address("erasure", known.rows))
    page = administrator.get(address("held", [f"person:{known.person.id}"])).text
    assert [one for one in ("/erasure?", "/objection?", "/rectification?") if one in page] == []


def test_the_page_of_a_person_leads_to_what_is_held(administrator: FlaskClient) -> None:
    known = Everywhere()
    page = administrator.get(f"/fr/directory/people/{known.person.id}").text
    assert f"/fr/directory/rights/held?row=person:{known.person.id}" in page.replace("%3A", ":")


def test_nothing_that_tells_who_it_is_stands_in_an_address(administrator: FlaskClient) -> None:
    known = Everywhere()
    page = administrator.get(address("held", known.rows))
    links = [part.split('"')[0] for part in page.text.split('href="')[1:] + page.text.split('action="')[1:]]
    assert [one for one in links if "zohaira" in one.lower() or "661020304" in one] == []


def test_neither_a_phone_nor_a_mail_is_refused_and_what_is_unknown_is_said(
    administrator: FlaskClient,
) -> None:
    assert forms.send(administrator, f"{RIGHTS}/find").status_code == 422
    page = forms.send(administrator, f"{RIGHTS}/find", email="nobody@example.org")
    assert (page.status_code, "row=" in page.text) == (200, False)


def test_what_is_held_is_told_table_by_table(administrator: FlaskClient) -> None:
    known = Everywhere()
    page = administrator.get(address("held", known.rows)).text
    for said in (NAME_AR, MAIL, "Présidente", known.session.title["fr"], "liste.xlsx"):
        assert said in page
    assert "Ouazzani" in page  # perhaps the same person: it is asked
    assert page.count('type="checkbox"') == 1


def test_an_address_without_a_row_leads_to_the_search_and_a_wrong_one_nowhere(
    administrator: FlaskClient,
) -> None:
    assert administrator.get(f"{RIGHTS}/held").headers["Location"] == f"{RIGHTS}/find"
    assert administrator.get(f"{RIGHTS}/held?row=quota:1").status_code == 404
    assert administrator.get(f"{RIGHTS}/held?row=person:99999999999").status_code == 303
    assert administrator.get(f"{RIGHTS}/held?row=person:77").status_code == 404


def test_the_data_are_handed_over_as_json_and_as_a_letter_and_noted(administrator: FlaskClient) -> None:
    known = Everywhere()
    token = forms.held(administrator.get(address("held", known.rows)), "held.json")
    answer = administrator.post(address("held.json", known.rows), data=token)
    content = json.loads(answer.data)
    tables = {one["table"]: one for one in content["tables"]}
    assert set(tables["registration"]["label"]) == {"ar", "fr"}
    facts = {fact["label"]["fr"]: fact["value"] for fact in tables["registration"]["rows"][0]}
    assert MAIL in facts.values()
    letter = administrator.post(address("held.pdf", known.rows), data=token)
    assert (letter.status_code, letter.data[:5]) == (200, b"%PDF-")
    exercises = db.session.scalars(sa.select(Exercise)).all()
    assert [one.right for one in exercises] == [Right.ACCESS, Right.ACCESS]
    assert exercises[0].person_id == known.person.id
    assert exercises[0].counts["registration"] == 2
    acts = db.session.scalars(sa.select(Entry.act).where(Entry.act == "rights.access")).all()
    assert len(acts) == 2


def test_after_erasure_the_whole_database_does_not_know_the_person(administrator: FlaskClient) -> None:
    known = Everywhere()
    answer = forms.send(administrator, address("erasure", known.rows))
    assert (answer.status_code, answer.headers["Location"]) == (303, RIGHTS)
    held = everything()
    for word in ("zohaira", "bouanani", "زهيرة", "البوعناني", MAIL):
        assert word not in held, word
    assert held.count(PHONE[1:]) == 2  # the colleague’s: in its column, and among what it is found by
    with pytest.raises(storage.Missing):
        storage.open(known.picture)


def test_a_seat_to_come_is_given_back_and_a_past_one_stays_counted(administrator: FlaskClient) -> None:
    known = Everywhere()
    forms.send(administrator, address("erasure", known.rows))
    seat, past = (db.session.get_one(Registration, one.id) for one in (known.seat, known.seat_past))
    assert (seat.state, past.state) == (State.CANCELLED, State.CONFIRMED)
    taken = dict(db.session.execute(sa.select(Quota.forum_id, Quota.taken)).all())
    assert taken == {known.coming.id: 1, known.past.id: 1}
    assert (past.badge_serial, past.link_serial, past.qr) == (2, 2, "")


def test_the_chain_of_the_log_is_whole_after_an_erasure(administrator: FlaskClient) -> None:
    known = Everywhere()
    chain()
    forms.send(administrator, address("erasure", known.rows))
    made = sa.select(Entry).where(Entry.act == "registration.made", Entry.subject_id == known.seat.id)
    assert (db.session.scalars(made).one().details, verify().whole) == (None, True)
    chain()
    assert verify().faults == []


def test_details_that_somebody_empties_beside_an_erasure_are_named(administrator: FlaskClient) -> None:
    known = Everywhere()
    chain()
    forms.send(administrator, address("erasure", known.rows))
    other = sa.select(Entry.id).where(
        Entry.act == "registration.made", Entry.subject_id == known.colleague.id
    )
    with unit_of_work():
        emptied = sa.update(Entry).where(Entry.id.in_(other)).values(details=sa.null(), salt=None)
        db.session.execute(emptied.execution_options(synchronize_session=False))
    assert [fault.entry_id for fault in verify().faults] == list(db.session.scalars(other))


def test_other_words_stand_in_the_programme_in_place_of_the_name(administrator: FlaskClient) -> None:
    known = Everywhere()
    forms.send(administrator, address("erasure", known.rows))
    part = db.session.scalars(sa.select(Participation)).one()
    erased = db.session.get_one(Person, part.person_id)
    assert erased.erased_at is not None
    assert set(erased.name) == {"ar", "fr"}
    for page in (f"/fr/forums/{known.past.slug}", f"/ar/office/{known.past.slug}/registrations"):
        shown = administrator.get(page, follow_redirects=True)
        assert (shown.status_code, "Zohaira" in shown.text) == (200, False)
    assert erased.name["fr"] in administrator.get(f"/fr/forums/{known.past.slug}", follow_redirects=True).text


def test_a_signature_under_a_signed_agreement_stays_and_one_in_a_draft_goes(
    administrator: FlaskClient,
) -> None:
    known = Everywhere()
    signed = make.signed(known.past)
    with unit_of_work():
        of_signed = Signatory(party_id=signed.parties[0].id, name=Translated(ar=NAME_AR))
        db.session.add(of_signed)
    rows = [*known.rows, f"signatory:{of_signed.id}"]
    assert "69-99" in administrator.get(address("erasure", rows)).text
    forms.send(administrator, address("erasure", rows))
    left = db.session.scalars(sa.select(Signatory).where(Signatory.id == of_signed.id)).one()
    assert left.name["ar"] == NAME_AR
    assert "زهيرة" not in everything().replace(json.dumps(dict(left.name), ensure_ascii=False), "")


def test_a_second_erasure_finds_nothing_to_do(administrator: FlaskClient) -> None:
    known = Everywhere()
    rows = [f"person:{known.person.id}", f"registration:{known.seat.id}"]
    for _again in range(2):
        assert forms.send(administrator, address("erasure", rows)).status_code == 303
    assert db.session.scalar(sa.select(sa.func.count(Exercise.id))) == 1


def test_of_two_erasures_at_once_one_is_noted(app: Flask) -> None:
    known = Everywhere()
    user = make.account(Role.ADMINISTRATOR)
    clients = [make.enter(app.test_client(), user) for _ in range(2)]
    page = address("erasure", [f"person:{known.person.id}", f"registration:{known.seat.id}"])
    statuses = forms.at_once(clients, [page, page])
    assert sorted(statuses) in ([303, 303], [303, 409])
    assert db.session.scalar(sa.select(sa.func.count(Exercise.id))) == 1
    assert db.session.scalars(sa.select(Quota.taken).where(Quota.forum_id == known.coming.id)).one() == 1


def test_an_edit_at_the_same_moment_brings_nothing_back(app: Flask) -> None:
    known = Everywhere()
    user = make.account(Role.ADMINISTRATOR)
    clients = [make.enter(app.test_client(), user) for _ in range(2)]
    pages = [f"/fr/directory/people/{known.person.id}/edit", address("erasure", known.rows)]
    edited, erased = forms.at_once(clients, pages)
    assert edited in (303, 404, 409)
    assert erased in (303, 409)
    if erased == 409:
        forms.send(clients[1], pages[1])
    assert "zohaira" not in everything()


def test_an_account_in_use_is_told_and_stays(administrator: FlaskClient) -> None:
    user = make.account(Role.READER, make.forum("live"), MAIL)
    page = administrator.get(address("held", [f"account:{user.id}"])).text
    assert MAIL in page
    assert "reader" in page
    forms.send(administrator, address("erasure", [f"account:{user.id}"]))
    assert db.session.get_one(type(user), user.id).email == MAIL
    with unit_of_work():
        db.session.get_one(type(user), user.id).active = False
    forms.send(administrator, address("erasure", [f"account:{user.id}"]))
    assert MAIL not in everything()


def test_an_objection_stops_the_address_of_the_person_alone(administrator: FlaskClient) -> None:
    known = Everywhere()
    shared = make.registration(
        known.coming, make.category(known.coming, name="الصحافة"), given_ar="سعيد", email="shared@example.org"
    )
    make.registration(
        known.coming, known.category, given_ar="منى", given_latin="Mouna", email="shared@example.org"
    )
    for row in (f"registration:{shared.id}", f"registration:{known.seat.id}"):
        page = address("objection", [row])
        assert forms.send(administrator, page, note="Plus de lettres").status_code == 303
    stopped = set(db.session.scalars(sa.select(MailBounce.address)))
    assert stopped == {MAIL}
    rights = db.session.scalars(sa.select(Exercise.right)).all()
    assert rights == [Right.OBJECTION, Right.OBJECTION]


def test_a_rectification_is_noted_and_the_register_shows_it(administrator: FlaskClient) -> None:
    known = Everywhere()
    page = address("rectification", [f"registration:{known.seat.id}"])
    assert forms.send(administrator, page, note="Le prénom est mal écrit").status_code == 303
    assert "Le prénom est mal écrit" in administrator.get(RIGHTS).text
    table = administrator.get(f"{RIGHTS}.csv").data.decode("utf-8-sig")
    assert table.count("\r\n") == 2
    assert "Le prénom est mal écrit" in table


def test_the_letters_not_sent_yet_are_not_sent(administrator: FlaskClient) -> None:
    known = Everywhere()
    letters = sa.select(OutgoingMail).where(sa.func.lower(OutgoingMail.to_address) == MAIL)
    assert len(db.session.scalars(letters).all()) == 3
    forms.send(administrator, address("erasure", known.rows))
    assert db.session.scalars(letters).all() == []
    assert db.session.scalars(sa.select(Invitation)).all() == []


def test_an_organiser_has_no_part_in_it(client: FlaskClient) -> None:
    live = make.forum("live")
    make.enter(client, make.account(Role.ORGANISER, live))
    assert client.get(RIGHTS).status_code == 403
