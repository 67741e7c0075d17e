"""Reading the letters that went out, as the person to whom they came."""

import re
from email.message import EmailMessage

from flask import Flask

from app.platform import jobs, mail

LINK = re.compile(r"http://localhost:8000(/\S+)")


def to(app: Flask, address: str) -> list[EmailMessage]:
    """The letters that an address has received, after everything that was due is done."""
    jobs.run_due(app)
    return [letter for letter in mail.carried() if letter["To"] == address]


def text(letter: EmailMessage) -> str:
    """What it says."""
    part = letter.get_body(("plain",))
    assert part
    return str(part.get_content())


def link(letter: EmailMessage) -> str:
    """The only address of ours in it, from its path on."""
    (found,) = LINK.findall(text(letter))
    return str(found)
