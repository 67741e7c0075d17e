"""The pages that a process keeps as bytes: so many of them, and who is drawing which."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any

import sqlalchemy as sa

MOST_BYTES = 32 * 1024 * 1024  # in each process

Stamp = tuple[Hashable, ...]


@dataclass(frozen=True)
class Page:
    """An answer as it stood at `stamp`; `numbers` is the statement that reads the present one.

    `digest` is that of the content; `packed` tells that `body` is its gzip.
    """

    numbers: sa.Select[Any]
    stamp: Stamp
    body: bytes
    packed: bool
    digest: str
    headers: tuple[tuple[str, str], ...]


@dataclass
class Drawing:
    """A page that somebody draws now: `done` once it is, `kept` where the answer was one to keep."""

    done: Event = field(default_factory=Event)
    kept: bool = False


class Store:
    """Pages by their path, the one that nobody asked for longest forgotten first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._drawn: dict[str, Drawing] = {}
        self._lock = Lock()
        self.size = 0

    def get(self, path: str) -> Page | None:
        with self._lock:
            page = self._pages.get(path)
            if page:
                self._pages.move_to_end(path)
            return page

    def put(self, path: str, page: Page) -> None:
        """Keep the page in place of the one before it; not one that is larger than all the room."""
        with self._lock:
            self._remove(path)
            if len(page.body) > self._most:
                return
            if path in self._drawn:
                self._drawn[path].kept = True
            self._pages[path] = page
            self.size += len(page.body)
            while self.size > self._most:
                self._remove(next(iter(self._pages)))

    def begin(self, path: str) -> Drawing | None:
        """None: the caller draws the page, and calls `end`. Else what to wait for: somebody draws it now."""
        with self._lock:
            if path in self._drawn:
                return self._drawn[path]
            self._drawn[path] = Drawing()
            return None

    def end(self, path: str) -> None:
        """Let those who wait for the page look again, whether it could be drawn or not."""
        with self._lock:
            self._drawn.pop(path).done.set()

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self.size = 0

    def _remove(self, path: str) -> None:
        page = self._pages.pop(path, None)
        self.size -= len(page.body) if page else 0
