"""What is done with a release that was made: restored into the draft, told to those it concerns."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.forums.models import Forum
from app.platform.db import unit_of_work
from app.platform.i18n import _, listing, plural
from app.platform.text import isolate
from app.programme import comparing, concerned, release_pages, restoring, tellable, telling
from app.programme.diffing import differences
from app.programme.forms_releases import SeenForm, TellForm
from app.programme.views_releases import bp, of


@bp.route("/office/<forum:forum>/programme/releases/<key:release_id>/restoration", methods=["GET", "POST"])
@needs("programme.release")
def restore(forum: Forum, release_id: int) -> ResponseReturnValue:
    release, form = of(forum, release_id), SeenForm()
    if request.method == "POST":
        with unit_of_work():
            done = restoring.restore(release, by=g.user, seen=form.seen.data or "")
        flash(
            plural(
                "%(num)d session of the draft is as it was.",
                "%(num)d sessions of the draft are as they were.",
                done.count,
            )
        )
        _say_what_is_lacking(done)
        return redirect(url_for("programme.index", forum=forum), 303)
    draft = comparing.draft(forum.id)
    changed = differences(draft, comparing.released(release))
    halls, themes = restoring.lacking(release, {one.ref for one in changed})
    form.seen.data = comparing.digest(draft)
    return render_template(
        "releases/restore.html",
        forum=forum,
        release=release,
        form=form,
        count=len(changed),
        groups=release_pages.grouped(forum.id, changed),
        without_hall=halls,
        without_theme=themes,
    )


@bp.route("/office/<forum:forum>/programme/releases/<key:release_id>/letters", methods=["GET", "POST"])
@needs("programme.release")
def tell(forum: Forum, release_id: int) -> ResponseReturnValue:
    release, form = of(forum, release_id), TellForm()
    bases = concerned.bases(release)
    number = form.since.data if form.validate_on_submit() else request.args.get("since", type=int)
    since = next((one for one in bases if (one.number if one else 0) == number), bases[0])
    if form.is_submitted() and not form.errors:
        with unit_of_work():
            telling.tell(release, since, form.count.data or 0, by=g.user)
        flash(_("The letters are being written. The messages show how each fares."))
        return redirect(url_for(".tell", forum=forum, release_id=release_id, since=number), 303)
    reader = request.args.get("person", type=int)
    return render_template(
        "releases/letters.html",
        forum=forum,
        release=release,
        form=form,
        bases=bases,
        since=since,
        **tellable.told(release, since, reader),
    )


def _say_what_is_lacking(done: restoring.Restored) -> None:
    halls, themes = (
        listing([isolate(one.said()) for one in titles]) for titles in (done.without_hall, done.without_theme)
    )
    if halls:
        flash(_("Without a hall now: %(sessions)s.", sessions=halls))
    if themes:
        flash(_("Without a theme now: %(sessions)s.", sessions=themes))
