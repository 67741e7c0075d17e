"""The pages of an event on which it is filled in, a page for each part."""

from dataclasses import dataclass
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.actions import grant
from app.accounts.doors import needs
from app.accounts.models import Role
from app.audit.latest import overtaken
from app.forums import actions, queries
from app.forums.forms import EventPart, Markdown
from app.forums.forms_event import IdentityForm, PatronageForm, PlaceForm, TextsForm
from app.forums.forms_new import NewForum
from app.forums.forms_sources import SourcesForm
from app.forums.models import Forum
from app.forums.views import bp
from app.platform import markup
from app.platform.db import one_or_404, unit_of_work
from app.platform.errors import Overtaken
from app.platform.i18n import _, lazy, locales
from app.ui.rows import change_rows


@dataclass(frozen=True)
class Part:
    """A page of the event: its title, what it is for, its form."""

    title: Any
    lead: Any
    form: type[EventPart]


PARTS = {
    "identity": Part(lazy("Name and kind"), lazy("What the event is, and what it is called."), IdentityForm),
    "place": Part(
        lazy("Dates and place"), lazy("When it is, where, how one gets there, whom one calls."), PlaceForm
    ),
    "texts": Part(lazy("Texts"), lazy("The presentation, and the concept note."), TextsForm),
    "patronage": Part(
        lazy("Patronage"),
        lazy("Only where a letter grants it, with the reference of that letter."),
        PatronageForm,
    ),
    "sources": Part(lazy("Sources"), lazy("Where what is said of the event comes from."), SourcesForm),
}


@bp.get("/office/<forum:forum>/event")
@needs("forums.edit")
def event(forum: Forum) -> str:
    parts = [(key, part.title, part.form(formdata=None, forum=forum).told()) for key, part in PARTS.items()]
    return render_template("forums/event.html", forum=forum, parts=parts)


@bp.route(
    "/office/<forum:forum>/event/<any(identity, place, texts, patronage, sources):part>",
    methods=["GET", "POST"],
)
@needs("forums.edit")
def edit(forum: Forum, part: str) -> ResponseReturnValue:
    form = PARTS[part].form(forum=forum)
    if change_rows(form):
        return _page(forum, part, form), 200
    if not form.validate_on_submit():
        return _page(forum, part, form), 422 if form.errors else 200
    if "preview" in request.form:
        return _page(forum, part, form, preview=_seen(form)), 200
    values, version = form.values(), form.version.data
    try:
        with unit_of_work():
            actions.edit(forum, values, version=version, by=g.user)
    except actions.AddressTaken as refusal:
        return _page(forum, part, _refused(form, "slug", refusal.message)), 409
    except actions.DatesInUse as refusal:
        return _page(forum, part, _refused(form, "starts_on", refusal.message)), 409
    except actions.StillNeeded as refusal:
        for lack in refusal.lacks:
            _refused(form, lack.at, lack.sentence)
        return _page(forum, part, form), 409
    except Overtaken as refusal:
        return _overtaken(forum, part, form, refusal), 409
    flash(_("Saved."))
    return redirect(url_for(".event", forum=forum), 303)


@bp.route("/office/new", methods=["GET", "POST"])
@needs("forums.create")
def create() -> ResponseReturnValue:
    form = NewForum()
    if not form.validate_on_submit():
        return render_template("forums/new.html", form=form), 422 if form.errors else 200
    try:
        with unit_of_work():
            forum = actions.create(form.values(), by=g.user)
            grant(g.user, Role.ORGANISER, forum_id=forum.id, by=g.user)
    except actions.AddressTaken as refusal:
        return render_template("forums/new.html", form=_refused(form, "slug", refusal.message)), 409
    flash(_("Saved."))
    return redirect(url_for(".office", forum=forum), 303)


def _page(forum: Forum, part: str, form: EventPart, **more: Any) -> str:
    """The page of a part; it keeps what was typed."""
    chosen = PARTS[part]
    return render_template(
        "forums/edit.html",
        forum=forum,
        heading=chosen.title,
        lead=chosen.lead,
        form=form,
        markdown=any(isinstance(field, Markdown) for field in form),
        **more,
    )


def _overtaken(forum: Forum, part: str, form: EventPart, refusal: Overtaken) -> str:
    row = one_or_404(queries.by_slug(forum.slug))
    theirs = PARTS[part].form(formdata=None, forum=row)
    return _page(row, part, form, **overtaken(form, theirs, row, refusal=refusal, by=g.user))


def _refused(form: EventPart, field: str, sentence: Any) -> Any:
    """The form with a refusal at one of its fields."""
    form[field].errors = [sentence]
    return form


def _seen(form: EventPart) -> list[Any]:
    """The texts in Markdown as the public will read them."""
    texts = [field.data for field in form if isinstance(field, Markdown)]
    return [markup.html(text[one], one) for text in texts for one in locales() if one in text]
