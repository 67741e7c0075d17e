"""What a person does in front of a page, in one word each."""

from io import BytesIO

import pypdfium2
import zxingcpp
from flask import Flask
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page

from app.accounts.models import User
from tests import make
from tests.browser import pages

DPI = 200


def sign_in(page: Page, locale: str, email: str, password: str = make.PASSWORD) -> None:
    """Through the form of the sign-in page."""
    page.goto(f"/{locale}/sign-in")
    page.fill("#email", email)
    page.fill("#password", password)
    send(page.locator("main form"))


def enter(app: Flask, context: BrowserContext, base: str, user: User) -> None:
    """Signed in without the form, for pages where signing in is not the matter."""
    client = make.enter(app.test_client(), user)
    context.add_cookies(pages.cookies(client, base))


def send(form: Locator) -> None:
    """Press the first button of a form."""
    form.locator("button").first.click()


def walk(page: Page) -> None:
    """Go on to the last step of the form of registration and say that the notice was read.

    Where there is no script, or nothing between, all steps are open already.
    """
    page.wait_for_load_state()
    onwards = page.locator("[data-next]:visible")
    for _step in range(onwards.count() and page.locator("[data-next]").count()):
        if onwards.count():
            onwards.click()
    page.check("#notice_read")


def register(page: Page) -> None:
    """Walk to the end of the form of registration, and send it."""
    walk(page)
    page.locator("#step-send .primary").click()


def reply(page: Page, **values: str) -> None:
    """Fill in the form of registration step by step, each field where it is shown, and send it."""
    page.wait_for_load_state()
    for name, value in values.items():
        field = page.locator(f"#{name}")
        if not field.is_visible():
            page.locator("[data-next]:visible").click()
        field.fill(value)
    register(page)


def both(form: Locator, name: str, ar: str, fr: str) -> None:
    """Fill in the two languages of a field."""
    form.locator(f"[name={name}-ar]").fill(ar)
    form.locator(f"[name={name}-fr]").fill(fr)


def unfold(form: Locator) -> Locator:
    """Open what hides a form, as a person does."""
    form.locator("xpath=ancestor::details/summary").click()
    return form


def codes_in(picture: bytes) -> list[str]:
    """What a reader makes of a picture."""
    return [found.text for found in zxingcpp.read_barcodes(Image.open(BytesIO(picture)).convert("L"))]


def codes_on(pdf: bytes) -> list[str]:
    """What a reader makes of the first page, as it is printed."""
    paper = pypdfium2.PdfDocument(pdf)
    picture = paper[0].render(scale=DPI / 72).to_pil().convert("L")
    paper.close()
    return [found.text for found in zxingcpp.read_barcodes(picture)]
