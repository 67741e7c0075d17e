"""The team changes what a registration says, its category, its workshops, its answers: in one act."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.accounts.ports import refuse_closed
from app.audit import actions as audit
from app.audit.latest import overtaken
from app.forums.models import Forum
from app.platform.db import db, observe, unit_of_work
from app.platform.errors import Conflict, Overtaken
from app.platform.i18n import _
from app.registrations import changing, changing_rules, full_words, marks, one_page, queries, question_queries
from app.registrations.models import Category, Registration
from app.registrations.office import bp
from app.registrations.office_one import ONE
from app.registrations.seats import Full
from app.registrations.standing import LIVE
from app.registrations.team_form import HeldPersonForm, TeamForm


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@needs("registrations.edit")
def edit(forum: Forum, number: int) -> ResponseReturnValue:
    row = one_page.found(forum, number)
    if row.state not in LIVE or row.erased_at:
        raise Conflict(changing_rules.ENDED)
    categories = list(db.session.scalars(queries.categories(forum.id)))
    person = HeldPersonForm(row, categories)
    shows = "show" in request.form
    form = _form(forum, row, person, person.turn_to(row, categories, shows=shows))
    if shows:
        form.keep_files()
    if shows or not person.is_submitted():
        return _page(forum, row, form, turned=shows)
    if not form.validate():
        return _page(forum, row, form), 422
    chosen = next(one for one in categories if one.id == person.category_id.data)
    try:
        with unit_of_work():
            refuse_closed(forum.id)
            changing.change(
                row,
                form.columns(),
                version=person.version.data,
                category=chosen,
                workshop_ids=form.workshops.chosen(),
                answers=form.questions.values(),
                by=g.user,
            )
    except Conflict as refusal:
        return _refused(forum, number, form, categories, refusal), 409
    flash(_("Saved."))
    return redirect(url_for(".show", forum=forum, number=number), 303)


def _form(forum: Forum, row: Registration, person: HeldPersonForm, category: Category) -> TeamForm:
    return TeamForm(
        forum,
        person,
        category,
        row=row,
        workshop_ids=db.session.scalars(queries.chosen(row.id)).all(),
        answers=question_queries.held(row.id),
    )


def _refused(forum: Forum, number: int, form: TeamForm, categories: list[Category], refusal: Conflict) -> str:
    row = one_page.found(forum, number)
    said: dict[str, Any] = {"refusal": refusal.message}
    if isinstance(refusal, Overtaken):
        theirs = HeldPersonForm(row, categories, formdata=None)
        said = overtaken(form.person, theirs, row, refusal=refusal, by=g.user)
    elif isinstance(refusal, Full):
        said = {"refusal": full_words.nothing_left(refusal.quota)}
    elif isinstance(refusal, marks.KnownAlready):
        said = {"same": db.session.get_one(Registration, refusal.registration_id)}
    return _page(forum, row, form, **said)


def _page(forum: Forum, row: Registration, form: TeamForm, **more: Any) -> str:
    with observe() as session:
        audit.record("registration.read", row, by=g.user, session=session)
    return render_template(
        "registrations/edit.html", forum=forum, row=row, whole=form, form=form.person, **more
    )
