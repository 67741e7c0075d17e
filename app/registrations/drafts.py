"""«Continue later»: a form left half-way, opened again by its link alone.

What was typed is sealed under a key that is derived from the link, and only a hash of the link is kept: the
database alone opens nothing. (A link that was asked for by mail is kept until its day is over, with the
addresses it was sent to, under the installation's secret.)

The form's button posts all that is typed to the endpoint `drafts.keep`; a form that was entered by a link of
its own carries that link as `entry`, or in its address (`drafts.keep` takes it as `?entry=`). The page
`drafts.resume` reads the draft and draws the form by `views.filled_again(forum, typed, entry)`.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import timedelta

import sqlalchemy as sa
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
from werkzeug.datastructures import MultiDict

from app.forums.models import Forum
from app.platform import jobs
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.errors import Refusal
from app.platform.i18n import lazy
from app.platform.limits import TooMany
from app.platform.mail_rows import OutgoingMail
from app.platform.seals import base32
from app.registrations.rule_rows import Draft

KEPT = timedelta(hours=24)
LETTER = "draft.link"  # not "registration.…": those are about a registration, by its key
MOST_VALUES, MOST_LETTERS = 400, 60_000
# Of one event, in a day: a flood of drafts fills no disk. (A large event leaves some hundreds.)
MOST_KEPT = 5000
# Neither the token of a session nor what is asked for on the last step only.
NEVER = frozenset({"csrf_token", "cin"})


class TooLong(Refusal):
    """More than a form of ours holds."""

    status = 413

    def __init__(self) -> None:
        super().__init__(lazy("What was sent is longer than a registration. Nothing of it was kept."))


def keep(forum: Forum, values: Mapping[str, Iterable[str]]) -> str:
    """Keep what was typed, each name with all its values, for a day, and give the link that opens it.

    Inside a unit of work. The token of the form goes along, so that sending it twice is one registration; the
    token of the session and the identity card do not. Raises TooLong, and TooMany when the event has no room.
    """
    kept = {name: list(texts) for name, texts in values.items() if name not in NEVER}
    pairs = [(name, text) for name, texts in kept.items() for text in texts]
    if len(pairs) > MOST_VALUES or sum(len(name) + len(text) for name, text in pairs) > MOST_LETTERS:
        raise TooLong()
    if (db.session.scalar(_still_kept(forum)) or 0) >= MOST_KEPT:
        raise TooMany(
            lazy(
                "Too many forms are kept for later at this moment. Yours was not kept: go back to it, "
                "then send it now."
            )
        )
    link = base32(secrets.token_bytes(20)).lower()
    sealed = _box(link).encrypt_at_time(_written(kept), int(now().timestamp())).decode()
    db.session.add(Draft(forum_id=forum.id, link_hash=_hash(link), sealed=sealed, expires_at=now() + KEPT))
    db.session.flush()
    return link


def opened(forum: Forum, link: str) -> MultiDict[str, str] | None:
    """What was typed, by its link; None once its day is over, and for a link that is none of this event's."""
    draft = found(forum, link)
    if draft is None:
        return None
    try:
        kept = json.loads(_box(link).decrypt(draft.sealed.encode()))
    except InvalidToken:
        return None
    return MultiDict({str(name): list(texts) for name, texts in kept.items()})


def found(forum: Forum, link: str) -> Draft | None:
    """The row behind a link that still opens; what is in it stays sealed."""
    return db.session.scalar(
        sa.select(Draft).where(
            Draft.forum_id == forum.id, Draft.link_hash == _hash(link), Draft.expires_at > now()
        )
    )


def url(forum: Forum, link: str, locale: str) -> str:
    """The whole address at which the form goes on, in a language."""
    words = {"locale": locale, "forum": forum, "link": link}
    path = current_app.url_map.bind("localhost").build("drafts.resume", words)
    return f"{current_app.config['SETTINGS'].base_url}{path}"


@jobs.every(3600, "registrations.forget_drafts", label=lazy("Clearing of forms that were left half-way"))
def forget() -> None:
    """Remove the drafts whose day is over, in blocks, and their letters: SQLite gives the key to another."""
    over = Draft.expires_at <= now()
    while ids := db.session.scalars(sa.select(Draft.id).where(over).limit(200)).all():
        with unit_of_work():
            letters = OutgoingMail.kind == LETTER, OutgoingMail.subject_id.in_(ids)
            db.session.execute(sa.delete(OutgoingMail).where(*letters))
            db.session.execute(sa.delete(Draft).where(Draft.id.in_(ids)))


def _still_kept(forum: Forum) -> sa.Select[int]:
    return sa.select(sa.func.count()).where(Draft.forum_id == forum.id, Draft.expires_at > now())


def _written(kept: dict[str, list[str]]) -> bytes:
    """Arabic as it is: escaped, it takes three times the room."""
    return json.dumps(kept, ensure_ascii=False).encode("utf-8", "replace")


def _hash(link: str) -> str:
    return hashlib.sha256(link.lower().encode()).hexdigest()


def _box(link: str) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"mounadara registration draft")
    return Fernet(base64.urlsafe_b64encode(key.derive(link.lower().encode())))
