"""The fictional event, as loaded on a fixed day."""

import hashlib
from datetime import date
from io import BytesIO

import pypdfium2
import pytest
import sqlalchemy as sa
import zxingcpp
from flask import Flask
from PIL import Image
from sqlalchemy.orm import selectinload

from app.accounts.models import InvitationState, Role
from app.accounts.queries import invitations
from app.audit.models import Entry
from app.checkin.models import Admission, Gate
from app.forums.lifecycle import State as ForumState
from app.forums.models import Forum, PartnerRole
from app.forums.queries import by_slug, whole
from app.memoranda.actions import unsigned_because
from app.memoranda.models import Agreement, Party
from app.memoranda.models import State as AgreementState
from app.people.models import Organisation, Person, Tie
from app.platform import mail, operator, qr, storage
from app.platform.clock import local
from app.platform.db import db
from app.programme.models import Session
from app.registrations import recounting
from app.registrations.models import Choice, Quota, Registration
from app.registrations.question_rows import Answer, Question
from app.registrations.rule_rows import Consent
from app.registrations.standing import HOLDING
from app.registrations.words import ConsentKind, Covers, State
from app.verification import codes, keys

pytestmark = pytest.mark.xdist_group("demo live")


@pytest.fixture
def forum(loaded: Flask) -> Forum:
    found = db.session.scalars(by_slug("forum-demo")).one()
    more = (selectinload(Forum.days), selectinload(Forum.contacts), selectinload(Forum.documents))
    return db.session.scalars(whole(found.id).options(*more)).one()


def agreements(forum: Forum) -> dict[AgreementState, Agreement]:
    query = (
        sa.select(Agreement)
        .where(Agreement.forum_id == forum.id)
        .options(
            selectinload(Agreement.parties).selectinload(Party.signatories), selectinload(Agreement.scans)
        )
    )
    return {one.state: one for one in db.session.scalars(query)}


def test_it_says_that_it_is_fictional_and_is_open_twelve_days_ahead(forum: Forum) -> None:
    assert (forum.is_fictional, forum.state) == (True, ForumState.OPEN)
    assert (forum.starts_on, forum.ends_on) == (date(2026, 3, 14), date(2026, 3, 15))
    assert "التجريبية" in forum.title["ar"]
    assert "fictives" in forum.title["fr"]
    assert [one["kind"] for one in forum.sources] == ["demo"]


def test_it_has_three_halls_four_themes_two_gates_and_nobody_inside(forum: Forum) -> None:
    assert [hall.capacity for hall in forum.halls] == [300, 120, 60]
    assert len(forum.themes) == 4
    assert db.session.scalar(sa.select(sa.func.count()).where(Gate.forum_id == forum.id)) == 2
    assert db.session.scalar(sa.select(sa.func.count(Admission.id))) == 0


def test_its_partners_are_fictional(forum: Forum) -> None:
    assert {one["kind"] for partner in forum.partners for one in partner.organisation.sources} == {"demo"}


def test_the_quotas_say_what_is_taken(forum: Forum) -> None:
    assert recounting.drifts() == []
    quotas = db.session.scalars(sa.select(Quota).order_by(Quota.covers, Quota.id)).all()
    assert [(one.covers, one.places, one.taken) for one in quotas] == [
        *((Covers.CATEGORY, *row) for row in ((120, 104), (50, 42), (20, 20), (40, 29), (20, 3))),
        (Covers.DELEGATION, 10, 7),
        (Covers.EVENT, 260, 198),
        *((Covers.WORKSHOP, 40, chosen) for chosen in chosen_workshops()),
    ]


def chosen_workshops() -> list[int]:
    """How many hold a place in each workshop."""
    query = (
        sa.select(sa.func.count())
        .select_from(Choice)
        .join(Registration, Registration.id == Choice.registration_id)
        .where(Registration.state.in_(HOLDING))
        .group_by(Choice.workshop_id)
        .order_by(Choice.workshop_id)
    )
    return list(db.session.scalars(query))


def test_everybody_read_the_notice_and_answered_what_is_compulsory(forum: Forum) -> None:
    read = sa.select(sa.func.count()).where(Consent.kind == ConsentKind.NOTICE, Consent.is_given)
    assert db.session.scalar(read) == 220
    questions = {one.label["fr"]: one for one in db.session.scalars(sa.select(Question))}
    answered = sa.select(Answer.question_id, sa.func.count()).group_by(Answer.question_id)
    counts = dict(db.session.execute(answered).all())
    travels = questions["Venez-vous d’une autre ville\u00a0?"]
    assert counts[travels.id] == 220
    yes = travels.options[0]["key"]
    said_yes = [one for one in db.session.scalars(sa.select(Answer)) if one.value == yes]
    assert counts[questions["De quelle ville\u00a0?"].id] == len(said_yes)
    assert counts[questions["Numéro de la carte de presse"].id] == 35


def test_fifteen_wait_for_the_press_which_is_full(forum: Forum) -> None:
    query = sa.select(Registration).where(Registration.state == State.WAITING)
    waiting = db.session.scalars(query.options(selectinload(Registration.category))).all()
    assert len(waiting) == 15
    assert {one.category.name["fr"] for one in waiting} == {"Presse"}
    full = db.session.scalars(sa.select(Quota).where(Quota.category_id == waiting[0].category_id)).one()
    assert full.free == 0


