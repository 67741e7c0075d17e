"""Acts on several sessions at once: what each would become, and why one cannot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from app.platform.clock import local
from app.platform.i18n import _
from app.programme.forms_time import moment
from app.programme.models import Session


class Act(StrEnum):
    """What can be done with several sessions. Its value is that of the form: minutes, a day, a key …"""

    MOVE = "move"  # by minutes, back with a minus
    DAY = "day"  # to a day, each at its hour
    HALL = "hall"
    THEME = "theme"
    SHOWN = "shown"  # to the public, or to the team alone
    REMOVE = "remove"


_COLUMNS = {Act.HALL: "hall_id", Act.THEME: "theme_id", Act.SHOWN: "is_public"}


@dataclass(frozen=True)
class Step:
    """What becomes of one session: the columns that change, or the sentence that refuses it."""

    session: Session
    values: dict[str, Any]
    refusal: str = ""


def steps(act: Act, value: Any, sessions: Iterable[Session]) -> list[Step]:
    """What an act does with each session, in their order."""
    return [_step(act, value, one) for one in sessions]


def mark(act: Act, value: Any, sessions: Sequence[Session]) -> str:
    """The same as long as the same would be done with the same sessions, none of them changed meanwhile."""
    told = (str(act), str(value), sorted((one.id, one.version) for one in sessions))
    return sha256(repr(told).encode()).hexdigest()[:32]


def _step(act: Act, value: Any, session: Session) -> Step:
    if act is Act.REMOVE:
        return Step(session, {})
    if act in _COLUMNS:
        return Step(session, {_COLUMNS[act]: value})
    if session.starts_at is None:
        return Step(session, {}, _("It has no hour yet."))
    moved = _moved(session.starts_at, value) if act is Act.MOVE else _on(session.starts_at, value)
    return Step(
        session, {"starts_at": moved}, _leaves(session, session.starts_at, moved) if act is Act.MOVE else ""
    )


def _moved(begin: datetime, minutes: int) -> datetime:
    return begin + timedelta(minutes=minutes)


def _on(begin: datetime, day: date) -> datetime:
    return moment(day, local(begin).time())


def _leaves(session: Session, begin: datetime, moved: datetime) -> str:
    """Why a session may not begin at another hour of its day; "" when it may."""
    end = session.ends_at
    if local(moved).date() != local(begin).date():
        return str(_("It would leave its day."))
    if end and local(end).date() == local(begin).date() != local(end + (moved - begin)).date():
        return str(_("It would end after midnight."))
    return ""
