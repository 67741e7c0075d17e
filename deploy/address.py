"""Where the web server listens: the demonstration on this machine only."""

import errno
import ipaddress
import os
import socket
from dataclasses import dataclass

from deploy.console import Stop


@dataclass(frozen=True)
class Address:
    """What is bound, and what a person opens: for a browser only `localhost` is a secure context."""

    host: str
    port: int

    @property
    def bound(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def opened(self) -> str:
        return f"http://localhost:{self.port}"


def chosen(mode: str) -> Address:
    """HOST and PORT of the environment. Raises Stop when the demonstration would be seen from elsewhere."""
    host = os.environ.get("HOST", "127.0.0.1")
    host = "127.0.0.1" if host == "localhost" else host
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        raise Stop(f"HOST must be an address such as 127.0.0.1, not {host!r}.") from None
    if mode == "demo" and not loopback:
        raise Stop("The demonstration answers on this machine only: leave HOST out, or choose production.")
    given = os.environ.get("PORT", "8000")
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise Stop(f"PORT must be a number from 1 to 65535, not {given!r}.")
    return Address(host, int(given))


def refuse_taken(address: Address) -> None:
    """Raise Stop when nothing can listen there."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((address.host, address.port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                other = address.port + 1 if address.port < 65535 else 8000
                raise Stop(f"Port {address.port} is taken. Choose another: make serve PORT={other}") from None
            raise Stop(f"Nothing can listen on {address.bound}: {error.strerror}.") from None


def answers(address: Address) -> bool:
    """Whether somebody listens there."""
    try:
        socket.create_connection((address.host, address.port), timeout=1).close()
    except OSError:
        return False
    return True
