"""The notice of law 09-08 and its consents: their words now, and each wording that was used."""

import hashlib
import json
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.forums import organisers
from app.forums.models import Forum
from app.platform.db import db, unit_of_work
from app.platform.i18n import _, current, lazy, locales, using
from app.platform.once import once
from app.platform.text import Translated
from app.registrations import notice_words, rules
from app.registrations.rule_rows import Notice, Rules
from app.registrations.words import CONSENT_WORDS, ConsentKind


@dataclass(frozen=True)
class Told:
    """The notice in one language: the first layer, then what is folded as (label, text), then the sentence of
    each consent that is asked, in the order in which they are asked. All of it plain text.
    """

    first: str
    more: list[tuple[str, str]]
    consents: dict[ConsentKind, str]


def asked(of: Rules) -> list[ConsentKind]:
    """The consents that an organiser asks for."""
    on = {
        ConsentKind.PHOTO: of.asks_photo,
        ConsentKind.DIRECTORY: of.asks_directory,
        ConsentKind.LATER: of.asks_later,
    }
    return [kind for kind, is_asked in on.items() if is_asked]


def told(forum: Forum) -> Told:
    """The words of today in the reader's language."""
    return once(("notice", forum.id, current()), lambda: _told(forum, rules.of(forum.id)))


def sentences(forum: Forum) -> dict[ConsentKind, str]:
    """Those of the consents that are asked today, in the reader's language; less to draw than `told`."""
    return _sentences(rules.of(forum.id))


def digest(forum: Forum) -> str:
    """Of the words of today in every language: the same while not one of them changes."""
    return once(("notice's digest", forum.id), lambda: _digest(*_words(forum)))


def ready(forum: Forum) -> int:
    """The key of the row of the words of today, outside a unit of work: drawing them takes time. Only where
    a word changed it is made, in a unit of its own.
    """
    known = sa.select(Notice.id).where(Notice.forum_id == forum.id, Notice.digest == digest(forum))
    found: int | None = db.session.scalar(known)
    if found is not None:
        return found
    with unit_of_work():
        return in_force(forum).id


def in_force(forum: Forum) -> Notice:
    """The row of the words of today, made when a word changed; inside a unit of work."""
    text, consents = _words(forum)
    known = sa.select(Notice).where(Notice.forum_id == forum.id, Notice.digest == _digest(text, consents))
    found = db.session.scalar(known)
    if found:
        return found
    made = Notice(forum_id=forum.id, digest=_digest(text, consents), text=Translated(text), consents=consents)
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError:
        # Another was first with the same words.
        return db.session.scalars(known).one()
    return made


def _words(forum: Forum) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """What a row keeps: the notice by language, and each sentence by kind and language."""
    text: dict[str, str] = {}
    consents: dict[str, dict[str, str]] = {}
    for locale in locales():
        with using(locale):
            said = told(forum)
            text[locale] = "\n".join([said.first, "", *(f"{label}: {one}" for label, one in said.more)])
            read = str(CONSENT_WORDS[ConsentKind.NOTICE])
            for kind, sentence in {ConsentKind.NOTICE: read, **said.consents}.items():
                consents.setdefault(kind.value, {})[locale] = sentence
    return text, consents


def _digest(text: dict[str, str], consents: dict[str, dict[str, str]]) -> str:
    whole = json.dumps([text, consents], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()


def _told(forum: Forum, of: Rules) -> Told:
    contact, kept = notice_words.contact(forum, of), notice_words.kept(of.keep_months)
    more = [
        (lazy("Who is responsible"), organisers.named(forum)),
        (lazy("What for"), _("To organise this event, and to write to you about it.")),
        (lazy("Who receives them"), notice_words.recipients(of)),
        (lazy("What you have to give"), notice_words.needed()),
        (lazy("Kept"), notice_words.kept_apart(of)),
        (lazy("CNDP"), notice_words.receipt(of)),
        (lazy("Identity card"), notice_words.card(of)),
        (lazy("Your rights"), notice_words.rights(contact)),
        (lazy("If you are not heard"), notice_words.appeal()),
    ]
    return Told(
        notice_words.first(kept, contact),
        [(str(label), text) for label, text in more if text],
        _sentences(of),
    )


def _sentences(of: Rules) -> dict[ConsentKind, str]:
    return {kind: str(CONSENT_WORDS[kind]) for kind in asked(of)}
