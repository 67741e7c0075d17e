"""The bell of jobs: Huey, chosen by JOBS_URL. It only says "look at the rows"; a lost ring harms nothing."""

import logging
import signal
from collections.abc import Callable
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from threading import Event
from typing import Any

from huey import RedisHuey, SqliteHuey

from config import BadSetting

log = logging.getLogger(__name__)
QUEUE = "mounadara"
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
LONGEST_STOP_S = 20
SWEEP_EVERY_S = 5


class Bell:
    """Rings for the workers of one installation; each ring makes one of them call `answer`, until `stop`.

    Raises BadSetting when the URL names a backend that is not installed.
    """

    def __init__(self, url: str, answer: Callable[[], object], stop: Event) -> None:
        if url.startswith("redis://") and find_spec("redis") is None:
            raise BadSetting("JOBS_URL redis:// needs the package redis, which is not installed.")
        self.silent = url.startswith("memory:")
        self._url = url
        self._answer = answer
        self._stop = stop

    @cached_property
    def _task(self) -> Any:
        """Made on first use, so that each web process opens its own connection after the fork."""
        if self._url.startswith("redis://"):
            huey = RedisHuey(QUEUE, url=self._url, results=False)
        else:
            path = Path(self._url.removeprefix("sqlite:"))
            path.parent.mkdir(parents=True, exist_ok=True)
            huey = SqliteHuey(QUEUE, filename=str(path), results=False, fsync=False)
        return huey.task(name="look")(self._answer)

    def ring(self) -> None:
        """Wake one worker. A broken bell is only logged: the rows are safe and the sweep finds them."""
        if self.silent:
            return
        try:
            self._task()
        except Exception:
            log.exception("The job workers could not be woken; the sweep will.")

    def ring_once(self) -> None:
        """Ring, unless a ring is waiting already."""
        if not self._task.huey.storage.queue_size():
            self.ring()

    def serve(self, threads: int, sweep: Callable[[], None], ready: Callable[[], None]) -> None:
        """Answer rings in `threads` and sweep every SWEEP_EVERY_S, until a signal asks to stop.

        A job in flight may finish within LONGEST_STOP_S; one that does not is run again after its lease.
        """
        logging.getLogger("huey").setLevel(logging.WARNING)  # a line for each ring would bury the rest
        consumer = self._task.huey.create_consumer(
            workers=threads,
            periodic=False,
            max_delay=0.5,
            scheduler_interval=60,
            shutdown_timeout=LONGEST_STOP_S,
        )
        consumer.start()
        for number in STOP_SIGNALS:
            signal.signal(number, lambda *_: self._stop.set())
        ready()
        while not self._stop.is_set():
            try:
                sweep()
            except Exception:
                log.exception("A sweep of the jobs failed; the next one tries again.")
            consumer.check_worker_health()
            self._stop.wait(SWEEP_EVERY_S)
        consumer.stop(graceful=True)
