"""A letter as it travels: encoded headers, a plain part, and a page with the right language and direction."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import (
    Address,
    HeaderRegistry,
    UniqueAddressHeader,
    UniqueUnstructuredHeader,
)
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, parseaddr
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from app.platform.i18n import direction
from app.platform.text import one_line

LINK = re.compile(r"https?://[^\s<>«»\"\u2066-\u2069]+[^\s<>«»\"\u2066-\u2069.,;:!?)]")
# A value put into the text, or an address that the writer of the text wrote.
_RUN = re.compile(f"\u2068(?P<value>[^\u2066-\u2069]*)\u2069|(?P<link>{LINK.pattern})")
_LABELLED = re.compile(rf"(?P<label>.*\w.*?)[ \u00a0\u202f]*:[ \u00a0]*(?P<link>{LINK.pattern})")
PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)


class _Subject(UniqueUnstructuredHeader):
    """A subject encoded as a whole: the library encodes runs of words, and loses the space at some folds
    (« fictives : la » was read as « fictives :la »).
    """

    def fold(self, *, policy: Policy) -> str:
        text = str(self)
        return f"Subject: {_encoded(text, 'Subject', policy)}{policy.linesep}"


class _Sender(UniqueAddressHeader):
    """The sender, whose name would lose spaces in the same way."""

    def fold(self, *, policy: Policy) -> str:
        one = self.addresses[0]
        if one.display_name.isascii():
            return f"From: {self}{policy.linesep}"
        name = _encoded(one.display_name, "From", policy)
        return f"From: {name}{policy.linesep} <{one.addr_spec}>{policy.linesep}"


def _encoded(text: str, header: str, policy: Policy) -> str:
    plain = text.isascii() and "=?" not in text
    whole = Header(text, "us-ascii" if plain else "utf-8", header_name=header, maxlinelen=76)
    return whole.encode(linesep=policy.linesep)


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("subject", _Subject)  # type: ignore[arg-type]
_HEADERS.map_to_type("from", _Sender)  # type: ignore[arg-type]
# Seven bits: some servers on the way still spoil Arabic in eight.
POLICY = SMTP.clone(cte_type="7bit", header_factory=_HEADERS)


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter."""

    name: str
    content_type: str
    data: bytes


def build(
    *,
    sender: tuple[str, str],
    to: str,
    reply_to: str,
    subject: str,
    text: str,
    locale: str,
    written_at: datetime,
    message_id: str,
    attachments: Sequence[Attachment],
) -> EmailMessage:
    """The whole message. Date and Message-ID come from the row, so that a repeat is the same letter."""
    message = EmailMessage(policy=POLICY)
    message["Subject"] = subject
    message["From"] = Address(one_line(sender[0]), addr_spec=ascii_address(parseaddr(sender[1])[1]))
    message["To"] = Address(addr_spec=ascii_address(to))
    if reply_to:
        message["Reply-To"] = Address(addr_spec=ascii_address(reply_to))
    message["Date"] = format_datetime(written_at)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    message.add_alternative(page(subject, text, locale, sender[0]), subtype="html")
    for one in attachments:
        main, _, sub = one.content_type.partition("/")
        message.add_attachment(one.data, maintype=main, subtype=sub, filename=one.name)
    message["Content-Language"] = locale  # last: adding a part moves every Content- header into it
    return message


def page(subject: str, text: str, locale: str, site: str) -> str:
    """The text as a page of HTML in the direction of its language."""
    frame = PAGES.get_template("mail/frame.html")
    return frame.render(
        subject=subject, paragraphs=paragraphs(text), locale=locale, direction=direction(locale), site=site
    )


def paragraphs(text: str) -> list[Markup]:
    """The text as HTML, parted at its blank lines.

    Isolated values become `<bdi>` with their own direction; an address that ends a line after a colon
    becomes a button with the words before it, and stands below, left to right, for who wants to copy it.
    """
    return [
        Markup("<br>").join(_line(line) for line in paragraph.splitlines())
        for paragraph in re.split(r"\n\s*\n", text.strip())
    ]


def sender_domain(sender: str) -> str:
    """The domain after the @, for Message-ID and EHLO."""
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"


def ascii_address(address: str) -> str:
    """The address with its domain as it stands in the DNS: `x@مثال.المغرب` → `x@xn--….xn--…`."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}" if not domain.isascii() else address


def _line(line: str) -> Markup:
    labelled = _LABELLED.fullmatch(line)
    if labelled:
        button = Markup('<a class="button" href="{}">{}</a>')
        return (
            button.format(labelled["link"], _runs(labelled["label"]))
            + Markup("<br>")
            + _runs(labelled["link"])
        )
    return _runs(line)


def _runs(line: str) -> Markup:
    shown, end = Markup(), 0
    for found in _RUN.finditer(line):
        if found["link"]:
            run = Markup('<a href="{0}" dir="ltr">{0}</a>').format(found["link"])
        else:
            # Not linked: it is what somebody filled in, and may be meant to lead the reader astray.
            run = Markup('<bdi dir="{}">{}</bdi>').format(_direction(found["value"]), found["value"])
        shown += escape(line[end : found.start()]) + run
        end = found.end()
    return shown + escape(line[end:])


def _direction(text: str) -> str:
    """That of the first letter that has one, as a first-strong isolate decides."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    first = next((kind for kind in strong if kind in ("L", "R", "AL")), "L")
    return "ltr" if first == "L" else "rtl"
