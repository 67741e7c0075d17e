"""What an organiser sets of a delegation."""

from typing import Any

from wtforms import DateField, SelectField, TimeField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.forums.forms_parts import PartForm
from app.forums.plausible import plausible
from app.people.fields import ChosenOrganisation
from app.people.models import Organisation
from app.platform.db import db
from app.platform.i18n import _, lazy
from app.platform.text import Translated
from app.registrations import typed_moments
from app.registrations.category_forms import MOST_PLACES
from app.registrations.models import Category, Delegation
from app.registrations.words import Seen
from app.ui.forms import Bilingual, WholeNumber


class DelegationForm(PartForm):
    """A delegation: an institution of the directory, or a name alone."""

    organisation_id = ChosenOrganisation(lazy("Organisation of the directory"), validators=[Optional()])
    name_ = Bilingual(
        lazy("Name of the delegation"),
        validators=[Length(max=200)],
        description=lazy("Empty: that of the organisation."),
    )
    category_id = SelectField(lazy("Category"), coerce=int, validators=[InputRequired()])
    places = WholeNumber(lazy("Places"), validators=[InputRequired()], least=1, most=MOST_PLACES)
    until_day = DateField(lazy("Names may be given until"), validators=[Optional(), plausible])
    until_hour = TimeField(lazy("Until what time"), validators=[Optional()])

    def __init__(self, categories: list[Category], *, obj: Delegation | None = None, **kwargs: Any) -> None:
        if obj is not None:
            kwargs["places"] = obj.quota.places
            kwargs["until_day"], kwargs["until_hour"] = typed_moments.typed_until(obj.names_until)
        super().__init__(obj=obj, **kwargs)
        self.categories = {one.id: one for one in categories}
        self.category_id.choices = [SelectChoice(one.id, one.name.said()) for one in categories]

    def validate_name_(self, field: Bilingual) -> None:
        if not field.data and self.organisation_id.data is None and not self.organisation_id.errors:
            raise ValidationError(_("Please choose an organisation or write a name."))

    def validate_category_id(self, field: SelectField) -> None:
        chosen = self.categories.get(field.data)
        if chosen and chosen.seen is Seen.TEAM:
            raise ValidationError(_("This category is for the team alone: no link leads into it."))

    def validate_until_hour(self, field: TimeField) -> None:
        if typed_moments.lacks_day(self.until_day, field):
            raise ValidationError(_("Please give the day as well."))

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        organisation = db.session.get(Organisation, self.organisation_id.data or 0)
        return {
            "organisation_id": self.organisation_id.data,
            "name": Translated(self.name_.data or (organisation.name if organisation else {})),
            "category_id": self.category_id.data,
            "places": self.places.data,
            "names_until": typed_moments.until(self.until_day.data, self.until_hour.data),
        }
