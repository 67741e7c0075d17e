"""The programme of the fictional event: released, changed, released again."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from app.accounts.models import User
from app.demo.content import moment, read
from app.demo.directory import Directory
from app.demo.parts import Places, session_values
from app.demo.speaking import hear
from app.forums.models import Forum
from app.platform.clock import local
from app.platform.text import Translated
from app.programme import (
    acceptances,
    actions,
    checking,
    prayer_actions,
    prayer_bands,
    releasing,
)
from app.programme.models import Session
from app.programme.prayer_words import Prayer
from app.programme.release_rows import Release

FIVE_MINUTES = 300


def load(forum: Forum, starts_on: date, directory: Directory, places: Places, *, day: date, by: User) -> None:
    """Add the draft, a release, what was changed after it, and the release that the public reads; as if it
    were `day`.
    """
    content = read("programme")
    _correct_a_prayer(forum, starts_on, content["prayers"], by)
    rows: list[Session | None] = []
    for position, one in enumerate(content["sessions"], start=1):
        values = _values(one | one.get("at_first", {}), position, starts_on, directory, places)
        rows.append(None if one.get("since", 1) > 1 else actions.add(forum, values, by=by))
    _release(forum, content["releases"][0], day, by)
    for position, (one, row) in enumerate(zip(content["sessions"], rows, strict=True), start=1):
        values = _values(one, position, starts_on, directory, places)
        if row is None:
            actions.add(forum, values, by=by)
        elif "until" in one:
            actions.remove(row, by=by)
        elif "at_first" in one:
            keyed = [talk | {"key": known.id} for talk, known in zip(values["talks"], row.talks, strict=True)]
            actions.edit(row, values | {"talks": keyed}, version=row.version, by=by)
    _accept(forum, content["accepted"], by)
    _release(forum, content["releases"][1], day, by)
    hear(forum, starts_on, directory, day)


def _values(
    content: Mapping[str, Any], position: int, starts_on: date, directory: Directory, places: Places
) -> dict[str, Any]:
    begin = moment(starts_on, content["day"], content["time"])
    values = session_values(content, position, directory, places)
    return values | {"starts_at": begin, "minutes": content["minutes"]}


def _release(forum: Forum, content: Mapping[str, Any], day: date, by: User) -> Release:
    made = releasing.release(forum, name=Translated(content["name"]), note=Translated(content["note"]), by=by)
    made.created_at = moment(day, 1 - content["days_before"], content["time"])
    return made


def _accept(forum: Forum, reasons: Mapping[str, str], by: User) -> None:
    """One warning of each clash that is named, with the reason."""
    found = {one.clash.value: one for one in checking.waiting(checking.of(forum))}
    for clash, reason in reasons.items():
        acceptances.accept(forum, found[clash].mark, reason, by=by)


def _correct_a_prayer(forum: Forum, starts_on: date, content: Mapping[str, Any], by: User) -> None:
    """As the mosque nearby announces it: the next round hour after the computed one."""
    on = starts_on + timedelta(days=content["day"] - 1)
    prayer = Prayer(content["prayer"])
    computed = prayer_bands.times(forum, on)[prayer]
    later = timedelta(seconds=FIVE_MINUTES - computed.timestamp() % FIVE_MINUTES)
    hour = local(computed + later).time()
    prayer_actions.correct(forum, on, {prayer.value: hour}, version=0, by=by)
