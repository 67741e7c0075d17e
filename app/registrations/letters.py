"""What a registered person receives by mail. The link and the badge are put in when the mail is sent."""

from flask import render_template

from app.forums.models import Forum
from app.platform import mail
from app.platform.db import db
from app.platform.i18n import _, days, lazy_context, using
from app.platform.text import isolate
from app.registrations import links, ports, queries
from app.registrations.models import Registration, State

KIND = "registration"
STATE_WORDS = {
    mail.State.QUEUED: lazy_context("message", "To be sent"),
    mail.State.SENDING: lazy_context("message", "Being sent"),
    mail.State.SENT: lazy_context("message", "Sent"),
    mail.State.FAILED: lazy_context("message", "Not delivered"),
    mail.State.UNCERTAIN: lazy_context("message", "Perhaps sent"),
}
STATE_TONES = {
    mail.State.SENT: "good",
    mail.State.FAILED: "urgent",
    mail.State.UNCERTAIN: "attention",
    mail.State.QUEUED: "calm",
    mail.State.SENDING: "calm",
}


def tell(registration: Registration, forum: Forum) -> None:
    """Write the letter of confirmation or of the waiting list, in the person's language."""
    if not registration.email:
        return
    with using(registration.locale):
        waiting = registration.state is State.WAITING
        event = isolate(forum.name.said())
        when = days(forum.starts_on, forum.ends_on or forum.starts_on) if forum.starts_on else ""
        if waiting:
            subject = _("Waiting list: %(event)s", event=event)
        else:
            subject = _("Your registration is confirmed: %(event)s, %(date)s", event=event, date=when)
        name = "waiting" if waiting else "confirmed"
        text = render_template(
            f"mail/{name}.txt",
            registration=registration,
            forum=forum,
            when=when,
            link=mail.slot("link"),
            rank=queries.rank(registration) if waiting else None,
        )
        mail.compose(
            to=registration.email,
            locale=registration.locale,
            subject=subject,
            text=text,
            kind=KIND,
            forum_id=forum.id,
            subject_id=registration.id,
        )


def fill(registration_id: int | None) -> mail.Filled:
    """The personal link and the badge, made at the moment of sending."""
    registration = db.session.scalars(queries.by_id(registration_id or 0)).one()
    enclosed = ports.enclosures if registration.state is State.CONFIRMED else []
    return {"link": links.url(registration)}, [make(registration) for make in enclosed]
