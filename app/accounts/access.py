"""Which role holds which permission: the one table. A permission is the name of an endpoint's act."""

from app.accounts.models import Role

EVERYBODY_INSIDE = frozenset(Role)
_ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
_ORGANISERS = frozenset({Role.ADMINISTRATOR, Role.ORGANISER})
_AGREEMENTS = _ORGANISERS | {Role.LEGAL_DESK, Role.LEGAL_APPROVER, Role.MINISTERS_OFFICE, Role.READER}
_MESSAGES = _ORGANISERS | {Role.REGISTRAR, Role.COMMUNICATIONS}

# Of the whole installation: who holds one of them holds it everywhere, and never in one forum alone.
OF_THE_INSTALLATION = _ADMINISTRATORS
# Who must sign in with a second factor (page 2 of the design).
NEEDS_SECOND_FACTOR = _ORGANISERS

PERMISSIONS: dict[str, frozenset[Role]] = {
    "installation.accounts": _ADMINISTRATORS,
    "installation.settings": _ADMINISTRATORS,
    "installation.messages": _ADMINISTRATORS,
    "installation.jobs": _ADMINISTRATORS,
    "installation.log": _ADMINISTRATORS,
    "forums.create": _ORGANISERS,
    "forums.office": EVERYBODY_INSIDE,
    "forums.edit": _ORGANISERS,
    "forums.announce": _ORGANISERS,
    "team.manage": _ORGANISERS,
    "people.list": _ORGANISERS | {Role.PROGRAMME_EDITOR, Role.PROTOCOL},
    "people.edit": _ORGANISERS | {Role.PROGRAMME_EDITOR},
    "people.export": _ORGANISERS,
    "people.import": _ORGANISERS,
    "people.merge": _ORGANISERS,
    "people.rights": _ADMINISTRATORS,
    "organisations.list": _ORGANISERS
    | {Role.PROGRAMME_EDITOR, Role.PROTOCOL, Role.LEGAL_DESK, Role.LEGAL_APPROVER},
    "organisations.edit": _ORGANISERS | {Role.PROGRAMME_EDITOR, Role.LEGAL_DESK},
    "programme.edit": _ORGANISERS | {Role.PROGRAMME_EDITOR},
    "programme.release": _ORGANISERS | {Role.PROGRAMME_EDITOR},
    "registrations.list": _ORGANISERS | {Role.REGISTRAR},
    "registrations.edit": _ORGANISERS | {Role.REGISTRAR},
    "registrations.export": _ORGANISERS | {Role.REGISTRAR},
    "registrations.settings": _ORGANISERS,
    "badges.print": _ORGANISERS | {Role.REGISTRAR, Role.DESK},
    "checkin.desk": _ORGANISERS | {Role.REGISTRAR, Role.DESK},
    "memoranda.list": _AGREEMENTS,
    "memoranda.edit": frozenset({Role.ADMINISTRATOR, Role.LEGAL_DESK}),
    "messages.list": _MESSAGES,
    "messages.send": _MESSAGES,
    "messages.edit": _ORGANISERS | {Role.COMMUNICATIONS},
    "audit.list": _ORGANISERS,
}


def allowed(roles: frozenset[Role], permission: str) -> bool:
    """Whether one of `roles` holds `permission`. Raises KeyError for a permission nobody defined."""
    return bool(roles & PERMISSIONS[permission])
