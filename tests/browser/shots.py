"""`make shots`: a picture of every page in each language, width and scheme, in shots/.

Each page as somebody sees it who may open it, at its first address, with the data of the demonstration.
"""

import shutil
import tempfile
from pathlib import Path
from threading import Thread

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from app.accounts.access import allowed
from app.accounts.models import Membership, Role, User
from app.demo import loading
from app.platform.clock import today
from app.platform.db import db
from app.registrations import links
from app.registrations.models import Registration
from config import ROOT
from deploy import system
from deploy.console import say
from tests import application, crawl, make
from tests.browser.conftest import DESK, FLAGS, PHONE

SHOTS = ROOT / "shots"
LOCALES = ("ar", "fr")
LOOKS = [("phone", PHONE, "light"), ("desk", DESK, "light"), ("desk-dark", DESK, "dark")]


def main() -> None:
    """Take all pictures on a demonstration of its own, loaded for today."""
    shutil.rmtree(SHOTS, ignore_errors=True)
    SHOTS.mkdir()
    with tempfile.TemporaryDirectory() as folder:
        app = application.build(f"sqlite:///{folder}/shots.sqlite", Path(folder), mode="demo")
        application.upgrade(app)
        with app.app_context():
            loading.load(today())
        server = make_server("127.0.0.1", 0, app, threaded=True)
        Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=system.browser(), args=FLAGS)
            reached = _all(app, browser, f"http://localhost:{server.server_port}")
            browser.close()
        server.shutdown()
        server.server_close()
        with app.app_context():
            application.forget(app)
    say(f"{len(list(SHOTS.iterdir()))} pictures in {SHOTS.name}/. No page at: {crawl.unseen(app, reached)}")


def _all(app: Flask, browser: Browser, base: str) -> set[str]:
    reached: set[str] = set()
    for role in (None, *Role):
        client, cookie = _visitor(app, role)
        for locale in LOCALES:
            found = crawl.pages(app, client, _starts(app, locale, role))
            mine = {name: paths[0] for name, paths in found.items() if _photographed_as(app, name) == role}
            reached |= set(found)
            for look, (width, height), scheme in LOOKS:
                context = browser.new_context(
                    base_url=base, viewport={"width": width, "height": height}, color_scheme=scheme
                )
                if cookie:
                    context.add_cookies([{"name": "mounadara", "value": cookie, "url": base}])
                page = context.new_page()
                for name, path in mine.items():
                    page.goto(path)
                    target = SHOTS / f"{name}-{locale}-{look}.png"
                    page.screenshot(path=target, full_page=True)
                context.close()
        say(f"→ {role.value if role else 'a visitor'}")
    return reached


def _visitor(app: Flask, role: Role | None) -> tuple[FlaskClient, str]:
    client = app.test_client()
    if role:
        with app.app_context():
            held = sa.select(User).join(Membership).where(Membership.role == role).order_by(User.id).limit(1)
            make.enter(client, db.session.scalars(held).one())
    cookie = client.get_cookie("mounadara")
    return client, cookie.value if cookie else ""


def _starts(app: Flask, locale: str, role: Role | None) -> list[str]:
    if role:
        return [f"/{locale}/office/"]
    with app.app_context():
        first = db.session.scalars(sa.select(Registration).order_by(Registration.id).limit(1)).one()
        found = [
            "",
            "sign-in",
            "styles",
            "styles/desk",
            "styles/office",
            "outbox",
            f"my/{links.token(first)}",
        ]
        return [f"/{locale}/{page}" for page in found]


def _photographed_as(app: Flask, name: str) -> Role | None:
    """The role with the fewest rights that may open the page; nobody for a public one."""
    door = getattr(app.view_functions[name], "door", "public")
    if door == "public":
        return None
    if door == "signed in":
        return Role.ADMINISTRATOR
    return next((role for role in reversed(Role) if allowed(frozenset({role}), door)), Role.ADMINISTRATOR)


if __name__ == "__main__":
    main()
