"""Every page of the demonstration, each as somebody sees it who may open it."""

from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.access import allowed
from app.accounts.models import Membership, Role, User
from app.forums.lifecycle import State as ForumState
from app.forums.models import Forum
from app.platform.db import db
from app.programme import speaker_links
from app.programme.speaker_rows import Speaker
from app.registrations import entry_links, links
from app.registrations.models import Category, Registration
from app.registrations.words import Entry, Seen, State
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
    found = crawl.pages(app, client, starts(app, locale, role))
    mine = {name: paths for name, paths in found.items() if _seen_as(app, name) == role}
    return mine | ({} if role else _others(app, locale)), set(found)


def _others(app: Flask, locale: str) -> dict[str, list[str]]:
    """Pages that stand otherwise at another address of the same endpoint: the personal page in each state,
    the form of each category.
    """
    with app.app_context():
        states = db.session.scalars(sa.select(Registration.state).distinct().order_by(Registration.state))
        found = {
            f"registrations.mine-{state}": [f"/{locale}/my/{links.token(_newest(state))}"] for state in states
        }
        opened = (Category.seen == Seen.EVERYONE, Category.entry != Entry.INVITATION)
        for category in db.session.scalars(sa.select(Category).where(*opened).order_by(Category.id)):
            forum = db.session.get_one(Forum, category.forum_id)
            if forum.state is ForumState.OPEN:
                address = f"/{locale}/forums/{forum.slug}/register?category={category.id}"
                found[f"registrations.register-{category.id}"] = [address]
    return found


def _newest(state: State) -> Registration:
    of_state = sa.select(Registration).where(Registration.state == state)
    return db.session.scalars(of_state.order_by(Registration.id.desc()).limit(1)).one()


def starts(app: Flask, locale: str, role: Role | None) -> list[str]:
    """Where this role begins; the pages to which only a link leads that somebody was sent are among them."""
    if role:
        return [f"/{locale}/office/"]
    with app.app_context():
        first = db.session.scalars(sa.select(Registration).order_by(Registration.id).limit(1)).one()
        mine = f"my/{links.token(first)}"
        proving = urlsplit(links.contact_url(_newest(State.HELD))).path.split("/", 2)[2]
        invited = db.session.scalars(sa.select(Category).where(Category.entry == Entry.INVITATION)).first()
        assert invited
        event = f"forums/{db.session.get_one(Forum, invited.forum_id).slug}/register"
        entered = entry_links.token(invited)
        asked = db.session.scalars(sa.select(Speaker).order_by(Speaker.id.desc()).limit(1)).one()
        speaking = f"speaking/{speaker_links.token(asked)}"
    found = ["", "sign-in", "styles", "styles/desk", "styles/office", "outbox", mine, speaking]
    found += [proving, event, f"{event}/{entered}", f"{event}/find/sent"]
    return [f"/{locale}/{page}" for page in found]


def _seen_as(app: Flask, name: str) -> Role | None:
    """The role with the fewest rights that may open the page; nobody for a public one."""
    door = getattr(app.view_functions[name], "door", "public")
    if door == "public":
        return None
    if door in ("signed in", "own account"):
        return Role.ADMINISTRATOR
    return next((role for role in reversed(Role) if allowed(frozenset({role}), door)), Role.ADMINISTRATOR)
