"""The letter with the link of a form that was left half-way. It goes to the address typed for it."""

from datetime import timedelta

import sqlalchemy as sa

from app.accounts import sealing
from app.forums import organisers
from app.forums.models import Forum
from app.platform import letters, limits, mail, operator
from app.platform.clock import local, now
from app.platform.db import db
from app.platform.i18n import day, hour, lazy
from app.platform.mail_rows import same_address
from app.registrations import drafts
from app.registrations.rule_rows import Draft
from app.ui.forms import shown_phone

LINK = drafts.LETTER
_USE, _WITHIN = "draft link", timedelta(hours=1)
_MOST_READERS = 5  # the last ones: a form goes from one device to another


def declare() -> None:
    """The letter, its text, and what fills its slot."""
    letters.kind(
        LINK,
        label=lazy("Registration left half-way"),
        placeholders={
            "event": lazy("Name of the event"),
            "day": lazy("Last day of the link"),
            "hour": lazy("Last hour of the link"),
            "link": lazy("Link of the form"),
            "phone": lazy("Help number"),
            "organiser": lazy("Organising body"),
        },
        subject=lazy("Your registration, to be continued: {event}"),
        body=lazy(
            "Hello,\n\n"
            "What you have written is kept. You are not registered yet.\n\n"
            "{event}\n"
            "To continue and send your registration, until {day} at {hour}: {link}\n\n"
            "Please do not pass this link on. After that moment all of it is removed.\n\n"
            "Help: {phone}\n\n"
            "Kind regards,\n"
            "{organiser}"
        ),
        facts=_facts,
        latest=_latest,
        seen_by="registrations.list",
        secrets=["link"],
    )
    mail.fills(LINK, reads=_reads)(_fill)


def send(draft: Draft, link: str, *, to: str, locale: str) -> None:
    """Write the letter, inside a unit of work."""
    db.session.refresh(draft, with_for_update=True)
    readers = list(dict.fromkeys([same_address(to), *_sealed(draft)[2:]]))[:_MOST_READERS]
    draft.mailed_link = sealing.close(_USE, " ".join([locale, link, *readers]))
    letters.send(LINK, draft.id, to=to, locale=locale, forum_id=draft.forum_id)


def may_send(to: str) -> bool:
    """Count a letter to an address: three in an hour, whoever asks for it."""
    return limits.take("draft letter", to.casefold(), most=3, within=_WITHIN)


def _facts(draft_id: int) -> dict[str, str]:
    draft = db.session.get_one(Draft, draft_id)
    forum = db.session.get_one(Forum, draft.forum_id)
    return {
        "event": forum.name.said(),
        "day": day(local(draft.expires_at).date()),
        "hour": hour(draft.expires_at),
        "phone": shown_phone(forum.help_phone or operator.help_phone()),
        "organiser": organisers.named(forum),
    }


def _latest(forum_id: int | None) -> int | None:
    of_forum = sa.true() if forum_id is None else Draft.forum_id == forum_id
    return db.session.scalar(sa.select(sa.func.max(Draft.id)).where(of_forum))


def _sealed(draft: Draft) -> list[str]:
    """The language, the link, and who asked for it; nothing of a draft that was not sent."""
    return (sealing.opened(_USE, draft.mailed_link) or "").split()


def _reads(draft_id: int | None, to: str) -> bool:
    """Not once its day is over; and a key may be that of another draft by now, of another person."""
    draft = db.session.get(Draft, draft_id or 0)
    return draft is not None and draft.expires_at > now() and same_address(to) in _sealed(draft)[2:]


def _fill(draft_id: int | None) -> mail.Filled:
    draft = db.session.get_one(Draft, draft_id or 0)
    locale, link, *_readers = _sealed(draft)
    forum = db.session.get_one(Forum, draft.forum_id)
    return {"link": drafts.url(forum, link, locale)}, []
