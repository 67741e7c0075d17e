"""What the team fills in for somebody: the parts of the public form, with nothing required but the person."""

import re
import secrets
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from wtforms import HiddenField, SelectField

from app.forums.models import Forum
from app.platform.db import db
from app.platform.i18n import _, lazy
from app.registrations import form_mark, notices, question_fields
from app.registrations.extra_form import ExtraForm
from app.registrations.models import Category, Registration
from app.registrations.notice_form import NoticeForm
from app.registrations.person_form import PersonForm
from app.registrations.question_rows import Question
from app.registrations.registering import Wish
from app.registrations.workshop_choice import WorkshopsForm
from app.ui.forms import Version

_TOKEN = re.compile("[0-9a-f]{32}")


class TeamPersonForm(PersonForm):
    """PersonForm in the words of the team. Who registered somebody else is shown where somebody did."""

    nameless = lazy("Please write the name in Arabic or in Latin letters. One is enough.")

    def __init__(self, held: Registration | None = None, **kwargs: Any) -> None:
        super().__init__(held, **kwargs)
        self.for_other.data = bool(self.registrant.data)
        self.organisation.label.text = _("Organisation")
        self.email.label.text = _("E-mail")
        self.registrant.label.text = self.for_other.label.text = _("Registered by")


class NewPersonForm(TeamPersonForm):
    """Somebody whom the team adds."""

    token = HiddenField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not _TOKEN.fullmatch(self.token.data or ""):
            self.renew_token()

    def renew_token(self) -> None:
        """What is sent next is another form: the one before acted, or never will."""
        self.token.data = secrets.token_hex(16)


class HeldPersonForm(TeamPersonForm):
    """Somebody who is registered; the category with the person, for both change in one act. `shown`: the
    category whose questions are on the page.
    """

    category_id = SelectField(lazy("Category"), coerce=int)
    version = Version()
    shown = Version()

    def __init__(self, held: Registration, categories: Collection[Category], **kwargs: Any) -> None:
        super().__init__(held, **kwargs)
        self.category_id.choices = [(one.id, one.name.said()) for one in categories]

    def turn_to(self, held: Registration, categories: Collection[Category], *, shows: bool) -> Category:
        """The category whose questions the page has: with `shows` the one that was chosen."""
        wanted = self.category_id.data if shows else self.shown.data
        found = next((one for one in categories if one.id == wanted), held.category)
        self.shown.data = found.id
        return found


class TeamForm:
    """The parts in the order of the page. `held`: what a registration answered, by the key of the question,
    and the workshops that it chose.
    """

    def __init__(
        self,
        forum: Forum,
        person: PersonForm,
        category: Category,
        *,
        row: Registration | None = None,
        workshop_ids: Collection[int] = (),
        answers: Mapping[int, Any] | None = None,
        **given: Any,
    ) -> None:
        questions = _not_required(question_fields.asked(forum.id, category.id))
        self.forum, self.category, self.person = forum, category, person
        self.workshops = WorkshopsForm(forum, workshop_ids, **given)
        self.questions = question_fields.form_of(questions, forum, answers, **given)
        self.extras = ExtraForm(forum, row, **given)
        self.notice = NoticeForm(forum, **given) if row is None else None
        if self.notice:
            self.notice.notice_read.label.text = _("The notice was read to the person")
        parts = (self.person, self.workshops, self.questions, self.extras, self.notice)
        self.parts = [one for one in parts if one is not None]

    def __iter__(self) -> Iterator[Any]:
        """The fields of all parts, as a form gives its own."""
        return (field for part in self.parts for field in part)

    def validate(self) -> bool:
        """Each part is asked, so that every error is told at once; files are kept whatever is wrong."""
        checked = [part.validate() for part in self.parts]
        self.questions.stage()
        return all(checked) and not self.questions.errors

    def keep_files(self) -> None:
        """Keep the files that came, and say nothing yet of what is missing: the page is drawn once more."""
        self.questions.validate()
        self.questions.stage()
        for field in self.questions:
            field.errors = []

    def summary(self) -> list[tuple[str, str]]:
        """The errors of all parts, as `Form.summary`."""
        return [error for part in self.parts for error in part.summary()]

    def columns(self) -> dict[str, Any]:
        """The columns of `Registration` that were typed."""
        return self.person.columns() | self.extras.columns()

    def wish(self, *, another: bool) -> Wish:
        """What is asked for besides; inside a unit of work, for the words of the notice become a row."""
        return Wish(
            workshop_ids=self.workshops.chosen(),
            answers=self.questions.values(),
            notice_id=notices.in_force(self.forum).id if self.notice else None,
            consents=self.notice.given() if self.notice else {},
            another=another,
            form_mark=form_mark.of_request(),
        )


def _not_required(questions: list[Question]) -> list[Question]:
    """The team fills in what it knows. Out of the session, the rows themselves stay as they are."""
    for one in questions:
        db.session.expunge(one)
        one.is_required = False
    return questions
