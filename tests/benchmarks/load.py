"""Presses one page from several connections at once, by bare sockets in a process of its own."""

import socket
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context


@dataclass(frozen=True)
class Pressed:
    """What came back: the seconds of each answer, and each status that was met."""

    took: list[float]
    statuses: set[int]
    seconds: float

    @property
    def per_second(self) -> float:
        return len(self.took) / self.seconds


def press(port: int, path: str, *, connections: int = 8, seconds: float = 4) -> Pressed:
    """Ask again as soon as the answer is there, on kept connections, for so many seconds."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        return apart.submit(_press, port, path, connections, seconds).result()


def _press(port: int, path: str, connections: int, seconds: float) -> Pressed:
    asked = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    began = time.perf_counter()
    with ThreadPoolExecutor(connections) as threads:
        each = list(threads.map(lambda _: _repeat(port, asked, began + seconds), range(connections)))
    spent = time.perf_counter() - began
    took = [one for answers, _ in each for one in answers]
    return Pressed(took, set().union(*(statuses for _, statuses in each)), spent)


def _repeat(port: int, asked: bytes, until: float) -> tuple[list[float], set[int]]:
    took: list[float] = []
    statuses: set[int] = set()
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        while (began := time.perf_counter()) < until:
            connection.sendall(asked)
            statuses.add(_answer(connection))
            took.append(time.perf_counter() - began)
    return took, statuses


def _answer(connection: socket.socket) -> int:
    """Read one answer to its end; its status."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += _more(connection)
    head, _, body = got.partition(b"\r\n\r\n")
    length = next(
        int(line.partition(b":")[2])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    )
    left = length - len(body)
    while left > 0:
        left -= len(_more(connection))
    return int(head.split()[1])


def _more(connection: socket.socket) -> bytes:
    got = connection.recv(65536)
    if not got:
        raise ConnectionError("the server closed the connection")
    return got
