"""A process that serves collects rarely, and what was loaded before it never."""

import subprocess
import sys

from deploy.console import ROOT

PROGRAM = """
import gc
from app.platform import memory
memory.settle()
print(gc.get_freeze_count() > 10_000, gc.get_threshold() == memory.THRESHOLDS, gc.isenabled())
"""


def test_what_is_loaded_is_left_out_of_collections_that_still_run() -> None:
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["True", "True", "True"]
