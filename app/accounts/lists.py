"""The administrator's list of accounts. A row is (account, second factor, last seen)."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.accounts import queries
from app.accounts.models import Membership, Role, User
from app.accounts.words import ROLE_WORDS
from app.platform.db import db
from app.platform.i18n import _, lazy, lazy_context
from app.platform.i18n import listing as enumerated
from app.ui.listing import Column, Filter, Listing, by_name

STATES = {"active": lazy_context("account", "active"), "closed": lazy_context("account", "deactivated")}


def accounts(roles: Mapping[int, list[Any]]) -> Listing:
    """The list, with the roles of its accounts in words."""

    def held(row: Any) -> str:
        return enumerated([str(word) for word in roles.get(row[0].id, ())])

    return Listing(
        "accounts",
        User,
        columns=(
            Column("name", lazy("Name"), lambda row: row[0].name, by_name(User)),
            Column("email", lazy("E-mail"), lambda row: row[0].email, kind="mail", shown=False),
            Column("roles", lazy("Roles"), held),
            Column("second_factor", lazy("Two-step verification"), _second_factor),
            Column("state", lazy("State"), lambda row: STATES[_state(row[0])], shown=False),
            Column("seen", lazy("Last seen"), lambda row: row[2], lambda: queries.LAST_SEEN, kind="moment"),
        ),
        filters=(
            Filter("state", lazy("State"), STATES.items, lambda value: User.active.is_(value == "active")),
            Filter("role", lazy("Role"), ROLE_WORDS.items, _holds),
        ),
        order="name",
    )


def roles_of(user_ids: list[int] | None = None) -> dict[int, list[Any]]:
    """The roles of some accounts (None: of all) in words, each once."""
    rows = sa.select(Membership) if user_ids is None else queries.roles_of(*user_ids)
    found: dict[int, dict[Any, None]] = defaultdict(dict)
    for one in db.session.scalars(rows):
        found[one.user_id][ROLE_WORDS[one.role]] = None
    return {key: list(words) for key, words in found.items()}


def _second_factor(row: Any) -> str:
    return str(_("yes") if row[1] else _("no"))


def _state(user: User) -> str:
    return "active" if user.active else "closed"


def _holds(role: str) -> sa.ColumnElement[bool]:
    return User.id.in_(sa.select(Membership.user_id).where(Membership.role == Role(role)))
