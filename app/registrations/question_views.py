"""The office's pages about the questions of a form."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.audit.latest import overtaken
from app.forums.models import Forum
from app.forums.parts_rules import PartRefused
from app.platform.db import db, one_or_404, unit_of_work
from app.platform.errors import Conflict, Overtaken
from app.platform.i18n import _
from app.registrations import queries, question_actions, question_queries, question_seen
from app.registrations.question_form import QuestionForm
from app.registrations.question_rows import Question
from app.registrations.question_words import ABOUT_KINDS
from app.registrations.words import QuestionKind
from app.ui.confirming import confirm_removal
from app.ui.rows import change_rows

bp = Blueprint("questions", __name__, template_folder="templates")
KIND = f"<any({', '.join(QuestionKind)}):question_kind>"


@bp.get("/office/<forum:forum>/questions")
@needs("registrations.settings")
def index(forum: Forum) -> str:
    return render_template(
        "registrations/questions.html",
        forum=forum,
        lines=question_seen.lines(forum),
    )


@bp.get("/office/<forum:forum>/questions/new")
@needs("registrations.settings")
def new(forum: Forum) -> str:
    return render_template("registrations/question_new.html", forum=forum, kinds=ABOUT_KINDS)


@bp.route(f"/office/<forum:forum>/questions/new/{KIND}", methods=["GET", "POST"])
@needs("registrations.settings")
def add(forum: Forum, question_kind: str) -> ResponseReturnValue:
    kind = QuestionKind(question_kind)
    form = _form(forum, kind)
    asked = _asked(forum, form)
    if asked:
        return asked
    try:
        with unit_of_work():
            made = question_actions.add(forum, kind, form.values(), by=g.user)
    except PartRefused as refusal:
        form[refusal.field].errors = [refusal.message]
        return _page(forum, form), 409
    return _saved(forum, made.id)


@bp.route("/office/<forum:forum>/questions/<key:question_id>", methods=["GET", "POST"])
@needs("registrations.settings")
def edit(forum: Forum, question_id: int) -> ResponseReturnValue:
    question = _of(forum, question_id)
    return _edit(forum, question, question.kind)


@bp.route(f"/office/<forum:forum>/questions/<key:question_id>/as/{KIND}", methods=["GET", "POST"])
@needs("registrations.settings")
def edit_as(forum: Forum, question_id: int, question_kind: str) -> ResponseReturnValue:
    """The same question as one of another kind, while nobody answered it."""
    return _edit(forum, _of(forum, question_id), QuestionKind(question_kind))


@bp.post("/office/<forum:forum>/questions/<key:question_id>/<any(up, down):way>")
@needs("registrations.settings")
def shift(forum: Forum, question_id: int, way: str) -> ResponseReturnValue:
    question = _of(forum, question_id)
    with unit_of_work():
        question_actions.shift(forum, question, way == "up", by=g.user)
    return redirect(_row(forum, question_id), 303)


@bp.post("/office/<forum:forum>/questions/<key:question_id>/copy")
@needs("registrations.settings")
def duplicate(forum: Forum, question_id: int) -> ResponseReturnValue:
    question = _of(forum, question_id)
    with unit_of_work():
        made = question_actions.duplicate(forum, question, by=g.user)
    flash(_("Duplicated. The new question is not asked yet."))
    return redirect(url_for(".edit", forum=forum, question_id=made.id), 303)


@bp.post("/office/<forum:forum>/questions/<key:question_id>/retirement")
@needs("registrations.settings")
def retire(forum: Forum, question_id: int) -> ResponseReturnValue:
    question = _of(forum, question_id)
    with unit_of_work():
        question_actions.retire(forum, question, by=g.user)
    flash(_("This question is no longer asked. What was answered is kept."))
    return redirect(_row(forum, question_id), 303)


@bp.post("/office/<forum:forum>/questions/<key:question_id>/return")
@needs("registrations.settings")
def ask_again(forum: Forum, question_id: int) -> ResponseReturnValue:
    question = _of(forum, question_id)
    with unit_of_work():
        question_actions.ask_again(forum, question, by=g.user)
    flash(_("This question is asked again."))
    return redirect(_row(forum, question_id), 303)


@bp.route("/office/<forum:forum>/questions/<key:question_id>/removal", methods=["GET", "POST"])
@needs("registrations.settings")
def remove(forum: Forum, question_id: int) -> ResponseReturnValue:
    question = _of(forum, question_id)
    if request.method != "POST":
        return confirm_removal(question.label.said(), back_url=_row(forum, question_id))
    with unit_of_work():
        question_actions.remove(forum, question, by=g.user)
    flash(_("Removed."))
    return redirect(url_for(".index", forum=forum), 303)


def _edit(forum: Forum, question: Question, kind: QuestionKind) -> ResponseReturnValue:
    question_id = question.id
    form = _form(forum, kind, question)
    asked = _asked(forum, form)
    if asked:
        return asked
    values, version = form.values(), form.version.data
    try:
        with unit_of_work():
            question_actions.edit(forum, question, kind, values, version=version, by=g.user)
    except PartRefused as refusal:
        form[refusal.field].errors = [refusal.message]
        return _page(forum, form), 409
    except Overtaken as refusal:
        row = _of(forum, question_id)
        theirs = _form(forum, kind, row, formdata=None)
        return _page(forum, form, **overtaken(form, theirs, row, refusal=refusal, by=g.user)), 409
    except Conflict as refusal:
        return _page(forum, form, refusal=refusal.message), 409
    return _saved(forum, question_id)


def _asked(forum: Forum, form: QuestionForm) -> ResponseReturnValue | None:
    """The page again, as long as nothing is to be saved."""
    if change_rows(form):
        return _page(forum, form), 200
    if not form.validate_on_submit():
        return _page(forum, form), 422 if form.errors else 200
    if "preview" in request.form:
        return _page(forum, form, preview=question_seen.both(forum, form.kind, form.values())), 200
    return None


def _form(forum: Forum, kind: QuestionKind, question: Question | None = None, **kwargs: Any) -> QuestionForm:
    questions = db.session.scalars(question_queries.of_forum(forum.id)).all()
    categories = db.session.scalars(queries.categories(forum.id)).all()
    return QuestionForm(kind, questions, categories, question, **kwargs)


def _page(forum: Forum, form: QuestionForm, **more: Any) -> str:
    question = form.question
    answered = bool(question and question_queries.is_answered(question.id))
    return render_template(
        "registrations/question.html",
        forum=forum,
        form=form,
        question=question,
        answered=answered,
        other_kinds=[one for one in QuestionKind if question and not answered and one is not form.kind],
        **more,
    )


def _of(forum: Forum, question_id: int) -> Question:
    found: Question = one_or_404(question_queries.question(forum.id, question_id))
    return found


def _row(forum: Forum, question_id: int) -> str:
    return url_for(".index", forum=forum, _anchor=f"question-{question_id}")


def _saved(forum: Forum, question_id: int) -> ResponseReturnValue:
    flash(_("Saved."))
    return redirect(_row(forum, question_id), 303)
