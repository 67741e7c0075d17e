"""Every page of the demonstration, each as somebody sees it who may open it."""

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.access import allowed
from app.accounts.models import Membership, Role, User
from app.platform.db import db
from app.programme import speaker_links
from app.programme.speaker_rows import Speaker
from app.registrations import links
from app.registrations.models import Registration
from tests import crawl, make

COOKIE = "mounadara"
LOCALES = ("ar", "fr")
VISITORS: tuple[Role | None, ...] = (None, *Role)


def visitor(app: Flask, role: Role | None) -> FlaskClient:
    """Somebody who has this role in the demonstration; nobody in particular without one."""
    client = app.test_client()
    if role:
        with app.app_context():
            held = sa.select(User).join(Membership).where(Membership.role == role).order_by(User.id).limit(1)
            make.enter(client, db.session.scalars(held).one())
    return client


def cookies(client: FlaskClient, base: str) -> list[dict[str, str]]:
    """What the browser must hold to be that person."""
    held = client.get_cookie(COOKIE)
    return [{"name": COOKIE, "value": held.value, "url": base}] if held else []


def shown_to(
    app: Flask, client: FlaskClient, role: Role | None, locale: str
) -> tuple[dict[str, list[str]], set[str]]:
    """(endpoint → addresses of the pages that are this role's to show, all endpoints it reaches)."""
    found = crawl.pages(app, client, _starts(app, locale, role))
    return {name: paths for name, paths in found.items() if _seen_as(app, name) == role}, set(found)


def _starts(app: Flask, locale: str, role: Role | None) -> list[str]:
    if role:
        return [f"/{locale}/office/"]
    with app.app_context():
        first = db.session.scalars(sa.select(Registration).order_by(Registration.id).limit(1)).one()
        mine = f"my/{links.token(first)}"
        asked = db.session.scalars(sa.select(Speaker).order_by(Speaker.id.desc()).limit(1)).one()
        speaking = f"speaking/{speaker_links.token(asked)}"
    found = ["", "sign-in", "styles", "styles/desk", "styles/office", "outbox", mine, speaking]
    return [f"/{locale}/{page}" for page in found]


def _seen_as(app: Flask, name: str) -> Role | None:
    """The role with the fewest rights that may open the page; nobody for a public one."""
    door = getattr(app.view_functions[name], "door", "public")
    if door == "public":
        return None
    if door in ("signed in", "own account"):
        return Role.ADMINISTRATOR
    return next((role for role in reversed(Role) if allowed(frozenset({role}), door)), Role.ADMINISTRATOR)
