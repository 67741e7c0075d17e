"""What forums ask of the features above them; `create_app` plugs the answers in.

`missing`: what still stands in the way of a step, as sentences. `blocks`: parts of the public forum page.
`offices`: entries of a forum's office navigation, in the order of the work.
"""

from collections.abc import Callable
from typing import Any

from app.forums.lifecycle import State
from app.forums.models import Forum
from app.ui.areas import Desk, open_desk

Missing = Callable[[Forum, State], list[Any]]
Block = Callable[[Forum], str]


missing: list[Missing] = []
blocks: list[tuple[int, str, Block]] = []
offices: list[Desk] = []


def fill_block(order: int, name: str, block: Block) -> None:
    """Put a part on the public page; the same name replaces the earlier (one application per test)."""
    blocks[:] = sorted(
        [*(one for one in blocks if one[1] != name), (order, name, block)], key=lambda b: b[:2]
    )


def open_office(desk: Desk) -> None:
    """Add an entry to the office navigation."""
    open_desk(offices, desk)


def ask(question: Missing) -> None:
    """Add a question to the checklist."""
    if question not in missing:
        missing.append(question)
