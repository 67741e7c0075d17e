"""The form in which a person changes the own registration, composed of the parts of the public form."""

from typing import Any

import sqlalchemy as sa
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired, ValidationError

from app.forums.models import Forum
from app.platform.db import db
from app.platform.i18n import _, lazy
from app.registrations import choosing, queries, question_fields, question_queries
from app.registrations.extra_form import ExtraForm
from app.registrations.models import Category, Registration
from app.registrations.person_form import PersonForm
from app.registrations.words import Entry, State
from app.registrations.workshop_choice import WorkshopsForm
from app.ui.forms import Version

_NO_CATEGORY = frozenset({State.HELD})
_ASKING = frozenset({State.PENDING, State.WAITING})


class ChangeForm(PersonForm):
    """PersonForm with the category. `shown`: the category whose questions were on the page that was sent."""

    category = RadioField(lazy("You come as"), coerce=int, validators=[InputRequired()])
    shown = Version()
    gives_back = BooleanField(
        lazy("I know that my place is given back, and that the team answers my new request")
    )
    version = Version()

    def __init__(self, held: Registration, forum: Forum, **kwargs: Any) -> None:
        super().__init__(held, **kwargs)
        self.held = held
        self.category.choices = _open_to(held, forum)
        offered = {key for key, _name in self.category.choices}
        if self.category.data not in offered:
            self.category.data = held.category_id
        self.turned = self.shown.data not in (None, 0, self.category.data)
        self.shown.data = self.category.data

    @property
    def wanted(self) -> Category:
        """The category that is chosen in the form."""
        return db.session.get_one(Category, self.category.data)

    @property
    def loses_place(self) -> bool:
        """Whether the place goes back to ask the team anew."""
        held = self.held
        other = self.category.data != held.category_id and self.wanted.entry is Entry.APPROVAL
        return other and held.state is State.CONFIRMED

    def validate_gives_back(self, field: BooleanField) -> None:
        if self.loses_place and not field.data:
            raise ValidationError(_("This category is on approval. Tick this box, or keep your category."))


class WholeChange:
    """Its parts, in the order of the page; one list of errors."""

    def __init__(self, held: Registration, forum: Forum, **kwargs: Any) -> None:
        self.person = ChangeForm(held, forum, **kwargs)
        asked = question_fields.asked(forum.id, self.person.category.data)
        chosen = db.session.scalars(queries.chosen(held.id)).all()
        self.workshops = WorkshopsForm(forum, chosen, **kwargs)
        answers = question_queries.held(held.id)
        self.questions = question_fields.form_of(asked, forum, answers, **kwargs)
        self.extras = ExtraForm(forum, held, **kwargs)
        self.parts = (self.person, self.workshops, self.questions, self.extras)

    def validate(self) -> bool:
        """Every part is asked, so that every error is told at once; files that were sent are kept."""
        valid = [part.validate() for part in self.parts]
        self.questions.stage()
        return all(valid) and not self.questions.errors

    def summary(self) -> list[tuple[str, str]]:
        """The errors of all parts, in the order of the page."""
        return [error for part in self.parts for error in part.summary()]

    def columns(self) -> dict[str, Any]:
        """The columns of `Registration` that were typed."""
        return self.person.columns() | self.extras.columns()


def _open_to(held: Registration, forum: Forum) -> list[tuple[int, str]]:
    """The person's own category first, then those that are open now; the own alone for a delegation. Who has
    a place keeps it: only who asks for one may wait in a full category.
    """
    own = db.session.scalars(sa.select(Category).where(Category.id == held.category_id)).one()
    if held.delegation_id is not None or held.state in _NO_CATEGORY:
        return [(own.id, own.name.said())]
    waits = held.state in _ASKING
    others = [one for one in choosing.listed(forum) if one.opens_at is None and one.category.id != own.id]
    return [(own.id, own.name.said()), *((one.category.id, one.told(waits=waits)) for one in others)]
