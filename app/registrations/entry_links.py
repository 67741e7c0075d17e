"""The links that lead into a category or a delegation: derived from its row and the installation's secret.

The moment at which the row was made stands in the proof, for SQLite gives the key of a removed row out again.
"""

from dataclasses import dataclass

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from app.audit.models import Entry as Act
from app.forums.models import Forum
from app.platform.db import db, one_or_404
from app.platform.errors import NotFound
from app.platform.http import LARGEST_KEY
from app.platform.seals import check_link_token, link_token
from app.registrations.models import Category, Delegation, Registration
from app.registrations.words import Entry, Seen, Source
from app.verification import keys

_KINDS: dict[str, type[Category] | type[Delegation]] = {"c": Category, "d": Delegation}


@dataclass(frozen=True)
class Entered:
    """Where a link leads. The category of a delegation's link is the delegation's."""

    category: Category
    delegation: Delegation | None = None


def token(row: Category | Delegation) -> str:
    """What stands in the address: the kind, the key and the proof."""
    letter = _letter(row)
    return f"{letter}{row.id}-{link_token(keys.link_secret(), *_sealed(letter, row))}"


def url(row: Category | Delegation, locale: str) -> str:
    """The whole address, in a language."""
    forum = db.session.get_one(Forum, row.forum_id)
    words = {"locale": locale, "forum": forum, "link": token(row)}
    path = current_app.url_map.bind("localhost").build("registrations.register", words)
    return f"{current_app.config['SETTINGS'].base_url}{path}"


def of_registration(registration: Registration) -> str:
    """The link by which a person registered, for the next one of the same hand; "" where the form is open to
    all, where the team added the person, and where the link was renewed since: it was taken from them.
    """
    row = db.session.get_one(Category, registration.category_id)
    by_link = row.entry is Entry.INVITATION or row.seen is Seen.LINK
    if registration.source is not Source.PUBLIC or not (by_link or registration.delegation_id):
        return ""
    of_delegation = sa.select(Delegation).where(Delegation.id == registration.delegation_id)
    entered = db.session.scalars(of_delegation).one_or_none() or row
    renewed = sa.select(Act.id).where(
        Act.subject_kind == entered.__tablename__,
        Act.subject_id == entered.id,
        Act.act == f"{entered.__tablename__}.link_renewed",
        Act.created_at >= registration.created_at,
    )
    return "" if db.session.scalar(renewed.limit(1)) else token(entered)


def opened(forum: Forum, link: str) -> Entered:
    """Where a link of this event leads, with its places. Raises NotFound for one that we did not make, or
    that was renewed.
    """
    name, _, proof = link.partition("-")
    letter, key = name[:1], name[1:]
    if letter not in _KINDS or not (key.isascii() and key.isdigit()) or not 0 < int(key) <= LARGEST_KEY:
        raise NotFound()
    model = _KINDS[letter]
    row = one_or_404(
        sa.select(model)
        .where(model.forum_id == forum.id, model.id == int(key))
        .options(joinedload(model.quota), *_category(model))
    )
    if not check_link_token(keys.link_secret(), proof, *_sealed(letter, row)):
        raise NotFound()
    return Entered(row.category, row) if isinstance(row, Delegation) else Entered(row)


def _letter(row: Category | Delegation) -> str:
    return "d" if isinstance(row, Delegation) else "c"


def _sealed(letter: str, row: Category | Delegation) -> tuple[str, str, int]:
    return f"entry {letter}", f"{row.id} {row.created_at:%Y%m%d%H%M%S%f}", row.link_serial


def _category(model: type[Category] | type[Delegation]) -> list[ORMOption]:
    if model is not Delegation:
        return []
    return [joinedload(Delegation.category).joinedload(Category.quota)]
