"""The web server and the job consumer live and die together."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deploy.console import ROOT

PROGRAM = """
import json, sys
from pathlib import Path
from deploy import processes
folder = Path(sys.argv[1])
child = "import os, pathlib, time; pathlib.Path({path!r}).write_text(str(os.getpid())); {then}"
commands = {
    name: [sys.executable, "-c", child.format(path=str(folder / name), then=then)]
    for name, then in json.loads(sys.argv[2]).items()
}
ready = lambda: all((folder / name).exists() and (folder / name).read_text() for name in commands)
sys.exit(processes.run(commands, env={}, started=ready, greet=lambda: (folder / "greeted").touch()))
"""
STAYS, LEAVES = "time.sleep(60)", "time.sleep(0.5)"


def started(folder: Path, **children: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", PROGRAM, str(folder), json.dumps(children)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)


def alive(folder: Path, name: str) -> bool:
    try:
        os.kill(int((folder / name).read_text()), 0)
    except ProcessLookupError:
        return False
    return True


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_both_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    with started(tmp_path, web=STAYS, jobs=STAYS) as program:
        wait_for(tmp_path / "greeted")
        assert alive(tmp_path, "web")
        program.send_signal(number)
        assert program.wait(20) == 0
    assert not alive(tmp_path, "web")
    assert not alive(tmp_path, "jobs")


def test_when_one_dies_the_other_is_ended_and_the_command_fails(tmp_path: Path) -> None:
    with started(tmp_path, web=STAYS, jobs=LEAVES) as program:
        assert program.wait(20) == 1
    assert not alive(tmp_path, "web")
