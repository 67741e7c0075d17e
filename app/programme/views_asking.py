"""Asking speakers for an answer: one, or many; and making void the links they were sent."""

from datetime import datetime
from functools import partial

import sqlalchemy as sa
from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.audit import actions as audit
from app.forums.models import Forum
from app.people.models import Person
from app.platform import jobs
from app.platform.clock import now
from app.platform.db import db, observe, one_or_404, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import _, lazy, plural
from app.platform.text import isolate
from app.programme import speaker_actions, speaker_lists, speaker_parts, speaker_queries
from app.programme.speaker_rows import Speaker
from app.programme.views_speakers import bp
from app.ui import listing

MOST = 1000


@bp.route("/office/<forum:forum>/programme/speakers/<key:speaker_id>/asking", methods=["GET", "POST"])
@needs("programme.edit")
def ask(forum: Forum, speaker_id: int) -> ResponseReturnValue:
    speaker: Speaker = one_or_404(speaker_queries.speaker(forum.id, speaker_id))
    back = url_for(".show", forum=forum, speaker_id=speaker_id)
    if not speaker.person.email:
        raise Conflict(speaker_actions.UNREACHABLE)
    if request.method != "POST":
        return _sure(
            heading=_("Ask to confirm"),
            text=_(
                "A message leaves to %(name)s, with a personal link: there one confirms or declines, says "
                "when one is there and completes one’s biography.",
                name=isolate(speaker.person.name.said()),
            ),
            submit=_("Send"),
            back_url=back,
            action_url=url_for(".ask", forum=forum, speaker_id=speaker_id, asked=speaker.asked_at),
        )
    with unit_of_work():
        speaker_actions.ask(speaker, seen=_moment(request.args.get("asked", "")), by=g.user)
    flash(_("The message is on its way."))
    return redirect(back, 303)


@bp.post("/office/<forum:forum>/programme/speakers/asking")
@needs("programme.edit")
def ask_many(forum: Forum) -> ResponseReturnValue:
    """Those of the ticked who have an e-mail; the letters are written by a job, in blocks."""
    told = speaker_lists.speakers(forum, speaker_parts.by_person(forum.id))
    query = listing.asked(told).query
    rows = listing.chosen(told, speaker_lists.rows(forum, query).where(Person.email != ""))
    if rows.count > MOST:
        raise Conflict(lazy("At most 1,000 persons at once. Narrow the list, then select again."))
    asked = listing.ask(
        rows,
        heading=_("Ask to confirm"),
        text=plural(
            "%(num)d person with an e-mail is written to. Each letter has a personal link.",
            "%(num)d persons with an e-mail are written to. Each letter has a personal link.",
            rows.count,
        ),
        submit=_("Send"),
        back_url=url_for(".index", forum=forum),
        template="speakers/ask_many.html",
        opened=now().isoformat(),
    )
    if asked:
        with observe() as session:
            audit.record("speakers.read", forum, by=g.user, session=session, rows=rows.count)
        return asked
    keys = sa.select(Speaker.id).where(Speaker.forum_id == forum.id, Speaker.person_id.in_(rows.ids))
    ids = list(db.session.scalars(keys.order_by(Speaker.id)))
    moment = min(_moment(request.form.get("opened", "")) or now(), now())
    with unit_of_work():
        jobs.later("programme.ask", ids=ids, pressed_at=moment.isoformat(), by_id=g.user.id)
    flash(plural("%(num)d message is on its way.", "%(num)d messages are on their way.", len(ids)))
    return redirect(url_for(".index", forum=forum), 303)


@bp.route("/office/<forum:forum>/programme/speakers/<key:speaker_id>/links", methods=["GET", "POST"])
@needs("programme.edit")
def void_links(forum: Forum, speaker_id: int) -> ResponseReturnValue:
    speaker: Speaker = one_or_404(speaker_queries.speaker(forum.id, speaker_id))
    back = url_for(".show", forum=forum, speaker_id=speaker_id)
    if request.method != "POST":
        return _sure(
            heading=_("Make the earlier links void"),
            text=_(
                "The links sent to %(name)s open nothing any more. The next message bears a new one.",
                name=isolate(speaker.person.name.said()),
            ),
            submit=_("Yes, make them void"),
            back_url=back,
            kind="danger",
        )
    with unit_of_work():
        speaker_actions.void_links(speaker, by=g.user)
    flash(_("The earlier links are void."))
    return redirect(back, 303)


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


_sure = partial(render_template, "ui/confirm.html", kind="primary")
