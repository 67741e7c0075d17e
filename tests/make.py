"""Builders: each makes one thing with what a test does not care about filled in. All commit."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient

from app.accounts import actions as accounts
from app.accounts import security
from app.accounts.models import Role, User
from app.checkin.actions import add_gate
from app.checkin.models import Gate
from app.forums import actions as forums
from app.forums.lifecycle import State
from app.forums.models import Forum, Hall, Partner, Theme
from app.forums.queries import whole
from app.memoranda import actions as memoranda
from app.memoranda.models import Agreement, PaperScan
from app.memoranda.queries import agreement as agreement_query
from app.people.models import Kind, Organisation
from app.platform import mail, storage
from app.platform.clock import at, today
from app.platform.db import db, one_or_404, unit_of_work
from app.platform.text import Translated
from app.programme import actions as programme
from app.programme.models import Session
from app.registrations import actions as registrations
from app.registrations.models import Category, Registration

PASSWORD = "a long enough password"
_hashes: dict[str, str] = {}


def forum(slug: str = "live", **values: Any) -> Forum:
    """A national forum that is open, in twelve days, for two days."""
    starts = today() + timedelta(days=12)
    state = values.pop("state", State.OPEN)
    filled = {
        "slug": slug,
        "kind": "forum",
        "title": Translated(ar="مناظرة للاختبار", fr="Assises d’essai"),
        "city": Translated(ar="إفران", fr="Ifrane"),
        "starts_on": starts,
        "ends_on": starts + timedelta(days=1),
    }
    with unit_of_work():
        made = forums.create(filled | values, by=None)
        made.state = state
    return made


def hall(of: Forum, name: str = "القاعة الكبرى", capacity: int = 300) -> Hall:
    """A hall of a forum."""
    with unit_of_work():
        return forums.add_hall(
            one_or_404(whole(of.id)), name=Translated(ar=name, fr="Grande salle"), capacity=capacity, by=None
        )


def category(of: Forum, places: int = 10, name: str = "الجمعيات") -> Category:
    """A category of a forum."""
    with unit_of_work():
        return registrations.add_category(of, name={"ar": name, "fr": "Associations"}, places=places, by=None)


def account(role: Role | None = None, of: Forum | None = None, email: str = "") -> User:
    """An account with a role in a forum, or in the installation; with no role at all, a stranger."""
    if "hash" not in _hashes:
        _hashes["hash"] = security.hashed(PASSWORD)
    name = role.value if role else "stranger"
    with unit_of_work():
        user = accounts.open_account(
            email=email or f"{name}-{of.slug if of else 'all'}@example.org",
            name=name,
            password_hash=_hashes["hash"],
        )
        db.session.flush()
        if role:
            accounts.grant(user, role, forum_id=of.id if of else None, by=None)
    return user


def enter(client: FlaskClient, user: User) -> FlaskClient:
    """Put the user's sign-in into the client's cookie, without the cost of a password."""
    identifier = user.fs_uniquifier
    with client.session_transaction() as cookie:
        cookie["_user_id"] = identifier
        cookie["_fresh"] = True
    return client


def registration(of: Forum, kind: Category, *, wait: bool = False, **person: Any) -> Registration:
    """A registered person."""
    filled = {
        "given_ar": "خديجة",
        "family_ar": "العلمي",
        "given_latin": "Khadija",
        "family_latin": "El Alami",
        "email": "khadija@example.org",
        "locale": "ar",
    }
    identity = registrations.new_identity()
    with unit_of_work():
        return registrations.register(
            of, kind, filled | person, form_token=identity.public_id, identity=identity, wait=wait
        )


def gate(of: Forum, name: str = "المدخل الرئيسي") -> Gate:
    """A gate of a forum."""
    with unit_of_work():
        return add_gate(of.id, name=Translated(ar=name, fr="Entrée principale"), by=None)


def organisation(name: str = "جهة النموذج", kind: Kind = Kind.REGION) -> Organisation:
    """An organisation."""
    made = Organisation(name=Translated(ar=name, fr=f"Organisme {name}"), kind=kind)
    with unit_of_work():
        db.session.add(made)
    return made


def agreement(of: Forum, parties: int = 2, **values: Any) -> Agreement:
    """An agreement in preparation between fictional parties, each with its signatory."""
    filled = {"kind": "memorandum", "title": Translated(ar="مذكرة تفاهم للاختبار", fr="Mémorandum d’essai")}
    with unit_of_work():
        ref = memoranda.prepare(of, filled | values, by=None).ref
    for number in range(parties):
        party = organisation(f"طرف {number + 1}")
        with unit_of_work():
            memoranda.add_party(
                one_or_404(agreement_query(of.id, ref)),
                party,
                signatory={"ar": f"الموقع {number + 1}", "fr": f"Signataire {number + 1}"},
                capacity={"ar": "الرئيس", "fr": "Président"},
                by=None,
            )
    made: Agreement = one_or_404(agreement_query(of.id, ref))
    return made


def theme(of: Forum, name: str = "الحكامة") -> Theme:
    """A theme of a forum."""
    with unit_of_work():
        return forums.add_theme(one_or_404(whole(of.id)), name=Translated(ar=name, fr="Gouvernance"), by=None)


def partner(of: Forum, role: str = "partner") -> Partner:
    """An organisation of its own, with its part in a forum."""
    known = organisation()
    with unit_of_work():
        return forums.add_partner(one_or_404(whole(of.id)), organisation_id=known.id, role=role, by=None)


def session(of: Forum, **values: Any) -> Session:
    """A plenary of the first day at ten, for an hour."""
    assert of.starts_on
    filled = {
        "kind": "plenary",
        "title": Translated(ar="جلسة للاختبار", fr="Séance d’essai"),
        "starts_at": at(of.starts_on, 10),
        "minutes": 60,
    }
    with unit_of_work():
        return programme.add(of, filled | values, by=None)


def scan(of: Agreement, data: bytes = b"%PDF-1.7 the signed paper") -> PaperScan:
    """The signed paper of an agreement."""
    user = account(email=f"{of.ref}@example.org")
    stored = storage.put(BytesIO(data), suffix=".pdf")
    with unit_of_work():
        return memoranda.attach_scan(
            of, stored, filename="paper.pdf", content_type="application/pdf", by=user
        )


def signable(of: Forum) -> Agreement:
    """An agreement to which nothing is missing but the signature."""
    made = agreement(of, signed_on=today())
    scan(made)
    ready: Agreement = one_or_404(agreement_query(of.id, made.ref))
    return ready


def signed(of: Forum) -> Agreement:
    """A signed agreement, with a file that stands for its summary."""
    ref = signable(of).ref
    user = account(email=f"signs-{ref}@example.org")
    stored = storage.put(BytesIO(b"%PDF-1.7 a summary"), suffix=".pdf")
    with unit_of_work():
        memoranda.sign(one_or_404(agreement_query(of.id, ref)), by=user)
    made: Agreement = one_or_404(agreement_query(of.id, ref))
    with unit_of_work():
        made.summary_key = stored.key
    return made


def letter(of: Forum) -> mail.OutgoingMail:
    """A letter of a forum, on its way."""
    with unit_of_work():
        return mail.compose(
            to="somebody@example.org", locale="fr", subject="Essai", text="Essai", kind="test", forum_id=of.id
        )


def slugs() -> list[str]:
    """The addresses of all events there are."""
    return list(db.session.scalars(sa.select(Forum.slug)))


def organisation_of(part: Partner) -> Translated:
    """The name of the organisation whose part this is."""
    return db.session.get_one(Organisation, part.organisation_id).name
