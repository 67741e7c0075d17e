"""Which role holds which permission: the one table. A permission is the name of an endpoint's act."""

from app.accounts.models import Role

EVERYBODY_INSIDE = frozenset(Role)
_ORGANISERS = frozenset({Role.ADMINISTRATOR, Role.ORGANISER})

PERMISSIONS: dict[str, frozenset[Role]] = {
    "forums.create": _ORGANISERS,
    "forums.office": EVERYBODY_INSIDE,
    "forums.edit": _ORGANISERS,
    "forums.announce": _ORGANISERS,
    "programme.edit": _ORGANISERS | {Role.PROGRAMME_EDITOR},
    "registrations.list": _ORGANISERS | {Role.REGISTRAR},
    "registrations.settings": _ORGANISERS,
    "badges.print": _ORGANISERS | {Role.REGISTRAR, Role.DESK},
    "checkin.desk": _ORGANISERS | {Role.REGISTRAR, Role.DESK},
    "memoranda.list": _ORGANISERS | {Role.LEGAL_DESK, Role.READER},
    "memoranda.edit": frozenset({Role.ADMINISTRATOR, Role.LEGAL_DESK}),
    "messages.send": _ORGANISERS | {Role.REGISTRAR},
    "messages.list": _ORGANISERS | {Role.REGISTRAR},
    "audit.list": _ORGANISERS,
}


def allowed(roles: frozenset[Role], permission: str) -> bool:
    """Whether one of `roles` holds `permission`. Raises KeyError for a permission nobody defined."""
    return bool(roles & PERMISSIONS[permission])
