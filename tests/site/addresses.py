"""An address for every rule of the application: what the tests that walk the whole map put into it."""

from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from app.accounts import links as account_links
from app.accounts.models import Purpose, Role
from app.forums import share
from app.forums.models import Forum
from app.platform.db import db, one_or_404, unit_of_work
from app.programme import released, speaker_links
from app.programme.speaker_rows import Speaker
from app.registrations import drafts, entry_links, identity_card, links, queries
from app.registrations.models import Category, Registration, Workshop
from app.registrations.words import QuestionKind
from tests import make, make_questions
from tests.people import imports

READING = frozenset({"GET", "HEAD", "OPTIONS"})
# What stands in an address without being the key of a row: the other arguments must belong to the forum.
PLAIN = frozenset(
    {
        "locale",
        "forum",
        "state",
        "kind",
        "paper",
        "digest",
        "name",
        "subject_kind",
        "suffix",
        "text_kind",
        "way",
        "piece",
        "script",
        "part",
        "on",
        "code",
        "deed",
        "ending",
        "question_kind",
    }
)

CHOSEN: dict[str, Any] = {
    "locale": "ar",
    "state": "announced",
    "kind": "halls",
    "paper": "a6",
    "name": "app.css",
    "subject_kind": "registration",
    "text_kind": "registration.confirmed",
    "part": "identity",
    "way": "up",
    "piece": "given",
    "script": "ar",
    "text": "legal",
    "place": "logo",
    "suffix": "csv",
    "sort": "person",
    "code": "fr",
    "deed": "letter",
    "ending": "withdrawal",
    "question_kind": "short",
}


