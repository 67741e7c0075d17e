"""The roles in words: as a title beside a name, and what each does."""

from app.accounts.models import Role
from app.platform.i18n import lazy, lazy_context

ROLE_WORDS = {
    Role.ADMINISTRATOR: lazy_context("role", "Administrator"),
    Role.ORGANISER: lazy_context("role", "Organiser"),
    Role.PROGRAMME_EDITOR: lazy_context("role", "Programme editor"),
    Role.REGISTRAR: lazy_context("role", "Registrar"),
    Role.DESK: lazy_context("role", "Desk staff"),
    Role.PROTOCOL: lazy_context("role", "Protocol officer"),
    Role.COMMUNICATIONS: lazy_context("role", "Communications officer"),
    Role.RAPPORTEUR: lazy_context("role", "Rapporteur"),
    Role.RAPPORTEUR_GENERAL: lazy_context("role", "General rapporteur"),
    Role.LEGAL_DESK: lazy_context("role", "Legal desk"),
    Role.LEGAL_APPROVER: lazy_context("role", "Legal approver"),
    Role.MINISTERS_OFFICE: lazy_context("role", "Minister’s office"),
    Role.READER: lazy_context("role", "Reader"),
}
WAY_WORDS = {
    "password": lazy_context("signed in with", "Password"),
    "code": lazy_context("signed in with", "Password and code"),
    "recovery_code": lazy_context("signed in with", "Password and recovery code"),
    "passkey": lazy_context("signed in with", "Passkey"),
}
ROLE_HINTS = {
    Role.ADMINISTRATOR: lazy("Everything, in every event, and the installation itself."),
    Role.ORGANISER: lazy("Prepares the event, its programme and its registrations, and names the team."),
    Role.PROGRAMME_EDITOR: lazy("Changes the programme."),
    Role.REGISTRAR: lazy("Sees the registrations, writes to people, prints badges, works at the desk."),
    Role.DESK: lazy("Prints badges and welcomes people at the desk."),
    Role.PROTOCOL: lazy("Sees the office of the event; the guests of protocol come with a later version."),
    Role.COMMUNICATIONS: lazy("Sees the messages, sends them again and writes their texts."),
    Role.RAPPORTEUR: lazy("Sees the office of the event; recommendations come with a later version."),
    Role.RAPPORTEUR_GENERAL: lazy("Sees the office of the event; recommendations come with a later version."),
    Role.LEGAL_DESK: lazy("Prepares the agreements and marks them as signed."),
    Role.LEGAL_APPROVER: lazy("Reads the agreements."),
    Role.MINISTERS_OFFICE: lazy("Reads the agreements."),
    Role.READER: lazy("Reads the office and the agreements; changes nothing."),
}
