"""A letter as it travels: encoded headers, a plain part, and a page with the right language and direction."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from app.platform.i18n import direction

LINK = re.compile(r"https?://[^\s<>«»\"]+[^\s<>«»\".,;:!?)]")
# Seven bits: some servers on the way still spoil Arabic in eight.
POLICY = SMTP.clone(cte_type="7bit")
PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)


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
    message["From"] = Address(sender[0], addr_spec=ascii_address(parseaddr(sender[1])[1]))
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
    """The text as HTML: blank lines part paragraphs, addresses become links that read left to right."""
    paragraphs = [
        Markup("<br>").join(_linked(line) for line in paragraph.splitlines())
        for paragraph in re.split(r"\n\s*\n", text.strip())
    ]
    frame = PAGES.get_template("mail/frame.html")
    return frame.render(
        subject=subject, paragraphs=paragraphs, locale=locale, direction=direction(locale), site=site
    )


def sender_domain(sender: str) -> str:
    """The domain after the @, for Message-ID and EHLO."""
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"


def ascii_address(address: str) -> str:
    """The address with its domain as it stands in the DNS: `x@مثال.المغرب` → `x@xn--….xn--…`."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}" if not domain.isascii() else address


def _linked(line: str) -> Markup:
    shown, end = Markup(), 0
    for found in LINK.finditer(line):
        link = Markup('<a href="{0}" dir="ltr">{0}</a>').format(found[0])
        shown += escape(line[end : found.start()]) + link
        end = found.end()
    return shown + escape(line[end:])
