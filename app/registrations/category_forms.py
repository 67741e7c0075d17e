"""What an organiser sets of a category."""

from datetime import date
from typing import Any

from wtforms import DateField, RadioField, SelectField, TimeField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.forums.forms_colour import Coloured, another, palette
from app.forums.forms_parts import PartForm
from app.forums.plausible import plausible
from app.platform.i18n import _, lazy
from app.platform.text import Translated
from app.registrations import ports, typed_moments
from app.registrations.models import Category
from app.registrations.words import ENTRY_WORDS, SEEN_WORDS, Entry, Seen
from app.ui.forms import AnyLanguage, Bilingual, Form, WholeNumber

MOST_PLACES = 100_000
MOST_HOURS = 720


class CategoryForm(Coloured, PartForm):
    """A category, its places, and how one enters it. `last`: the last day of its event, where it has one."""

    name_ = Bilingual(lazy("Category"), validators=[AnyLanguage(), Length(max=120)])
    about = Bilingual(
        lazy("A line under its name"),
        validators=[Length(max=300)],
        description=lazy("For whom it is. It helps people choose on the form."),
    )
    places = WholeNumber(lazy("Places"), validators=[InputRequired()], least=0, most=MOST_PLACES)
    entry = RadioField(
        lazy("How one enters"),
        choices=[SelectChoice(key.value, word) for key, word in ENTRY_WORDS.items()],
        default=Entry.OPEN.value,
        validators=[InputRequired()],
    )
    seen = RadioField(
        lazy("Who sees it"),
        choices=[SelectChoice(key.value, word) for key, word in SEEN_WORDS.items()],
        default=Seen.EVERYONE.value,
        validators=[InputRequired()],
    )
    opens_day = DateField(lazy("Opens on"), validators=[Optional(), plausible])
    opens_hour = TimeField(lazy("Opens at"), validators=[Optional()])
    closes_day = DateField(lazy("Closes on"), validators=[Optional(), plausible])
    closes_hour = TimeField(lazy("Closes at"), validators=[Optional()])
    hold_hours = WholeNumber(
        lazy("Hours for which a place is kept until the e-mail is confirmed"),
        validators=[Optional()],
        least=1,
        most=MOST_HOURS,
        description=lazy(
            "Empty: the place is given at once. Who gave a phone alone is called by the team and loses no "
            "place by the clock."
        ),
    )
    colour = palette()
    own_colour = another()
    badge_design = SelectField(lazy("Badge"))

    def __init__(
        self, *args: Any, last: date | None = None, obj: Category | None = None, **kwargs: Any
    ) -> None:
        if obj is not None:
            kwargs["places"] = obj.quota.places
            kwargs["opens_day"], kwargs["opens_hour"] = typed_moments.typed_since(obj.opens_at)
            kwargs["closes_day"], kwargs["closes_hour"] = typed_moments.typed_until(obj.closes_at)
        super().__init__(*args, obj=obj, **kwargs)
        self.last = last
        self.badge_design.choices = [SelectChoice(name, word) for name, word in ports.designs.items()]
        if self.badge_design.data not in ports.designs:
            self.badge_design.data = next(iter(ports.designs), "")

    def validate_opens_day(self, field: DateField) -> None:
        typed_moments.refuse_after(self.last, field)

    def validate_opens_hour(self, field: TimeField) -> None:
        if typed_moments.lacks_day(self.opens_day, field):
            raise ValidationError(_("Please give the day as well."))

    def validate_closes_hour(self, field: TimeField) -> None:
        if typed_moments.lacks_day(self.closes_day, field):
            raise ValidationError(_("Please give the day as well."))

    def validate_closes_day(self, field: DateField) -> None:
        opens, closes = self._hours() if not self.opens_day.errors else (None, None)
        if opens and closes and closes <= opens:
            raise ValidationError(_("It closes before it opens. Correct one of the two."))

    def values(self) -> dict[str, Any]:
        """What the action takes. Who enters by invitation alone does not find it on the public form."""
        entry, seen = Entry(self.entry.data), Seen(self.seen.data)
        opens, closes = self._hours()
        return {
            "name": Translated(self.name_.data),
            "about": Translated(self.about.data),
            "places": self.places.data,
            "entry": entry,
            "seen": Seen.LINK if entry is Entry.INVITATION and seen is Seen.EVERYONE else seen,
            "opens_at": opens,
            "closes_at": closes,
            "hold_hours": self.hold_hours.data,
            "colour": self.chosen_colour(),
            "badge_design": self.badge_design.data,
        }

    def _hours(self) -> tuple[Any, Any]:
        return (
            typed_moments.since(self.opens_day.data, self.opens_hour.data),
            typed_moments.until(self.closes_day.data, self.closes_hour.data),
        )


class PlacesForm(Form):
    """How many places."""

    places = WholeNumber(lazy("Places"), validators=[InputRequired()], least=0, most=MOST_PLACES)
