"""The screen of releases: what the draft changes, the button that releases it, and all that was released."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.forums.models import Forum
from app.platform.db import db, one_or_404, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import _
from app.platform.text import Translated
from app.programme import checking, comparing, release_pages, released, releasing
from app.programme.diffing import differences
from app.programme.forms_releases import ReleaseForm
from app.programme.release_rows import Release

bp = Blueprint("releases", __name__, template_folder="templates")


@bp.get("/office/<forum:forum>/programme/releases")
@needs("programme.edit")
def index(forum: Forum) -> str:
    found = checking.of(forum)
    return _page(forum, ReleaseForm(has_warnings=bool(checking.waiting(found))), found)


@bp.post("/office/<forum:forum>/programme/releases")
@needs("programme.release")
def create(forum: Forum) -> ResponseReturnValue:
    found = checking.of(forum)
    form = ReleaseForm(has_warnings=bool(checking.waiting(found)))
    if not form.validate_on_submit():
        return _page(forum, form, found), 422
    name, note = Translated(form.name.data), Translated(form.note.data)
    try:
        with unit_of_work():
            made = releasing.release(forum, name=name, note=note, by=g.user, seen=form.seen.data or "")
    except Conflict as refusal:
        return _page(forum, form, checking.of(forum), refusal=refusal.message), 409
    flash(
        _("Released: programme no. %(number)s. The public reads it now.", number=made.number)
        if forum.is_public
        else _(
            "Released: programme no. %(number)s. The public reads it once the event is announced.",
            number=made.number,
        )
    )
    return redirect(url_for(".show", forum=forum, release_id=made.id), 303)


@bp.get("/office/<forum:forum>/programme/releases/<key:release_id>")
@needs("programme.edit")
def show(forum: Forum, release_id: int) -> str:
    release = of(forum, release_id)
    before = comparing.before(release)
    changed = differences(comparing.released(before), comparing.released(release))
    return render_template(
        "releases/show.html",
        forum=forum,
        release=release,
        before=before,
        groups=release_pages.grouped(forum.id, changed),
        sessions=db.session.scalars(released.sessions(release.id)).all(),
    )


def of(forum: Forum, release_id: int) -> Release:
    """A release, found through its forum."""
    found: Release = one_or_404(released.releases(forum.id).where(Release.id == release_id))
    return found


def _page(forum: Forum, form: ReleaseForm, found: list[checking.Finding], *, refusal: Any = None) -> str:
    """The draft as it stands now; what is released from here on is what this page shows."""
    last = db.session.scalar(released.releases(forum.id).limit(1))
    draft = comparing.draft(forum.id)
    changed = differences(comparing.released(last), draft)
    form.seen.data = releasing.sight(last, draft)
    return render_template(
        "releases/index.html",
        forum=forum,
        form=form,
        refusal=refusal,
        last=last,
        next_number=last.number + 1 if last else 1,
        count=len(changed),
        groups=release_pages.grouped(forum.id, changed),
        blocking=checking.blocking(found),
        waiting=checking.waiting(found),
        history=release_pages.history(forum.id),
    )
