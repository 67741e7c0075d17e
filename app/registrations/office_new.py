"""The team registers somebody: by telephone, at the desk, from a list on paper."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.accounts.ports import refuse_closed
from app.forums.models import Forum
from app.platform.db import db, one_or_404, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import _
from app.registrations import full_words, mail_slips, marks, notices, queries, registering, seats
from app.registrations.models import Category, Registration
from app.registrations.office import bp
from app.registrations.team_form import NewPersonForm, TeamForm


@bp.route("/office/<forum:forum>/registrations/new", methods=["GET", "POST"])
@needs("registrations.edit")
def new(forum: Forum) -> ResponseReturnValue:
    """In any category, whether it is open to the public or not."""
    categories = list(db.session.scalars(queries.categories(forum.id)))
    if not categories:
        return render_template("registrations/no_category.html", forum=forum)
    asked = request.args.get("category", "")
    category = next((one for one in categories if str(one.id) == asked), categories[0])
    form = TeamForm(forum, NewPersonForm(), category)
    if request.method != "POST":
        return _page(forum, categories, form)
    if not form.validate():
        return _page(forum, categories, form), 422
    return _registered(forum, categories, form)


def _registered(forum: Forum, categories: list[Category], form: TeamForm) -> ResponseReturnValue:
    identity = registering.new_identity()
    person: Any = form.person
    try:
        with unit_of_work():
            refuse_closed(forum.id)
            row = registering.register(
                forum,
                form.category,
                form.columns(),
                form_token=person.token.data,
                identity=identity,
                wish=form.wish(another="another" in request.form),
                wait="wait" in request.form,
                by=g.user,
            )
    except registering.SentAlready as sent:
        row = one_or_404(queries.by_public_id(sent.public_id))
    except marks.KnownAlready as known:
        same = db.session.get_one(Registration, known.registration_id)
        return _page(forum, categories, form, same=same), 409
    except seats.Full as full:
        person.renew_token()
        said = full_words.nothing_left(full.quota)
        return _page(forum, categories, form, refusal=said, may_wait=full.may_wait), 409
    except Conflict as refusal:
        person.renew_token()
        return _page(forum, categories, form, refusal=refusal.message), 409
    flash(_("Registered. The number: %(number)s.", number=row.number))
    return redirect(url_for(".show", forum=forum, number=int(row.number)), 303)


def _page(forum: Forum, categories: list[Category], form: TeamForm, **more: Any) -> str:
    return render_template(
        "registrations/new.html",
        forum=forum,
        categories=categories,
        whole=form,
        form=form.person,
        notice_words=notices.told(forum),
        meant=mail_slips.suggestion(form.person.email.data or ""),
        **more,
    )
