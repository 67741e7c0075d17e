"""`make shots`: a picture of every page in each language, width and scheme, in shots/.

Each page as somebody sees it who may open it, at its first address, with the data of the demonstration.
"""

import logging
import shutil
import tempfile
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from app.demo import loading
from app.platform.clock import today
from config import ROOT
from deploy import system
from deploy.console import say
from tests import application, crawl
from tests.browser import pages
from tests.browser.conftest import DESK, FLAGS, PHONE, serving

SHOTS = ROOT / "shots"
LOOKS = [("phone", PHONE, "light"), ("desk", DESK, "light"), ("desk-dark", DESK, "dark")]


def main() -> None:
    """Take all pictures on a demonstration of its own, loaded for today."""
    shutil.rmtree(SHOTS, ignore_errors=True)
    SHOTS.mkdir()
    with tempfile.TemporaryDirectory() as folder:
        app = application.build(f"sqlite:///{folder}/shots.sqlite", Path(folder), mode="demo")
        logging.getLogger().setLevel(logging.ERROR)
        application.upgrade(app)
        with app.app_context():
            loading.load(today())
        with serving(app) as base, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=system.browser(), args=FLAGS)
            reached = _all(app, browser, base)
            browser.close()
        with app.app_context():
            application.forget(app)
    say(f"{len(list(SHOTS.iterdir()))} pictures in {SHOTS.name}/. No page at: {crawl.unseen(app, reached)}")


def _all(app: Flask, browser: Browser, base: str) -> set[str]:
    reached: set[str] = set()
    for role in pages.VISITORS:
        client = pages.visitor(app, role)
        for locale in pages.LOCALES:
            mine, seen = pages.shown_to(app, client, role, locale)
            reached |= seen
            for look, (width, height), scheme in LOOKS:
                context = browser.new_context(
                    base_url=base,
                    locale=f"{locale}-MA",
                    viewport={"width": width, "height": height},
                    color_scheme=scheme,
                )
                context.add_cookies(pages.cookies(client, base))
                page = context.new_page()
                for name, paths in mine.items():
                    page.goto(paths[0])
                    page.screenshot(path=SHOTS / f"{name}-{locale}-{look}.png", full_page=True)
                context.close()
        say(f"→ {role.value if role else 'a visitor'}")
    return reached


if __name__ == "__main__":
    main()