def test_the_code_of_each_of_the_220_badges_leads_back_to_its_registration(forum: Forum) -> None:
    found = db.session.scalars(sa.select(Registration)).all()
    assert len(found) == 220
    for one in found:
        read = zxingcpp.read_barcodes(Image.open(BytesIO(qr.png(one.qr, scale=3))))
        code = codes.read(keys.badge_keys(), read[0].text)
        assert (code.registration_id.hex(), code.serial) == (one.public_id, one.badge_serial)


def test_people_are_found_by_name_and_each_registration_is_in_the_log(forum: Forum) -> None:
    assert db.session.scalar(sa.select(sa.func.count()).where(Registration.search == "")) == 0
    logged = sa.select(sa.func.count()).where(Entry.act == "registration.made", Entry.forum_id == forum.id)
    assert db.session.scalar(logged) == 220


def test_one_person_is_invited_to_the_team_and_no_letter_is_sent(forum: Forum) -> None:
    (invitation,) = db.session.scalars(invitations(forum.id))
    assert (invitation.role, invitation.state) == (Role.REGISTRAR, InvitationState.PENDING)
    assert invitation.email.endswith(".example")
    sent = db.session.scalars(sa.select(mail.OutgoingMail.to_address)).all()
    assert invitation.email not in sent


def test_four_people_alone_are_written_to(forum: Forum) -> None:
    letters = db.session.scalars(sa.select(mail.OutgoingMail)).all()
    assert sorted(one.locale for one in letters) == ["ar", "ar", "fr", "fr"]
    assert {one.forum_id for one in letters} == {forum.id}


def test_the_draft_lacks_only_the_scan(forum: Forum) -> None:
    missing = [str(one) for one in unsigned_because(agreements(forum)[AgreementState.DRAFT])]
    assert len(missing) == 1


def test_the_signed_agreement_keeps_its_scan_with_the_fingerprint_of_its_bytes(forum: Forum) -> None:
    signed = agreements(forum)[AgreementState.SIGNED]
    with storage.open(signed.scans[0].key) as file:
        kept = file.read()
    assert kept.startswith(b"%PDF-")
    assert (signed.scans[0].size, signed.scans[0].sha256) == (len(kept), hashlib.sha256(kept).hexdigest())
    assert signed.signed_on == date(2026, 2, 20)


def test_the_parties_of_its_agreements_are_fictional(forum: Forum) -> None:
    for one in agreements(forum).values():
        for party in one.parties:
            organisation = db.session.get_one(Organisation, party.organisation_id)
            assert [source["kind"] for source in organisation.sources] == ["demo"]


def test_the_institution_that_runs_it_is_fictional_and_has_neither_receipt_nor_arms(forum: Forum) -> None:
    operator.forget()
    held = operator.held()
    assert ("التجريبية" in held.name["ar"], "fictive" in held.name["fr"]) == (True, True)
    assert (held.cndp_number, held.arms, held.logo) == ("", None, None)


def test_its_days_have_hours_that_hold_its_sessions(forum: Forum) -> None:
    hours = {one.on: (one.opens_at, one.closes_at) for one in forum.days}
    assert set(hours) == {forum.starts_on, forum.ends_on}
    for one in db.session.scalars(sa.select(Session).where(Session.forum_id == forum.id)):
        assert one.starts_at and one.ends_at
        opens_at, closes_at = hours[local(one.starts_at).date()]
        assert opens_at and opens_at <= local(one.starts_at).time()
        assert closes_at and local(one.ends_at).time() <= closes_at


def test_it_tells_how_to_come_whom_to_ask_and_what_it_is_about(forum: Forum) -> None:
    for text in (forum.concept, forum.address, forum.directions):
        assert set(text) == {"ar", "fr"}
    assert "خيالي" in forum.address["ar"]
    assert [one.is_public for one in forum.contacts] == [True, True, False]
    assert [bool(hall.equipment and hall.access) for hall in forum.halls] == [True, True, True]
    assert [hall.interpretation for hall in forum.halls] == [["ar", "fr"], ["ar", "fr"], []]


def test_it_has_a_partner_in_each_role(forum: Forum) -> None:
    assert {partner.role for partner in forum.partners} == set(PartnerRole)


def test_two_documents_are_public_and_each_says_that_it_is_fictional(forum: Forum) -> None:
    assert [one.is_public for one in forum.documents] == [True, True, False]
    for one in forum.documents:
        with storage.open(one.key) as file:
            kept = file.read()
        assert (one.size, one.sha256) == (len(kept), hashlib.sha256(kept).hexdigest())
        paper = pypdfium2.PdfDocument(kept)
        text = paper[0].get_textpage().get_text_range()
        paper.close()
        assert "Document de démonstration" in text


def test_the_team_knows_the_persons_of_the_event_and_two_of_them_look_like_one(forum: Forum) -> None:
    tied = sa.select(Person).join(Tie, Tie.person_id == Person.id).where(Tie.forum_id == forum.id)
    people = db.session.scalars(tied).all()
    assert len(people) == 17
    assert [one.email for one in people if one.email and not one.email.endswith("@example.org")] == []
    shared = [one.phone for one in people if one.family_latin.endswith("Hamdouchi")]
    assert shared == ["+212537000008"] * 2
    assert len({one.phone for one in people if one.phone}) == len([one for one in people if one.phone]) - 1
