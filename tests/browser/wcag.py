"""What may be wrong with a page for somebody who reads, hears or types it otherwise."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import PHONE

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FRAME = """() => ({
  lang: document.documentElement.lang,
  dir: document.documentElement.dir,
  headings: document.querySelectorAll("h1").length,
  nameless: [...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
    .filter((one) => !one.labels.length).map((one) => one.name),
})"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults(page: Page, locale: str) -> list[str]:
    """What is wrong with the page that is open, in words; at the end it stands at the width of a phone."""
    frame = page.evaluate(FRAME)
    expected = {"lang": locale, "dir": "rtl" if locale == "ar" else "ltr", "headings": 1, "nameless": []}
    found = [f"{name}: {value}" for name, value in frame.items() if value != expected[name]]
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    for one in Axe().run(page, options=options).response["violations"]:
        found += [f"{one['id']}: {node['html'][:160]}" for node in one["nodes"]]
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    wide = page.evaluate(TOO_WIDE)
    return [*found, f"{wide} px too wide"] if wide > 0 else found
