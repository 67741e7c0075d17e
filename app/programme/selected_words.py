"""The acts on several sessions in words: their buttons, what stands now and what would stand."""

from typing import Any

from app.forums.models import Forum
from app.platform.clock import local
from app.platform.i18n import _, day, hour, lazy, plural
from app.programme.models import Session
from app.programme.selected import Act, Step

ACTS = {
    Act.MOVE: lazy("Move earlier or later"),
    Act.DAY: lazy("Move to a day"),
    Act.HALL: lazy("Set the hall"),
    Act.THEME: lazy("Set the theme"),
    Act.SHOWN: lazy("Make public or internal"),
    Act.REMOVE: lazy("Remove"),
}


def button(act: Act, count: int) -> Any:
    """What the button says that does it."""
    if act is Act.REMOVE:
        return plural("Remove %(num)d session", "Remove %(num)d sessions", count)
    return plural("Change %(num)d session", "Change %(num)d sessions", count)


def done(act: Act, count: int) -> Any:
    """What is said once it is done."""
    if act is Act.REMOVE:
        return plural("%(num)d session removed.", "%(num)d sessions removed.", count)
    return plural("%(num)d session changed.", "%(num)d sessions changed.", count)


def now(act: Act, session: Session, forum: Forum) -> str:
    """What stands now of what the act changes; the forum is `whole`."""
    return _said(act, {name: getattr(session, name) for name in _NAMES}, forum)


def then(act: Act, step: Step, forum: Forum) -> str:
    """What would stand, or why it cannot."""
    return step.refusal or _said(act, step.values, forum)


_NAMES = ("starts_at", "hall_id", "theme_id", "is_public")


def _said(act: Act, values: dict[str, Any], forum: Forum) -> str:
    if act is Act.SHOWN:
        return str(_("Public") if values["is_public"] else _("Internal"))
    if act in (Act.HALL, Act.THEME):
        rows = forum.halls if act is Act.HALL else forum.themes
        key = values["hall_id" if act is Act.HALL else "theme_id"]
        return next((row.name.said() for row in rows if row.id == key), _("not stated"))
    begin = values.get("starts_at")
    return f"{day(local(begin).date())} {hour(begin)}" if begin else _("not stated")
