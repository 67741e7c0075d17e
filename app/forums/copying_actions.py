"""What a new edition takes from an earlier one. Nothing personal but the roles that were ticked."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from app.accounts.actions import grant
from app.accounts.models import Membership, Role, User
from app.audit import actions as audit
from app.forums import actions, office_queries, ports
from app.forums.models import Contact, Forum, Hall, Partner, Theme
from app.installation import correspondence
from app.platform.db import db
from app.platform.i18n import lazy
from app.platform.text import Translated

_ALWAYS = ("kind", "series_id", "is_fictional")
_TEXTS = ("about", "concept")
_PLACE = ("city", "region", "venue", "address", "directions", "latitude", "longitude", "help_phone")
_ROWS: dict[type[Any], tuple[str, ...]] = {
    Hall: ("name", "capacity", "equipment", "access", "interpretation"),
    Theme: ("name", "about", "colour"),
    Partner: ("organisation_id", "role"),
    Contact: ("label", "phone", "email", "is_public"),
}


def copy(
    earlier: Forum, values: Mapping[str, Any], *, parts: Sequence[str], roles: Sequence[Role], by: User
) -> Forum:
    """Add a forum in preparation with `values` of its own, the `parts` (names of `ports.copies`) of an
    earlier one, and the accounts in use that have one of `roles` there. Who makes it organises it. Raises
    AddressTaken.
    """
    taken = {name: getattr(earlier, name) for name in _ALWAYS}
    made = actions.create(taken | dict(values), by=by, record=False)
    for one in ports.copies:
        if one.name in parts:
            one.bring(earlier, made, by)
    db.session.flush()
    audit.record("forum.copied", made, by=by, slug=made.slug, earlier=earlier.slug, parts=list(parts))
    grant(by, Role.ORGANISER, forum_id=made.id, by=by)
    held = (
        sa.select(User, Membership.role)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.forum_id == earlier.id, Membership.role.in_(roles), User.active)
        .order_by(Membership.id)
    )
    for user, role in db.session.execute(held).all():
        if (user.id, role) != (by.id, Role.ORGANISER):
            grant(user, role, forum_id=made.id, by=by)
    return made


def offer() -> None:
    """What forums themselves offer to new editions."""
    ports.copy("texts", lazy("Presentation and concept note"), _bring_columns(_TEXTS))
    ports.copy("place", lazy("Place, directions and help number"), _bring_columns(_PLACE))
    for name, label, model in (
        ("halls", lazy("Halls"), Hall),
        ("themes", lazy("Themes"), Theme),
        ("partners", lazy("Partners"), Partner),
    ):
        ports.copy(name, label, _bring_rows(model))
    # A contact may be somebody's own number: taking it along is decided each time.
    ports.copy("contacts", lazy("Contacts"), _bring_rows(Contact), ticked=False)
    # What was written may name days of the edition before.
    ports.copy("messages", lazy("Texts of the messages"), _bring_messages, ticked=False)


def _bring_messages(earlier: Forum, new: Forum, _by: User | None) -> None:
    correspondence.bring(earlier.id, new.id)


def _bring_columns(names: Sequence[str]) -> Any:
    def bring(earlier: Forum, new: Forum, _by: User | None) -> None:
        for name in names:
            setattr(new, name, _own(getattr(earlier, name)))

    return bring


def _bring_rows(model: type[Any]) -> Any:
    def bring(earlier: Forum, new: Forum, _by: User | None) -> None:
        for position, row in enumerate(office_queries.parts(model, earlier.id), 1):
            kept = {name: _own(getattr(row, name)) for name in _ROWS[model]}
            db.session.add(model(forum_id=new.id, position=position, **kept))

    return bring


def _own(value: Any) -> Any:
    """A text that changes in one row does not change in the other."""
    return Translated(value) if isinstance(value, Translated) else value
