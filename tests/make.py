"""Builders: each makes one thing with what a test does not care about filled in. All commit."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import joinedload

from app.accounts import actions as accounts
from app.accounts import inviting, security, sign_ins
from app.accounts.models import AccountLink, Invitation, Membership, Passkey, Purpose, Role, SignIn, User
from app.checkin.actions import add_gate
from app.checkin.models import Gate
from app.forums import actions as forums
from app.forums.lifecycle import State
from app.forums.models import Forum, Partner
from app.forums.queries import whole
from app.installation import actions as settings
from app.memoranda import actions as memoranda
from app.memoranda.models import Agreement, PaperScan
from app.memoranda.queries import agreement as agreement_query
from app.people import actions as people
from app.people import merging, organisation_actions
from app.people import ties as people_ties
from app.people.merge_rows import Merge, Sort
from app.people.models import Kind, Organisation, Person
from app.platform import mail, mail_outbox, pictures, storage
from app.platform.clock import at, now, today
from app.platform.db import db, one_or_404, unit_of_work
from app.platform.jobs_rows import Job
from app.platform.jobs_rows import State as JobState
from app.platform.mail_rows import MailBounce
from app.platform.operator import Operator, held
from app.platform.text import Translated
from app.programme import actions as programme_actions
from app.programme.models import Participation, Session
from app.programme.speaker_rows import Speaker
from app.programme.words import Part
from app.registrations import actions as seat_settings
from app.registrations import registering
from app.registrations.models import Category, Registration
from tests.make_batches import batch as batch
from tests.make_parts import contact as contact
from tests.make_parts import day as day
from tests.make_parts import document as document
from tests.make_parts import hall as hall
from tests.make_parts import series as series
from tests.make_parts import theme as theme
from tests.make_places import delegation as delegation
from tests.make_places import workshop as workshop
from tests.make_programme import availability as availability
from tests.make_programme import latest_release as latest_release
from tests.make_programme import part as part
from tests.make_programme import programme as programme
from tests.make_programme import release as release
from tests.make_programme import speaker_row as speaker_row
from tests.make_programme import talk as talk

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


def category(of: Forum, places: int = 10, name: str = "الجمعيات") -> Category:
    """A category of a forum."""
    with unit_of_work():
        return seat_settings.add_category(of, name={"ar": name, "fr": "Associations"}, places=places, by=None)


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
            everywhere = of is None or role is Role.ADMINISTRATOR
            accounts.grant(user, role, forum_id=None if everywhere else of.id, by=None)
    return user


def role(of: User) -> Membership:
    """The only role of an account."""
    return db.session.scalars(sa.select(Membership).where(Membership.user_id == of.id)).one()


def invitation(
    of: Forum | None = None, role: Role = Role.READER, email: str = "", by: User | None = None
) -> Invitation:
    """An invitation to a forum, or to administer the installation, sent in French; by the command line."""
    with unit_of_work():
        return inviting.invite(
            email=email or f"new-{of.slug if of else 'all'}@example.org",
            name="Nouvelle Personne",
            locale="fr",
            role=role if of else Role.ADMINISTRATOR,
            forum_id=of.id if of else None,
            by=by,
        )


def account_link(of: User, purpose: Purpose = Purpose.RECOVERY, new_email: str = "") -> AccountLink:
    """A link that was sent to the person of an account."""
    row = AccountLink(
        account_id=of.id,
        purpose=purpose,
        public_id=f"{of.id:031}{purpose.value[0]}",
        new_email=new_email,
        expires_at=now() + timedelta(hours=1),
    )
    with unit_of_work():
        db.session.add(row)
    return row


def enter(client: FlaskClient, user: User, *, strong: bool = True) -> FlaskClient:
    """Sign the user in with a second factor, without the cost of a password."""
    with current_app.test_request_context(method="POST"), unit_of_work():
        token = sign_ins.begin(user, strong=strong)
    with client.session_transaction() as cookie:
        cookie[sign_ins.COOKIE_KEY] = token
    return client


def device(of: User) -> SignIn:
    """A device on which an account is signed in."""
    with current_app.test_request_context(method="POST"), unit_of_work():
        sign_ins.begin(of, strong=True)
    return db.session.scalars(sign_ins.open_ones(of.id)).first()  # type: ignore[return-value]


def passkey(of: User) -> Passkey:
    """A passkey of an account, which no device holds."""
    made = Passkey(
        account_id=of.id, credential_id=of.email.encode(), public_key=b"", sign_count=0, name="A phone"
    )
    with unit_of_work():
        db.session.add(made)
    return made


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
    identity = registering.new_identity()
    with unit_of_work():
        return registering.register(
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


def partner(of: Forum, role: str = "partner") -> Partner:
    """An organisation of its own, with its part in a forum."""
    known = organisation()
    with unit_of_work():
        return forums.add_partner(one_or_404(whole(of.id)), organisation_id=known.id, role=role, by=None)


def partner_logo(of: Forum) -> str:
    """A partner with a logo of its own; gives the digest that stands in its address."""
    drawn = pictures.redrawn(picture((200 + of.id, 100)))
    stored, part = storage.put(drawn.data, suffix=".png"), partner(of)
    with unit_of_work():
        known = db.session.get_one(Organisation, part.organisation_id)
        known.logo_key, known.logo = stored.key, drawn.mark
    return drawn.digest


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
        return programme_actions.add(of, filled | values, by=None)


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


def failed_job(name: str = "mail.deliver", **values: Any) -> Job:
    """A job that was given up a moment ago."""
    filled = {"args": {"row_id": 0}, "state": JobState.FAILED, "ended_at": now(), "last_error": "OSError: no"}
    job = Job(name=name, **(filled | values))
    with unit_of_work():
        db.session.add(job)
    return job


def stopped_address(address: str, of: Forum | None = None) -> MailBounce:
    """An address whose letters come back; those of one forum, or all."""
    with unit_of_work():
        if of is None:
            return mail_outbox.stop(address, "550 No such mailbox")
        row = MailBounce(address=address, reason="550 No such mailbox", forum_id=of.id)
        db.session.add(row)
    return row


def slugs() -> list[str]:
    """The addresses of all events there are."""
    return list(db.session.scalars(sa.select(Forum.slug)))


def organisation_of(part: Partner) -> Translated:
    """The name of the organisation whose part this is."""
    return db.session.get_one(Organisation, part.organisation_id).name


def operator(**values: Any) -> Operator:
    """The institution that runs the installation, and what else is given of it."""
    name = {"ar": "مؤسسة للاختبار", "fr": "Institution d’essai"}
    version = held().version or 0
    with unit_of_work():
        settings.change({"name": name} | values, version=version, by=None)
    return held()


def picture(size: tuple[int, int] = (300, 100), kind: str = "PNG", **options: Any) -> bytes:
    """The bytes of a picture in one colour."""
    made = BytesIO()
    Image.new("RGB", size, "#0e5a43").save(made, kind, **options)
    return made.getvalue()


def mark(where: settings.Place = "logo", data: bytes = b"") -> str:
    """A picture of the operator in its place; gives the digest that stands in its address."""
    drawn = pictures.redrawn(data or picture())
    stored = storage.put(drawn.data, suffix=".png")
    with unit_of_work():
        settings.place(
            where,
            stored.key,
            drawn.mark,
            by=None,
        )
    return drawn.digest


def person(of: Forum | None = None, *, photo: bool = False, **values: Any) -> Person:
    """A person of the directory of a forum, or of none."""
    filled = {"given_ar": "أحمد", "family_ar": "الخلفي", "given_latin": "Ahmed", "family_latin": "El Khalfi"}
    if photo:
        drawn = pictures.redrawn(picture((40, 60)))
        filled |= {"photo_key": storage.put(drawn.data, suffix=".png").key, "photo": drawn.mark}
    with unit_of_work():
        return people.enter(filled | values, forum_id=of.id if of else None, by=None)


def merge(of: Forum) -> Merge:
    """Two persons of a forum that became one."""
    kept, gone = person(of), person(of)
    by = account(email=f"merger-{of.slug}@example.org")
    versions = (kept.version, gone.version)
    with unit_of_work():
        return merging.merge(Sort.PERSON, kept.id, gone.id, versions=versions, taken=(), by=by)


def speaker(of: Forum, **values: Any) -> Person:
    """A person who speaks in a released session of a forum, and whom its team did not add otherwise."""
    made, part = person(**values), session(of)
    with unit_of_work():
        db.session.add(Participation(session_id=part.id, person_id=made.id, part=Part.SPEAKER))
    release(of)
    return made


def speaking(of: Forum, **values: Any) -> Speaker:
    """The row of a person who speaks in a released session, whom the team knows."""
    made = speaker(of, **values)
    with unit_of_work():
        people_ties.tie(made, of.id, by=None)
    row: Speaker = one_or_404(
        sa.select(Speaker).where(Speaker.person_id == made.id).options(joinedload(Speaker.person))
    )
    return row


def organisation_of_event(of: Forum, **values: Any) -> Organisation:
    """An organisation that the team of a forum entered, with a logo."""
    drawn = pictures.redrawn(picture((120, 60)))
    filled = {"name": Translated(ar="جمعية الأمل", fr="Association Al Amal"), "kind": Kind.ASSOCIATION}
    filled |= {"logo_key": storage.put(drawn.data, suffix=".png").key, "logo": drawn.mark}
    with unit_of_work():
        return organisation_actions.enter(filled | values, forum_id=of.id, by=None)