class Stock:
    """A forum with one of everything, and what its addresses are made of."""

    def __init__(self, slug: str) -> None:
        self.forum: Forum = make.forum(slug)
        category = make.category(self.forum)
        registration = make.registration(self.forum, category)
        agreement = make.agreement(self.forum)
        self._refs = {"memoranda.sign": make.signable(self.forum).ref}
        for public in ("memoranda.show", "memoranda.summary", "memoranda.draft_summary"):
            self._refs[public] = self._refs.get("memoranda.show") or make.signed(self.forum).ref
        self._refs["forums.document"] = make.document(self.forum, is_public=True).ref
        stored = make.scan(agreement)
        self._own_parts()
        self._account(slug)
        self._values: dict[str, Any] = CHOSEN | {
            "forum": slug,
            "category_id": category.id,
            "number": int(registration.number),
            "link": links.token(one_or_404(queries.by_id(registration.id))),
            "gate_id": make.gate(self.forum).id,
            **{f"{name.removesuffix('s')}_id": key for name, key in self._parts.items()},
            "series_id": make.series().id,
            "speaker_id": self._speaker().id,
            "session_id": make.session(self.forum).id,
            "ref": agreement.ref,
            "party_id": agreement.parties[0].id,
            "scan_id": stored.id,
            "subject_id": registration.id,
            "letter_id": make.letter(self.forum).id,
            "mark": make.mark(),
            **self._people(slug),
            **self._directory(),
            "job_id": make.failed_job().id,
            "import_id": imports.spreadsheet(self.forum).id,
            "delegation_id": make.delegation(self.forum, category).id,
            "workshop_id": self._workshop().id,
            "batch_id": make.batch(self.forum).id,
            **self._questions(registration),
        }
        self._registered_apart(category)

    def _people(self, slug: str) -> dict[str, Any]:
        """What hangs on accounts and addresses."""
        return {
            "address_id": make.stopped_address(f"{slug}@back.example").id,
            "stop_id": make.stopped_address(f"{slug}@back.example", self.forum).id,
            "account_id": self._known.id,
            "device_id": make.device(self._known).id,  # of one's own account alone
            "passkey_id": make.passkey(self._known).id,
            "membership_id": make.role(make.account(Role.READER, self.forum, f"team-{slug}@example.org")).id,
            "invitation_id": make.invitation(self.forum).id,
        }

    def _registered_apart(self, category: Category) -> None:
        """Who has a link renewed, gave an identity card, or proves an e-mail; the link of the category."""
        renewed = make.registration(self.forum, category, given_ar="سعيد", given_latin="Said")
        for act in ("edit", "renew_link"):
            self._special[f"registry.{act}"] = {"number": int(renewed.number)}
        card = identity_card.columns("AB123456", self.forum.id)
        carded = make.registration(self.forum, category, given_ar="كريم", given_latin="Karim", **card)
        self._special["registration_rules.read_card"] = {"number": int(carded.number)}
        self._links["registrations.register"] = {"link": entry_links.token(category)}
        self._unproved(category)

    def _unproved(self, category: Category) -> None:
        """Somebody whose e-mail the stock's own addresses may prove."""
        made = make.registration(self.forum, category, given_ar="نادية", given_latin="Nadia")
        proving = links.contact_url(made).rpartition("/")[2]
        self._links |= {page: {"link": proving} for page in ("contact.ask", "contact.confirm")}

    def _own_parts(self) -> None:
        """One of each part, by its name in addresses."""
        self._parts = {
            "halls": make.hall(self.forum).id,
            "themes": make.theme(self.forum).id,
            "partners": make.partner(self.forum).id,
            "days": make.day(self.forum).id,
            "contacts": make.contact(self.forum).id,
            "documents": make.document(self.forum).id,
        }

    def _directory(self) -> dict[str, Any]:
        """Somebody and an institution whom the team entered, and a photo that the public sees; a day."""
        return {
            "person_id": make.person(self.forum, photo=True).id,
            "photo": (make.speaker(self.forum, photo=True).photo or {})["digest"],
            "organisation_id": make.organisation_of_event(self.forum).id,
            "event_id": self.forum.id,
            "on": str(self.forum.starts_on),
            "one_id": make.person(self.forum).id,
            "other_id": make.person(self.forum).id,
            "merge_id": make.merge(self.forum).id,
            "release_id": make.latest_release(self.forum).id,
        }

    def _speaker(self) -> Speaker:
        """Somebody who speaks in a released session; and another, whose link nobody makes void."""
        linked = make.speaking(self.forum, email=f"linked-{self.forum.slug}@example.org")
        speaker = make.speaking(self.forum, email=f"speaks-{self.forum.slug}@example.org")
        session = db.session.scalars(released.shown(self.forum.id)).first()
        self._refs |= {
            "schedule.session": session.ref if session else "",
            "schedule.person": speaker.ref,
            "schedule_files.calendar_of_session": session.ref if session else "",
            "schedule_files.calendar_of_person": speaker.ref,
        }
        pages = ("speaking.about", "speaking.answer", "speaking.calendar", "speaking.show")
        self._links = {page: {"link": speaker_links.token(linked)} for page in pages} | self._draft()
        return speaker

    def _questions(self, registration: Registration) -> dict[str, Any]:
        """A question that nobody answered, and a file that somebody sent as an answer to another."""
        asked = make_questions.question(self.forum)
        file = make_questions.question(self.forum, QuestionKind.FILE)
        upload = make_questions.upload(file)
        make_questions.answer(registration, file, upload.public_id)
        self._special["questions.remove"] = {"question_id": make_questions.question(self.forum).id}
        return {"question_id": asked.id, "upload": upload.public_id}

    def _workshop(self) -> Workshop:
        """A session of the release that one chooses when registering."""
        session = make.session(self.forum, needs_registration=True)
        make.release(self.forum)
        return make.workshop(self.forum, session)

    def _draft(self) -> dict[str, dict[str, Any]]:
        """A form that somebody left half-way."""
        with unit_of_work():
            link = drafts.keep(
                self.forum, {"given_ar": ["أمينة"], "email": [f"draft-{self.forum.slug}@example.org"]}
            )
        return {page: {"link": link} for page in ("drafts.kept", "drafts.resume", "drafts.send")}

    def _account(self, slug: str) -> None:
        """Somebody with a role, others with links, and invitations that nobody answers before."""
        self._known, *written_to = (
            make.account(Role.READER, self.forum, f"known-{number}-{slug}@example.org") for number in range(3)
        )
        recovered = make.account_link(written_to[0])
        changed = make.account_link(written_to[1], Purpose.ADDRESS, f"changed-{slug}@example.org")
        links_ = [
            account_links.of_invitation(make.invitation(self.forum, email=f"{number}-{slug}@example.org"))
            for number in range(2)
        ]
        office = make.invitation(email=f"administrator-{slug}@example.org")
        self._special: dict[str, dict[str, Any]] = {
            "accounts_office.remove_role": {"membership_id": make.role(self._known).id},
            "accounts_office.repeat": {"invitation_id": office.id},
            "accounts_office.withdraw": {"invitation_id": office.id},
            "forums.partner_logo": {"mark": make.partner_logo(self.forum)},
            "forums.share_image": {"digest": share.digest(self.forum)},
            "invitations.accept": {"link": links_[0]},
            "invitations.ask_decline": {"link": links_[1]},
            "invitations.decline": {"link": links_[1]},
            "invitations.join": {"link": links_[0]},
            "invitations.show": {"link": links_[0]},
            "organisations.untie": {"organisation_id": make.organisation_of_event(self.forum).id},
            "people.untie": {"person_id": make.person(self.forum).id},
            "profile.confirm_address": {"link": account_links.of_account(changed)},
            "recovery.renew": {"link": account_links.of_account(recovered)},
        }

    def values(self, app: Flask, rule: Rule, **instead: Any) -> dict[str, Any]:
        """The values of the arguments of a rule. Raises KeyError for an argument that has no example yet."""
        found = self._values | {"digest": app.extensions["assets"]["app.css"].digest}
        found |= self._special.get(rule.endpoint, {}) | self._links.get(rule.endpoint, {})
        found["ref"] = self._refs.get(rule.endpoint, found["ref"])
        found["part_id"] = self._parts[instead.get("kind", "halls")]
        return {name: (found | instead)[name] for name in rule.arguments}

    def address(self, app: Flask, rule: Rule, **instead: Any) -> str:
        """The path of a rule, with some values in place of the usual ones."""
        return build(app, rule, self.values(app, rule, **instead))


def build(app: Flask, rule: Rule, values: dict[str, Any]) -> str:
    """The path of a rule with these values."""
    path: str = app.url_map.bind("localhost").build(rule.endpoint, values, method=min(rule.methods or ()))
    return path


def rules(app: Flask, *, reading: bool) -> list[tuple[str, Rule]]:
    """(method, rule) of all that is read, or of all that changes something, by endpoint."""
    return [
        (method, rule)
        for rule in sorted(app.url_map.iter_rules(), key=lambda one: (one.endpoint, one.rule))
        for method in sorted(rule.methods or ())
        if (method == "GET" if reading else method not in READING)
    ]
