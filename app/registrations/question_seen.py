"""The questions of a form as the office sees them, and one of them as a participant will."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template
from markupsafe import Markup

from app.forums.models import Forum
from app.platform.db import db
from app.platform.i18n import _, current, listing, locales, using
from app.platform.text import Translated
from app.registrations import queries, question_fields, question_queries
from app.registrations.question_actions import merged
from app.registrations.question_conditions import YES
from app.registrations.question_rows import Question
from app.registrations.words import QuestionKind


@dataclass(frozen=True)
class Line:
    """A question in the list: of whom it is asked, when it is shown ("" for always), how many answered it."""

    question: Question
    categories: str
    condition: str
    answered: int


def lines(forum: Forum) -> list[Line]:
    """All questions in their order, in four statements."""
    questions = db.session.scalars(question_queries.of_forum(forum.id)).all()
    names = {one.id: one.name.said() for one in db.session.scalars(queries.categories(forum.id))}
    counts = question_queries.counts(forum.id)
    known = {one.id: one for one in questions}
    return [
        Line(
            one,
            listing([names[key] for key in one.category_ids if key in names]),
            _condition(known.get(one.depends_on_id or 0), one.depends_on_value),
            counts.get(one.id, 0),
        )
        for one in questions
    ]


def both(forum: Forum, kind: QuestionKind, values: Mapping[str, Any]) -> list[tuple[str, Markup]]:
    """A question that is not saved yet, as a participant will see it: (locale, what is drawn)."""
    plain = {name: value for name, value in values.items() if name not in ("options", "depends_on_id")}
    found = []
    for locale in sorted(locales(), key=lambda one: one != current()):  # as the fields stand
        with using(locale):
            # Its names and identifiers are its own: the editor's stand on the same page.
            question = Question(forum_id=forum.id, kind=kind, **plain)
            question.id, question.options = 0, merged((), values["options"], frozenset())
            form = question_fields.form_of([question], forum, formdata=None, prefix=f"seen-{locale}-")
            drawn = render_template("registrations/_question_seen.html", form=form)
            found.append((locale, Markup(drawn)))  # noqa: S704 — a rendered template
    return found


def _condition(before: Question | None, value: str) -> str:
    if before is None:
        return ""
    if value == YES:
        return str(_("Only if you ticked: %(question)s", question=before.label.said()))
    words = {one["key"]: Translated(one["label"]).said() for one in before.options}
    return str(
        _(
            "Only for this answer to «%(question)s»: %(answer)s",
            question=before.label.said(),
            answer=words.get(value, ""),
        )
    )
