"""Coming in and going out with a second factor, as a person does in front of the pages."""

import re
from typing import Any

from playwright.sync_api import Page

from tests.accounts.devices import CODE, SECRET, Phone
from tests.browser import steps


class Key:
    """A device inside the computer that makes passkeys and unlocks them, by the browser's own protocol."""

    def __init__(self, page: Page) -> None:
        self._browser: Any = page.context.new_cdp_session(page)
        self._browser.send("WebAuthn.enable")
        self._id = self._browser.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )["authenticatorId"]

    def lose(self) -> None:
        """The device is gone."""
        self._browser.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self._id})

    def unlock(self, right: bool) -> None:
        """Whether the finger on it is the right one."""
        self._browser.send("WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": right})


def set_up_codes(page: Page) -> list[str]:
    """From the page that asks for a second factor to the recovery codes."""
    page.wait_for_url("**/account/second-factor")
    shown = SECRET.search(page.locator("main").inner_text())
    assert shown
    # A reader may see a second, chance code in the noise of a large one.
    scanned = steps.codes_in(page.locator(".set-up-code svg").screenshot())
    assert any(f"secret={shown[1].replace(' ', '')}" in one for one in scanned)
    page.fill("#code", Phone(shown[1].replace(" ", "")).code())
    steps.send(page.locator("main form"))
    page.wait_for_url("**/recovery-codes")
    return CODE.findall(page.locator("main").inner_text())


def leave(page: Page) -> None:
    page.locator("form.leave button").click()
    page.wait_for_url(re.compile(r"/(ar|fr)/$"))
