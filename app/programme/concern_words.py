"""What one person is told of a release: what changes for this person, and what this person now does."""

from datetime import datetime, timedelta

from app.platform.i18n import _, listing
from app.programme.change_words import Halls, lines, name, spot, titled
from app.programme.concerned import News
from app.programme.diffing import Difference, Spot, Staff, Standing, Turn
from app.programme.words import PART_WORDS, Part


def changes(news: News, person: int) -> list[str]:
    """A line for each session that changed for this person."""
    found = []
    for one in news.of_person.get(person, ()):
        words = " ".join(_sentences(one, person, news.halls))
        found.append(_("“%(session)s”: %(words)s", session=titled(one.stands), words=words))
    return found


def parts(news: News, person: int) -> list[str]:
    """A line for each part that the person now has, with its own hour where it is a talk; never none."""
    found = []
    for session in news.after.values():
        for part in _of(session, person):
            where = spot(_own_spot(session, part), news.halls) or _("not stated")
            words = {"part": _part(session, part), "session": titled(session), "where": where}
            found.append(_("%(part)s in “%(session)s”: %(where)s.", **words))
    return found or [_("You have no part in the programme any more.")]


def _sentences(one: Difference, person: int, halls: Halls) -> list[str]:
    before, after = _of(one.before, person), _of(one.after, person)
    if not before and after and one.after:
        words = {"where": spot(one.after.spot, halls) or _("not stated"), "parts": _listed(one.after, after)}
        return [_("New for you: %(where)s. Your part: %(parts)s.", **words)]
    if one.after and before and not after:
        return [_("You have no part in this session any more.")]
    if one.after and Turn.RESTAFFED in one.turns and _kinds(before) != _kinds(after):
        return [*lines(one, halls), _("Your part is now: %(parts)s.", parts=_listed(one.after, after))]
    return lines(one, halls)


def _of(session: Standing | None, person: int) -> list[Staff]:
    return [part for part in session.people if part.person == person] if session else []


def _kinds(parts: list[Staff]) -> set[tuple[str, str | None]]:
    return {(part.part, part.talk) for part in parts}


def _listed(session: Standing, parts: list[Staff]) -> str:
    return listing([_part(session, part) for part in parts])


def _part(session: Standing, part: Staff) -> str:
    talk = next((one for one in session.talks if one.ref == part.talk), None)
    word = str(PART_WORDS[Part(part.part)])
    title = name(talk.title) if talk else ""
    return _("%(part)s (%(talk)s)", part=word, talk=title) if title else word


def _own_spot(session: Standing, part: Staff) -> Spot:
    """When and where the person is needed: the hour of the talk, where it is known."""
    talk = next((one for one in session.talks if one.ref == part.talk), None)
    if talk is None or talk.after is None or session.spot.starts_at is None:
        return session.spot
    begin = datetime.fromisoformat(session.spot.starts_at) + timedelta(minutes=talk.after)
    return Spot(begin.isoformat(), talk.minutes, session.spot.hall_id)
