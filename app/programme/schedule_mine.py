"""One's own programme: sessions with a star. The stars are kept on the device; an address can carry them."""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

from flask import render_template, request, url_for

from app.accounts.doors import public
from app.forums.kept import kept_without_query
from app.forums.models import Forum
from app.platform import limits
from app.platform.i18n import _
from app.platform.text import Translated
from app.programme.diffing import Turn
from app.programme.schedule import bp, frame
from app.programme.schedule_days import shown_days
from app.programme.schedule_reading import Item, overlap, read
from app.programme.schedule_steps import steps

MOST = 300  # as of the calendar file of the same stars
LONGEST_REF = 20


@bp.get("/forums/<forum:forum>/programme/mine")
@public
@kept_without_query
@limits.per_address("120 per 5 minutes", reading=True)
def mine(forum: Forum) -> str:
    """`?s=<ref>&s=<ref>`: these sessions; without it all, to be ticked. What is looked at is kept nowhere."""
    programme, refs = read(forum), _asked()
    chosen = [item for item in programme.standing if item.row.ref in refs]
    gone = refs - {item.row.ref for item in chosen}
    told = _cancelled(forum.id, gone) if gone else {}
    return render_template(
        "schedule/mine.html",
        **frame(forum, programme, str(_("My programme"))),
        refs=refs,
        days=shown_days(forum, chosen, side_by_side=False),
        every=shown_days(forum, programme.standing, side_by_side=False) if not refs else [],
        clashes=clashes(chosen),
        cancelled=list(told.values()),
        lost=len(gone) - len(told),
        # With the cancelled ones: the file tells a calendar that holds them.
        **_addresses(forum, [*(item.row.ref for item in chosen), *told]),
    )


def clashes(items: Iterable[Item]) -> list[tuple[Item, Item]]:
    """Each two of these sessions that overlap, in the order of the hours."""
    return [(one, other) for one, other in combinations(items, 2) if overlap(one, other)]


def _asked() -> set[str]:
    return {ref for ref in request.args.getlist("s")[:MOST] if 0 < len(ref) <= LONGEST_REF}


def _cancelled(forum_id: int, refs: set[str]) -> dict[str, Translated]:
    """The titles of those that a release told the public to be cancelled, by `ref`."""
    told = (change for step in steps(forum_id) for change in step.changes)
    return {
        change["ref"]: Translated(change["title"])
        for change in told
        if change["ref"] in refs and Turn.CANCELLED in change["kinds"]
    }


def _addresses(forum: Forum, refs: Sequence[str]) -> dict[str, Any]:
    """Where the same stars are found again, and their calendar file."""
    here = url_for("schedule.mine", forum=forum, s=refs)
    file = url_for("schedule_files.calendar_of_stars", forum=forum, s=refs) if refs else ""
    return {"address": here, "file": file}
