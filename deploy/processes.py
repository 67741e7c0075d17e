"""The web server and the job consumer side by side: they start together and end together."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from deploy.console import ROOT, say

PATIENCE_S = 10
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(
    commands: Mapping[str, Sequence[str | Path]],
    *,
    env: Mapping[str, str],
    started: Callable[[], bool],
    greet: Callable[[], None],
) -> int:
    """Keep all commands running until a signal asks for the end (0) or one of them dies (1).

    `greet` is called once, when `started` first answers yes. Each command has a session of its own, so that
    Ctrl-C reaches this process alone and the children are told once, in order.
    """
    asked: list[int] = []
    before = {number: signal.signal(number, lambda got, _frame: asked.append(got)) for number in ENDINGS}
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            children[name] = subprocess.Popen(
                list(command), cwd=ROOT, env=dict(env), stdin=subprocess.DEVNULL, start_new_session=True
            )
        greeted = False
        while not asked:
            dead = next((name for name, child in children.items() if child.poll() is not None), None)
            if dead:
                say(f"The {dead} ended by itself: the lines above say why.")
                return 1
            if not greeted and started():
                greet()
                greeted = True
            time.sleep(0.1 if greeted else 0.02)
        say("\nStopping …")
        return 0
    finally:
        _end(children.values())
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(children: Collection[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + PATIENCE_S
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
