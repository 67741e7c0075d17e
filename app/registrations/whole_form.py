"""Everything that the public form asks for, composed of its parts: one sending, one list of errors."""

from typing import Any

from werkzeug.datastructures import MultiDict

from app.forums.models import Forum
from app.platform.db import db
from app.registrations import form_mark, notices, question_fields
from app.registrations.entry_links import Entered
from app.registrations.extra_form import ExtraForm
from app.registrations.models import Category
from app.registrations.notice_form import NoticeForm
from app.registrations.registering import Wish
from app.registrations.send_form import SendForm
from app.registrations.workshop_choice import WorkshopsForm


class WholeForm:
    """The parts in the order of the page. `typed`: what a draft held, in place of what was sent."""

    def __init__(self, forum: Forum, category: Category, typed: MultiDict[str, str] | None = None) -> None:
        given: dict[str, Any] = {} if typed is None else {"formdata": typed}
        asked = question_fields.asked(forum.id, category.id)
        self.forum, self.chosen = forum, category
        self.person = SendForm(category, **given)
        self.workshops = WorkshopsForm(forum, **given)
        self.questions = question_fields.form_of(asked, forum, **given)
        self.extras = ExtraForm(forum, **given)
        self.notice = NoticeForm(forum, **given)
        # They stay as this page has them: else each is read again, by itself, once something was written.
        for row in (*asked, *(one.workshop for one in self.workshops.offers)):
            db.session.expunge(row)
        self.parts = (self.person, self.workshops, self.questions, self.extras, self.notice)

    @property
    def asks_what(self) -> bool:
        """Whether the third step has anything to ask."""
        return bool(self.workshops.offers or len(self.questions._fields) or len(self.extras._fields))

    def validate(self) -> bool:
        """Each part is asked, so that every error is told at once; files are kept whatever is wrong."""
        answers = [part.validate() for part in self.parts]
        self.questions.stage()
        return all(answers) and not self.questions.errors

    def keep_files(self) -> None:
        """Keep the files that came, and say nothing yet of what is missing: the page is drawn once more."""
        if self.questions.has_files:
            self.questions.validate()
            self.questions.stage()
            for field in self.questions:
                field.errors = []

    def summary(self) -> list[tuple[str, str]]:
        """The errors of all parts, as `Form.summary`, in the order of the page."""
        return [error for part in self.parts for error in part.summary()]

    def columns(self) -> dict[str, Any]:
        """The columns of `Registration` that were typed."""
        return self.person.columns() | self.extras.columns()

    def wish(self, entered: Entered | None) -> Wish:
        """What is asked for besides, before the unit of work: the words of the notice are drawn for it."""
        return Wish(
            workshop_ids=self.workshops.chosen(),
            delegation=entered.delegation if entered else None,
            answers=self.questions.values(),
            notice_id=notices.ready(self.forum),
            consents=self.notice.given(),
            invited=entered is not None,
            form_mark=form_mark.of_request(),
        )
