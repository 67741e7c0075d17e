"""The states of a job, in words."""

from app.platform.i18n import lazy, lazy_context
from app.platform.jobs_rows import State

# In the order in which the page offers them.
STATE_WORDS = {
    State.FAILED: lazy_context("jobs", "failed"),
    State.QUEUED: lazy_context("jobs", "due"),
    State.CANCELLED: lazy_context("jobs", "stopped"),
    State.DONE: lazy_context("jobs", "done"),
}
TONES = {State.FAILED: "urgent", State.CANCELLED: "attention", State.DONE: "good"}
EMPTY = {
    State.FAILED: lazy("No job has failed."),
    State.QUEUED: lazy("No job is waiting."),
    State.CANCELLED: lazy("No job was stopped."),
    State.DONE: lazy("No job was done lately."),
}
