"""A person with a browser of their own: keeps the cookie and the connection, and counts the requests."""

import re
import sys
from http.client import HTTPConnection, HTTPResponse
from itertools import count
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

from tests import forms

_CSRF = re.compile(r'name="csrf_token"[^>]*? value="([^"]+)"')
_visitors = count()


class Visitor:
    """Opens pages and sends forms on one kept connection, from an address of its own where loopback has more
    than one: the limits count what comes from each.
    """

    def __init__(self, port: int) -> None:
        number = next(_visitors)
        address = f"127.0.{1 + number // 250 % 250}.{1 + number % 250}" if sys.platform == "linux" else ""
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60, source_address=(address, 0))
        self._cookie = ""
        self.requests = 0
        self.location = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Status and page."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, values: dict[str, str], **headers: str) -> tuple[int, str]:
        """Status and page; where a redirection leads is in `location`."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(values), headers | kind)

    def download(self, path: str) -> tuple[int, int]:
        """Status and length of a file."""
        self._connection.request("GET", path, headers={"Cookie": self._cookie})
        answer = self._connection.getresponse()
        return answer.status, len(answer.read())

    def sign_in(self, email: str, password: str) -> None:
        """Through the form, password and all."""
        _, page = self.get("/fr/sign-in")
        values = {"csrf_token": csrf(page), "email": email, "password": password}
        status, _ = self.post("/fr/sign-in", values)
        if status != 303:
            raise RuntimeError(f"signing in was answered {status}")

    def register(self, path: str, email: str) -> int:
        """The form, its sending, the personal page; the status of the sending."""
        _, page = self.get(path)
        values = forms.held_in(page) | {
            "given_ar": "خديجة",
            "family_ar": "العلمي",
            "given_latin": "Khadija",
            "family_latin": "El Alami",
            "organisation": "جمعية الأمل",
            "email": email,
            "notice_read": "y",
        }
        status, _ = self.post(path, values)
        if status == 303:
            self.get(self.location)
        return status

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, str]:
        more = {"Cookie": self._cookie} if self._cookie else {}
        self._connection.request(method, path, body, headers | more)
        answer: HTTPResponse = self._connection.getresponse()
        page = answer.read().decode()
        self.requests += 1
        self.location = answer.headers.get("Location", "")
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self._cookie = cookie.partition(";")[0]
        return answer.status, page


def csrf(page: str) -> str:
    """The token that the form of a page carries."""
    return _first(_CSRF, page)


def _first(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    if found is None:
        raise LookupError(f"{pattern.pattern} is not in the page")
    return found[1]
