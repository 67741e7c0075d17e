"""Mail servers on loopback: one that takes letters, and one that misbehaves as it is told to."""

import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from time import sleep
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.platform.clock import now


class Sink:
    """What a server received; addresses in `refused` are answered with their line. `dials`: lines opened."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.refused: dict[str, str] = {}
        self.port = 0
        self.signed_in: list[bool] = []
        self.dials = 0

    async def handle_EHLO(self, _server: Any, session: Any, _envelope: Any, host: str, said: Any) -> Any:
        self.dials += 1
        session.host_name = host
        return said

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:
        self.letters.append(cast(EmailMessage, message_from_bytes(envelope.content, policy=default)))
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        self.signed_in.append(session.authenticated)
        return "250 OK"


@contextmanager
def server(port: int = 0, **options: Any) -> Iterator[Sink]:
    """A real SMTP server, on a free port unless one is given."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=port or free_port(), ready_timeout=10, **options)
    controller.start()
    sink.port = controller.port
    try:
        yield sink
    finally:
        controller.stop()


def free_port() -> int:
    """One that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Rude:
    """A server that misbehaves; `took`: letters it read to their end, whatever it then did."""

    port: int
    dials: int = 0
    took: int = 0


@contextmanager
def rude_server(
    *,
    cuts_at: bytes = b"",
    hangs_at: bytes = b"",
    greets_after_s: float = 0,
    answers: dict[bytes, bytes] | None = None,
) -> Iterator[Rude]:
    """Speaks SMTP until a line begins with `cuts_at`, then drops the line without a word; at `hangs_at` it
    says nothing more. `.` is the end of a letter, `letter` its middle. `answers`: to a command, not 250.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    rude = Rude(listener.getsockname()[1])

    def serve() -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            rude.dials += 1
            with line, suppress(OSError):
                sleep(greets_after_s)
                line.sendall(b"220 hello\r\n")
                _misbehave(line, rude, cuts_at, hangs_at, answers or {})

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield rude
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def _misbehave(
    line: socket.socket, rude: Rude, cuts_at: bytes, hangs_at: bytes, answers: dict[bytes, bytes]
) -> None:
    said, inside = b"", False
    while received := line.recv(2**16):
        said += received
        while b"\r\n" in said:
            one, _, said = said.partition(b"\r\n")
            inside = inside and one != b"."
            rude.took += one == b"."
            command = b"letter" if inside else one[:4].upper()
            if hangs_at and command.startswith(hangs_at):
                line.recv(1)  # until the other gives up
                return
            if cuts_at and command.startswith(cuts_at):
                # Unread bytes make of it a reset, as when a machine goes down.
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            if not inside:
                line.sendall(
                    answers.get(command, b"354 go on" if command == b"DATA" else b"250 OK") + b"\r\n"
                )
            inside = inside or (command == b"DATA" and command not in answers)


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1 that signs itself, and a server's side of it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    return pem, context


def knows(user: str, password: str) -> Any:
    """Lets one person in."""

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        right = (given.login.decode(), given.password.decode()) == (user, password)
        return AuthResult(success=right, handled=right)

    return check
