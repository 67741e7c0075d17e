"""What changed in a programme, in words. No sentence here names a person.

Each is one line of plain text, in which what organisers typed is isolated: it may stand in a letter.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from app.platform.clock import local
from app.platform.i18n import _, context, day, hour, lazy, lazy_context
from app.platform.mail_slots import literal
from app.platform.text import Translated, isolate
from app.programme.diffing import Difference, Spot, Standing, Text, Turn
from app.programme.release_rows import Change
from app.programme.words import KIND_WORDS, Kind

# Row 283 of page 6 of the design.
TURN_WORDS = {
    Turn.NEW: lazy_context("change", "New"),
    Turn.MOVED: lazy_context("change", "Moved"),
    Turn.RETITLED: lazy_context("change", "New title"),
    Turn.RESTAFFED: lazy_context("change", "Speakers changed"),
    Turn.REORDERED: lazy_context("change", "Talks at other times"),
    Turn.DETAILED: lazy_context("change", "Details changed"),
    Turn.CANCELLED: lazy_context("change", "Cancelled"),
}
TURN_TONES = {Turn.NEW: "good", Turn.MOVED: "attention", Turn.CANCELLED: "urgent"}
_SENTENCES = {
    Turn.NEW: lazy("New in the programme."),
    Turn.MOVED: lazy("The time or the hall changed."),
    Turn.RETITLED: lazy("The title changed."),
    Turn.RESTAFFED: lazy("Who speaks or presides changed."),
    Turn.REORDERED: lazy("The talks begin at other times."),
    Turn.DETAILED: lazy("Details changed, such as a text, the theme or the languages."),
    Turn.CANCELLED: lazy("This session is cancelled."),
}
Halls = Mapping[int, Translated]


def said(change: Change, halls: Halls, now: Spot | None = None) -> list[str]:
    """What the public is told of a change, a sentence each. `now`: when and where the session stands in the
    release of the change, where that is at hand.
    """
    found: list[str] = []
    for turn in map(Turn, change["kinds"]):
        was = change["was"] if turn is Turn.MOVED else {}
        before = Spot(was.get("starts_at"), was.get("minutes"), was.get("hall_id")) if was else None  # type: ignore[arg-type]
        found += _moved(before, now, halls) or [plain(turn)]
    return found


def lines(one: Difference, halls: Halls) -> list[str]:
    """What the team and those concerned are told of what became of a session, a sentence each."""
    if one.after is None or one.before is None:
        where = spot(one.stands.spot, halls)
        known = _("Planned for: %(where)s.", where=where) if one.after is None else where
        return [plain(one.turns[0]), *([known] if where else [])]
    found: list[str] = []
    for turn in one.turns:
        if turn is Turn.MOVED:
            found += _moved(one.before.spot, one.after.spot, halls)
        elif turn is Turn.RETITLED:
            found += _retitled(one.before, one.after)
        elif turn is Turn.DETAILED and one.before.is_public is not one.after.is_public:
            found.append(_("The public sees it now.") if one.after.is_public else _("It is internal now."))
        else:
            found.append(plain(turn))
    return found


def plain(turn: Turn) -> str:
    """The sentence of a change of which no more is said."""
    return str(_SENTENCES[turn])


def spot(where: Spot, halls: Halls) -> str:
    """«Saturday 5 December 2026 from 10:00 to 11:00, Grande salle»; "" where nothing is known."""
    hall = name(halls.get(where.hall_id or 0, {}))
    time = _time(where)
    return str(_("%(first)s, %(second)s", first=time, second=hall)) if time and hall else time or hall


def titled(one: Standing) -> str:
    """The title of a session, else what kind of session it is, as it may stand in a line of a letter."""
    return name(one.title) or str(KIND_WORDS[Kind(one.kind)])


def name(text: Text) -> str:
    """A title or name as it may stand in a line of a letter."""
    return isolate(literal(Translated(text).said()))


def _moved(before: Spot | None, now: Spot | None, halls: Halls) -> list[str]:
    none = _("not stated")
    return [
        *([_("Now: %(where)s.", where=spot(now, halls) or none)] if now else []),
        *([_("Before: %(where)s.", where=spot(before, halls) or none)] if before else []),
    ]


def _retitled(before: Standing, after: Standing) -> list[str]:
    found = []
    if name(before.title) != name(after.title):
        found.append(_("Title before: “%(title)s”.", title=name(before.title)))
    elif dict(before.title) != dict(after.title):
        found.append(_("The title changed in another language."))
    talks = {talk.ref: talk.title for talk in before.talks}
    for talk in after.talks:
        if talk.ref in talks and dict(talks[talk.ref]) != dict(talk.title):
            words = {"title": name(talk.title), "before": name(talks[talk.ref])}
            found.append(_("Talk: “%(title)s”. Before: “%(before)s”.", **words))
    return found


def _time(where: Spot) -> str:
    if where.starts_at is None:
        return ""
    begin = datetime.fromisoformat(where.starts_at)
    on = day(local(begin).date())
    if where.minutes is None:
        return str(_("%(day)s at %(time)s", day=on, time=hour(begin)))
    end = begin + timedelta(minutes=where.minutes)
    hours = context("hours", "from %(begin)s to %(end)s", begin=hour(begin), end=hour(end))
    return str(_("%(day)s, %(hours)s", day=on, hours=hours))
