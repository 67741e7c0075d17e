"""The office's pages about who has a part in the programme."""

from functools import partial

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.audit import actions as audit
from app.audit.latest import overtaken
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.forums.public import prose
from app.people.models import Person
from app.people.scope import own_people, scope
from app.platform.db import db, observe, one_or_404, unit_of_work
from app.platform.errors import Overtaken
from app.platform.i18n import _, lazy
from app.programme import speaker_actions, speaker_lists, speaker_parts, speaker_queries
from app.programme.speaker_forms import AnswerForm, SpeakerForm
from app.programme.speaker_rows import Speaker
from app.ui import listing
from app.ui.rows import change_rows

bp = Blueprint("speakers", __name__, template_folder="templates")
_HERE = "/office/<forum:forum>/programme/speakers"


@bp.get(_HERE)
@needs("programme.edit")
def index(forum: Forum) -> str:
    frozen = forum.state is State.ARCHIVED
    parts = speaker_parts.by_person(forum.id)
    asking = listing.Act(lazy("Ask to confirm"), partial(url_for, ".ask_many", forum=forum), "send")
    page = listing.read(
        speaker_lists.speakers(forum, parts),
        speaker_lists.rows(forum, request.args.get("q", "")),
        address=partial(url_for, ".index", forum=forum),
        export=partial(url_for, ".export", forum=forum),
        acts=() if frozen else [asking],
    )
    with observe() as session:
        audit.record("speakers.read", forum, by=g.user, session=session, page=page.number)
    keys = [row[0].id for row in page.rows]
    here = speaker_lists.presence(forum.id, person_ids=keys)
    told = {key: speaker_lists.titles(parts, key) for key in keys}
    return render_template("speakers/index.html", forum=forum, page=page, presence=here, sessions=told)


@bp.get(f"{_HERE}.<any(xlsx, csv):suffix>")
@needs("programme.edit")
def export(forum: Forum, suffix: str) -> ResponseReturnValue:
    told = speaker_lists.speakers(forum, speaker_parts.by_person(forum.id), all_presence=True)
    found = speaker_lists.rows(forum, request.args.get("q", ""))
    table = listing.export(told, found, suffix, str(_("Speakers")))
    with observe() as session:
        audit.record("speakers.exported", forum, by=g.user, session=session, rows=table.rows)
    return table


@bp.get(f"{_HERE}/<key:speaker_id>")
@needs("programme.edit")
def show(forum: Forum, speaker_id: int) -> str:
    return _page(forum, one_or_404(speaker_queries.speaker(forum.id, speaker_id)))


@bp.post(f"{_HERE}/<key:speaker_id>/answer")
@needs("programme.edit")
def answer(forum: Forum, speaker_id: int) -> ResponseReturnValue:
    speaker = one_or_404(speaker_queries.standing(forum.id, speaker_id))
    form = AnswerForm()
    if not form.validate_on_submit():
        return _page(forum, speaker, form), 422
    said, note = form.values()
    with unit_of_work():
        speaker_actions.answer(speaker, said, note, by=g.user)
    flash(_("Saved."))
    return redirect(url_for(".show", forum=forum, speaker_id=speaker_id), 303)


@bp.route(f"{_HERE}/<key:speaker_id>/edit", methods=["GET", "POST"])
@needs("programme.edit")
def edit(forum: Forum, speaker_id: int) -> ResponseReturnValue:
    speaker = one_or_404(speaker_queries.standing(forum.id, speaker_id))
    form = _form(forum, speaker)
    page = partial(render_template, "speakers/edit.html", forum=forum, speaker=speaker)
    if change_rows(form):
        return page(form=form)
    if not form.validate_on_submit():
        _note_reading(speaker)
        return page(form=form), 422 if form.errors else 200
    values, version = form.values(), form.version.data
    try:
        with unit_of_work():
            speaker_actions.edit(speaker, **values, version=version, by=g.user)
    except Overtaken as refusal:
        row = one_or_404(speaker_queries.speaker(forum.id, speaker_id))
        _note_reading(row)
        theirs = _form(forum, row, formdata=None)
        return page(form=form, **overtaken(form, theirs, row, refusal=refusal, by=g.user)), 409
    flash(_("Saved."))
    return redirect(url_for(".show", forum=forum, speaker_id=speaker_id), 303)


def _form(forum: Forum, speaker: Speaker, **kwargs: object) -> SpeakerForm:
    held = db.session.scalars(speaker_queries.availabilities(forum.id, speaker.person_id)).all()
    return SpeakerForm(forum, speaker, list(held), **kwargs)


def _page(forum: Forum, speaker: Speaker, form: AnswerForm | None = None) -> str:
    """The page of a speaker in this event; whether the team may read the contact, the directory says."""
    _note_reading(speaker)
    own = own_people(scope("people.list")).where(Person.id == speaker.person_id)
    held = {"answer": speaker.answer.value, "note": speaker.answer_note}
    return render_template(
        "speakers/show.html",
        forum=forum,
        speaker=speaker,
        person=speaker.person,
        knows=db.session.scalar(own) is not None,
        asked=speaker_parts.of(forum.id, speaker.person_id),
        presence=speaker_lists.presence(forum.id, person_ids=[speaker.person_id]).get(speaker.person_id, ()),
        biography=prose(speaker.biography),
        form=form or AnswerForm(formdata=None, data=held),
        parts=speaker_parts,
    )


def _note_reading(speaker: Speaker) -> None:
    with observe() as session:
        audit.record("speaker.read", speaker, by=g.user, session=session)
