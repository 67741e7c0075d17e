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
