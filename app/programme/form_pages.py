"""The pages of a session's form: asked for, refused, overtaken."""

from typing import Any

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from app.audit import actions as audit
from app.forums.forms import Markdown
from app.forums.models import Forum
from app.forums.parts_rules import PartRefused
from app.forums.queries import whole
from app.platform import markup
from app.platform.db import observe, one_or_404
from app.platform.i18n import _, locales
from app.programme.forms import SessionForm


def page(forum: Forum, form: SessionForm, **more: Any) -> str:
    """The form as it stands. That somebody was shown among whom to choose is in the log."""
    shown = sum(len(row.person_id.matches) for row in _parts(form))
    if shown:
        with observe() as session:
            audit.record("people.read", g.user, by=g.user, session=session, rows=shown)
    return render_template("programme/edit.html", **{"forum": forum, "form": form, "session": None} | more)


def asked(forum: Forum, form: SessionForm, **more: Any) -> ResponseReturnValue | None:
    """The page to answer with, or None when the form is to be saved."""
    if form.changes_rows():
        return page(forum, form, **more)
    if not form.validate_on_submit():
        return page(forum, form, **more), 422 if form.is_submitted() else 200
    if "preview" in request.form:
        return page(forum, form, preview=_seen(form), **more)
    return None


def refused(forum: Forum, form: SessionForm, refusal: PartRefused, **more: Any) -> ResponseReturnValue:
    """What was chosen is no more: said at its field, all else is kept."""
    form.offer(one_or_404(whole(forum.id)))
    form[refusal.field].errors = [refusal.message]
    return page(forum, form, **more), 409


def gone(forum: Forum, form: SessionForm) -> ResponseReturnValue:
    """Somebody removed the session while it was open."""
    form.version.data = 0
    said = _("Somebody removed this session meanwhile. What you wrote is below: saved, it is a new session.")
    return page(forum, form, refusal=said), 409


def _parts(form: SessionForm) -> list[Any]:
    rows = [*form.people, *(part for talk in form.talks for part in talk.form.people)]
    return [one.form for one in rows]


def _seen(form: SessionForm) -> list[Any]:
    """The texts in Markdown as the public will read them."""
    talks = [talk.abstract for talk in form.talks.counting()]
    fields: list[Markdown] = [form.abstract, *talks]
    return [markup.html(one.data[key], key) for one in fields for key in locales() if key in one.data]
