"""What carries letters, by MAIL_URL: a folder of .eml files, SMTP, or memory for tests."""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from app.platform.mail_message import sender_domain
from config import BadSetting

TIMEOUT_S = 20
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Refused(Exception):
    """For good: the server says why, and asking again changes nothing."""


class Unreachable(Exception):
    """For now: worth another attempt."""


class Uncertain(Exception):
    """The line was cut after the letter went out and before the server took charge of it."""


class Carrier(Protocol):
    """Takes a whole message; raises Refused, Unreachable or Uncertain."""

    def carry(self, message: EmailMessage) -> None: ...


class Memory:
    """Keeps the letters of this process."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    def carry(self, message: EmailMessage) -> None:
        self.letters.append(message)


class Folder:
    """One .eml file a letter, named by its date and Message-ID: a repeat replaces the first."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def carry(self, message: EmailMessage) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        written = message["Date"].datetime.strftime("%Y%m%d-%H%M%S")
        known_as = message["Message-ID"].strip("<>").partition("@")[0]
        whole = self.path / f"{written}-{known_as}.eml"
        part = whole.with_suffix(".part")
        part.write_bytes(message.as_bytes())
        part.rename(whole)


class Smtp:
    """`smtp://` speaks TLS when the server offers it, `smtps://` always."""

    def __init__(self, url: SplitResult) -> None:
        self.host = url.hostname or "localhost"
        self.tls_first = url.scheme == "smtps"
        self.port = url.port or (465 if self.tls_first else 587)
        self.user, self.password = unquote(url.username or ""), unquote(url.password or "")

    def carry(self, message: EmailMessage) -> None:
        sender = parseaddr(message["From"])[1]
        recipient = parseaddr(message["To"])[1]
        if not recipient.isascii():
            raise Refused("This address has letters that the mail server cannot carry.")
        try:
            line = self._dial(sender_domain(sender))
            try:
                _expect(line.mail(sender))
                _expect(line.rcpt(recipient))
                _hand_over(line, message.as_bytes())
            finally:
                _hang_up(line)
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(f"{type(error).__name__}: {error}") from error

    def _dial(self, domain: str) -> smtplib.SMTP:
        secure = ssl.create_default_context()
        if self.tls_first:
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, local_hostname=domain, timeout=TIMEOUT_S, context=secure
            )
        else:
            line = smtplib.SMTP(self.host, self.port, local_hostname=domain, timeout=TIMEOUT_S)
        try:
            line.ehlo_or_helo_if_needed()
            encrypted = self.tls_first
            if not encrypted and line.has_extn("starttls"):
                line.starttls(context=secure)
                line.ehlo()
                encrypted = True
            if self.user and not encrypted and self.host not in LOOPBACK:
                raise Unreachable("The server offers no encryption, so the password is not sent.")
            if self.user:
                line.login(self.user, self.password)
        except BaseException:
            line.close()
            raise
        return line


def carrier(url: str) -> Carrier:
    """The carrier for a MAIL_URL."""
    if url.startswith("memory:"):
        return Memory()
    if url.startswith("folder:"):
        return Folder(Path(url.removeprefix("folder:")))
    parts = urlsplit(url)
    if not parts.hostname:
        raise BadSetting("MAIL_URL must name a server: smtp://user:password@host:587.")
    return Smtp(parts)


def _expect(answer: tuple[int, bytes]) -> None:
    code, said = answer
    told = f"{code} {said.decode('utf-8', 'replace')}"
    if code >= 500:
        raise Refused(told)
    if code >= 300:
        raise Unreachable(told)


def _hand_over(line: smtplib.SMTP, data: bytes) -> None:
    """From DATA on a lost line leaves it open whether the letter arrived."""
    try:
        answer = line.data(data)
    except smtplib.SMTPDataError as error:  # refused before the letter was sent
        said = error.smtp_error
        answer = (error.smtp_code, said.encode() if isinstance(said, str) else said)
    except (OSError, smtplib.SMTPServerDisconnected) as error:
        raise Uncertain(f"{type(error).__name__}: {error}") from error
    _expect(answer)


def _hang_up(line: smtplib.SMTP) -> None:
    """Politely; what the server says to it no longer concerns the letter."""
    with suppress(OSError, smtplib.SMTPException):
        line.quit()
    line.close()
