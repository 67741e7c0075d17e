"""What carries letters, by MAIL_URL: a folder of .eml files, SMTP, or memory for tests."""

import re
import smtplib
import ssl
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from time import monotonic
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from app.platform.clock import now
from app.platform.mail_message import sender_domain
from config import BadSetting

TIMEOUT_S = 15
# The server may take its time before it answers for a whole letter (RFC 5321 grants it ten minutes): who
# gives up early sends it twice.
LAST_ANSWER_S = 60
# After a dial that was this slow and failed, the letters of the next half minute wait without dialling.
SLOW_S = 5
PAUSE = timedelta(seconds=30)
# A line carries letter after letter; a server may drop it when it idles or carried many.
MOST_LETTERS, FRESH_S = 100, 10
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Refused(Exception):
    """For good: the server says why, and asking again changes nothing."""


class Unreachable(Exception):
    """For now: worth another attempt."""


class Uncertain(Exception):
    """The line was cut after the letter went out and before the server took charge of it."""


class Carrier(Protocol):
    """Takes a whole message; raises Refused, Unreachable or Uncertain. Rests when no letter follows."""

    def carry(self, message: EmailMessage) -> None: ...

    def rest(self) -> None: ...


class Memory:
    """Keeps the letters of this process."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    def carry(self, message: EmailMessage) -> None:
        self.letters.append(message)

    def rest(self) -> None:
        """There is nothing to put down."""


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

    def rest(self) -> None:
        """There is nothing to put down."""


@dataclass
class _Line:
    """An open line that carried some letters, and when the last one."""

    smtp: smtplib.SMTP
    letters: int = 0
    used_at: float = 0.0

    @property
    def fresh(self) -> bool:
        return self.letters < MOST_LETTERS and monotonic() - self.used_at < FRESH_S

    def hang_up(self) -> None:
        """Politely; what the server says to it no longer concerns any letter."""
        with suppress(OSError, smtplib.SMTPException):
            self.smtp.quit()
        self.smtp.close()


class Smtp:
    """`smtp://` speaks TLS when the server offers it, `smtps://` always."""

    def __init__(self, url: SplitResult) -> None:
        self.host = url.hostname or "localhost"
        self.tls_first = url.scheme == "smtps"
        self.port = url.port or (465 if self.tls_first else 587)
        self.user, self.password = unquote(url.username or ""), unquote(url.password or "")
        self._idle: deque[_Line] = deque()  # its ends are safe between threads
        self._pause: tuple[datetime, str] | None = None

    def carry(self, message: EmailMessage) -> None:
        sender = parseaddr(message["From"])[1]
        recipient = parseaddr(message["To"])[1]
        if not recipient.isascii():
            raise Refused("This address has letters that the mail server cannot carry.")
        line: _Line | None = None
        try:
            line = self._open(sender_domain(sender))
            _expect(line.smtp.mail(sender))
            _expect(line.smtp.rcpt(recipient))
            _hand_over(line.smtp, message.as_bytes())
        except Refused:
            self._keep(line)  # it is as good as before
            raise
        except BaseException as error:
            if line:
                line.hang_up()
            if isinstance(error, OSError | smtplib.SMTPException):
                raise Unreachable(_told(error)) from error
            raise
        self._keep(line)

    def rest(self) -> None:
        """Hang up the lines that carry nothing just now."""
        with suppress(IndexError):
            while True:
                self._idle.pop().hang_up()

    def _keep(self, line: _Line | None) -> None:
        if line:
            line.letters, line.used_at = line.letters + 1, monotonic()
            self._idle.append(line)

    def _open(self, domain: str) -> _Line:
        """A line that carried a letter a moment ago and still answers, else a new one."""
        with suppress(IndexError):
            while True:
                line = self._idle.pop()
                with suppress(OSError, smtplib.SMTPException):
                    if line.fresh and line.smtp.rset()[0] == 250:
                        return line
                line.hang_up()
        if self._pause and now() < self._pause[0]:
            raise Unreachable(self._pause[1])
        started = monotonic()
        try:
            return _Line(self._dial(domain))
        except (OSError, smtplib.SMTPException) as error:
            if monotonic() - started >= SLOW_S:
                self._pause = now() + PAUSE, _told(error)
            raise

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
    """Once all of the letter is written to the line, a lost line leaves open whether it arrived."""
    code, said = line.docmd("data")
    if code != 354:
        _expect((code if code >= 400 else 500, said))
    quoted = re.sub(rb"(?m)^\.", b"..", data)
    line.send(quoted.rstrip(b"\r\n") + b"\r\n.\r\n")
    try:
        if line.sock is not None:
            line.sock.settimeout(LAST_ANSWER_S)
        answer = line.getreply()
        if line.sock is not None:
            line.sock.settimeout(TIMEOUT_S)
    except (OSError, smtplib.SMTPException) as error:
        raise Uncertain(_told(error)) from error
    _expect(answer)


def _told(error: Exception) -> str:
    """For the outbox, where it is put into words by its beginning."""
    told = str(error)
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        told = f"{error.smtp_code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
    return f"{type(error).__name__}: {told}"
