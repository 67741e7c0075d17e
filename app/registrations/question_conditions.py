"""Which questions concern somebody, by what was answered to others. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

YES = "yes"  # the answer to a box that is ticked


class Asked(Protocol):
    """What is read of a question."""

    id: Any
    depends_on_id: Any
    depends_on_value: Any


def concerned(questions: Iterable[Asked], answers: Mapping[int, Any]) -> set[int]:
    """The keys of the questions to ask, given what was answered so far.

    A condition that rests on a question which is not asked is never met, and a circle of conditions neither.
    """
    known = {one.id: one for one in questions}
    found: set[int] = set()
    waiting = list(known)
    # Each turn settles at least one question or ends: whatever the order in which they stand.
    while waiting:
        now = [key for key in waiting if _is_met(known[key], found, answers)]
        if not now:
            return found
        found.update(now)
        waiting = [key for key in waiting if key not in found]
    return found


def is_answered(wanted: str, value: Any) -> bool:
    """Whether a value is, or has among its choices, the one that a condition waits for."""
    if isinstance(value, list):
        return wanted in value
    return value is True if wanted == YES else value == wanted


def _is_met(question: Asked, found: set[int], answers: Mapping[int, Any]) -> bool:
    if question.depends_on_id is None:
        return True
    before = question.depends_on_id
    return before in found and is_answered(question.depends_on_value, answers.get(before))
