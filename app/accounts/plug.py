"""What accounts add to the application."""

from flask import Flask

from app.accounts import (  # noqa: F401 — the pages of the blueprint
    administration,
    cli,
    doors,
    frame,
    invitations,
    ports,
    profile,
    recovery,
    security,
    views,
    views_confirm,
    views_devices,
    views_passkeys,
    views_second_factor,
)
from app.accounts.words import ROLE_WORDS, WAY_WORDS
from app.audit import ports as audit_ports
from app.platform import http
from app.platform.i18n import lazy
from app.ui.areas import Desk, open_desk


def plug(app: Flask) -> None:
    """Passwords, the sign-in pages, and `may()` for templates."""
    security.init(app)
    for blueprint in (views.bp, profile.bp, recovery.bp, invitations.bp, administration.bp):
        http.pages(app, blueprint)
    open_desk(
        ports.administration, Desk(lazy("Accounts"), "accounts_office.index", "installation.accounts", 10)
    )
    app.cli.add_command(cli.group)
    app.context_processor(frame.frame)
    audit_ports.values["membership", "role"] = ROLE_WORDS
    audit_ports.values["invitation", "role"] = ROLE_WORDS
    audit_ports.values["account", "way"] = WAY_WORDS
    app.jinja_env.globals["may"] = doors.may
