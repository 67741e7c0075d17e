"""The personal page of a speaker, behind a link that only this person was sent. It shows what this person
does and said, and nothing of others.
"""

from functools import partial

from flask import Blueprint, Response, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import public
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.forums.public import prose
from app.forums.public_rules import has_ended
from app.platform import limits
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict, Overtaken
from app.platform.i18n import _, lazy
from app.platform.text import isolate
from app.programme import (
    speaker_actions,
    speaker_agenda,
    speaker_links,
    speaker_lists,
    speaker_parts,
    speaker_queries,
)
from app.programme.schedule_files import entries_file
from app.programme.speaker_forms import AnswerForm, SpeakerForm
from app.programme.speaker_rows import Speaker
from app.programme.words import Answer
from app.ui.differing import differing
from app.ui.rows import change_rows

bp = Blueprint("speaking", __name__, template_folder="templates")
patient = limits.per_address("60 per 10 minutes")


@bp.get("/speaking/<code:link>")
@public
def show(link: str) -> str:
    speaker, forum = _opened(link)
    return _page(link, speaker, forum)


@bp.post("/speaking/<code:link>/answer")
@public
@patient
def answer(link: str) -> ResponseReturnValue:
    """Confirm or decline all at once; another answer may follow until the event is over."""
    speaker, forum = _opened(link)
    _refuse_late(forum)
    form = AnswerForm()
    if not form.validate_on_submit() or form.answer.data == Answer.OPEN:
        return _page(link, speaker, forum, form), 422
    said, note = form.values()
    with unit_of_work():
        speaker_actions.answer(speaker, said, note, by=None)
    return redirect(url_for(".show", link=link, _anchor="answer"), 303)


@bp.route("/speaking/<code:link>/about", methods=["GET", "POST"])
@public
@patient
def about(link: str) -> ResponseReturnValue:
    """The hours of presence and the biography."""
    speaker, forum = _opened(link)
    _refuse_late(forum)
    form = _form(forum, speaker)
    page = partial(render_template, "speaking/about.html", forum=forum, speaker=speaker, link=link)
    if change_rows(form):
        return page(form=form)
    if not form.validate_on_submit():
        return page(form=form), 422 if form.errors else 200
    values, version = form.values(), form.version.data
    try:
        with unit_of_work():
            speaker_actions.edit(speaker, **values, version=version, by=None)
    except Overtaken:
        theirs = _form(forum, _opened(link)[0], formdata=None)
        form.version.data = theirs.version.data
        return page(form=form, differences=differing(form, theirs)), 409
    return redirect(url_for(".show", link=link, _anchor="about"), 303)


@bp.get("/speaking/<code:link>/calendar.ics")
@public
def calendar(link: str) -> Response:
    """What this person does, released or asked for."""
    speaker, forum = _opened(link)
    name = str(_("My sessions: %(event)s", event=isolate(forum.name.said())))
    return entries_file(speaker_agenda.entries(forum, speaker.person_id), f"{forum.slug}-mine", name)


def _opened(link: str) -> tuple[Speaker, Forum]:
    g.private = True
    speaker = speaker_links.opened(link)
    return speaker, db.session.get_one(Forum, speaker.forum_id)


def _refuse_late(forum: Forum) -> None:
    if _is_over(forum):
        raise Conflict(lazy("This event is over: nothing is changed here any more."))


def _is_over(forum: Forum) -> bool:
    return forum.state is State.ARCHIVED or has_ended(forum)


def _form(forum: Forum, speaker: Speaker, **kwargs: object) -> SpeakerForm:
    held = db.session.scalars(speaker_queries.availabilities(forum.id, speaker.person_id)).all()
    return SpeakerForm(forum, speaker, list(held), **kwargs)


def _page(link: str, speaker: Speaker, forum: Forum, form: AnswerForm | None = None) -> str:
    given = AnswerForm(formdata=None, data={"answer": speaker.answer.value, "note": speaker.answer_note})
    return render_template(
        "speaking/show.html",
        link=link,
        speaker=speaker,
        person=speaker.person,
        forum=forum,
        asked=speaker_parts.of(forum.id, speaker.person_id),
        presence=speaker_lists.presence(forum.id, person_ids=[speaker.person_id]).get(speaker.person_id, ()),
        biography=prose(speaker.biography),
        form=form or given,
        over=_is_over(forum),
        parts=speaker_parts,
    )
