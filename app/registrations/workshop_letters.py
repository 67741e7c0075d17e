"""The letter that tells a registered person what a release changes in the workshops chosen."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import sqlalchemy as sa

from app.platform import letters, mail
from app.platform.db import db
from app.platform.i18n import _, lazy
from app.platform.mail_slots import Untrue
from app.programme import change_words, concerned
from app.programme.concerned import News
from app.programme.diffing import Turn
from app.programme.release_rows import Release
from app.registrations import letter_facts, letter_queue, links, workshop_choice
from app.registrations.models import Choice, Registration
from app.registrations.standing import LIVE
from app.registrations.workshop_reading import Offered
from app.registrations.workshop_rows import WorkshopTold

CHANGED = "registration.workshops_changed"
_NAMES = ("name", "event", "number", "workshops", "phone", "organiser")
PLACEHOLDERS = {name: letter_facts.PLACEHOLDERS[name] for name in _NAMES} | {
    "changes": lazy("What changes in the workshops that were chosen"),
    "link": lazy("Personal link"),
}
# After model 5 of page 6 §7.3 of the design.
CHANGED_TEXT = lazy(
    "Hello {name},\n\n"
    "The programme of {event} has changed. What changes in the workshops that you chose:\n\n"
    "{changes}\n\n"
    "{workshops}\n\n"
    "To choose otherwise: {link}\n\n"
    "This link is personal: it needs no password. Please do not forward it.\n\n"
    "Registration number: {number}\n"
    "Help: {phone}\n\n"
    "Kind regards,\n"
    "{organiser}"
)


def declare() -> None:
    """The letter, its text, and what fills its slot."""
    letters.kind(
        CHANGED,
        label=lazy("Change of a workshop, to those who chose it"),
        placeholders=PLACEHOLDERS,
        subject=lazy("Your workshops have changed: {event}"),
        body=CHANGED_TEXT,
        facts=facts,
        latest=_latest,
        seen_by="registrations.list",
        secrets=["link"],
        lines=["changes", "workshops"],
    )
    mail.fills(CHANGED, reads=letter_queue.reads)(_fill)


def facts(registration_id: int) -> Mapping[str, str]:
    """What the letter about the latest release that this person was told of may say; before there was one,
    about the newest release.
    """
    known = letter_facts.facts(registration_id)
    about = sa.select(WorkshopTold).where(WorkshopTold.registration_id == registration_id)
    told = db.session.scalars(about.order_by(WorkshopTold.id.desc()).limit(1)).one_or_none()
    if told:
        other = db.session.get(Release, told.since_id) if told.since_id else None
        news = concerned.since(db.session.get_one(Release, told.release_id), other)
    else:
        news = _newest(registration_id)
    chosen = workshop_choice.of([registration_id])[registration_id]
    lines = [*_changes(news, chosen), *_clashes(chosen)]
    return {name: known[name] for name in _NAMES} | {"changes": "\n".join(lines)}


def _newest(registration_id: int) -> News:
    mine = sa.select(Registration.forum_id).where(Registration.id == registration_id).scalar_subquery()
    newest = sa.select(Release).where(Release.forum_id == mine).order_by(Release.number.desc()).limit(1)
    release = db.session.scalars(newest).one()
    return concerned.since(release, concerned.bases(release)[0])


def _changes(news: News, chosen: Sequence[Offered]) -> list[str]:
    """A line for each of them that is at another hour, in another hall, or cancelled."""
    mine = {one.workshop.session_ref for one in chosen}
    found = []
    for one in news.seen:
        if one.ref in mine and {Turn.MOVED, Turn.CANCELLED} & set(one.turns):
            words = " ".join(change_words.lines(one, news.halls))
            found.append(_("“%(session)s”: %(words)s", session=change_words.titled(one.stands), words=words))
    return found


def _clashes(chosen: Sequence[Offered]) -> list[str]:
    """A line for two of them that are at one time now."""
    return [
        _(
            "“%(first)s” and “%(second)s” are now at the same time: please keep one of them.",
            first=change_words.name(one.title),
            second=change_words.name(other.title),
        )
        for one, other in combinations([one for one in chosen if one.is_released], 2)
        if one.clashes(other)
    ]


def _latest(forum_id: int | None) -> int | None:
    of_forum = sa.true() if forum_id is None else Release.forum_id == forum_id
    newest = sa.select(WorkshopTold.registration_id).join(Release, Release.id == WorkshopTold.release_id)
    told = db.session.scalar(newest.where(of_forum).order_by(WorkshopTold.id.desc()).limit(1))
    return told or _latest_who_chose(forum_id)


def _latest_who_chose(forum_id: int | None) -> int | None:
    """For a preview before anything was told: who chose a workshop of a released programme."""
    released = sa.select(Release.forum_id)
    if forum_id is not None:
        released = released.where(Release.forum_id == forum_id)
    live = (Registration.forum_id.in_(released), Registration.state.in_(LIVE))
    chose = sa.select(sa.func.max(Choice.registration_id))
    found: int | None = db.session.scalar(
        chose.join(Registration, Registration.id == Choice.registration_id).where(*live)
    )
    return found


def _fill(registration_id: int | None) -> mail.Filled:
    """The personal link, made when the letter goes out. Raises Untrue for a registration that ended."""
    registration = db.session.get_one(Registration, registration_id or 0)
    if registration.state not in LIVE:
        raise Untrue()
    return {"link": links.url(registration)}, []
