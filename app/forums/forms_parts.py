"""Halls, days, themes, partners and contacts of an event."""

from typing import Any

from wtforms import BooleanField, DateField, SelectField, SelectMultipleField, TimeField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.forums.forms_colour import Coloured, another, palette
from app.forums.models import PARTNER_WORDS
from app.forums.plausible import plausible
from app.forums.words import LANGUAGE_WORDS
from app.people.fields import ChosenOrganisation
from app.platform.i18n import _, lazy, lazy_context
from app.ui.forms import AnyLanguage, Bilingual, Form, Mail, Phone, Version, WholeNumber


class PartForm(Form):
    """A part of an event. Its fields bear the names of the columns, but for `name_`."""

    version = Version()

    def __init__(self, *args: Any, obj: Any = None, **kwargs: Any) -> None:
        if obj is not None and hasattr(obj, "name"):
            kwargs.setdefault("name_", obj.name)
        super().__init__(*args, obj=obj, **kwargs)

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {
            name.rstrip("_"): field.data if field.data is not None or "_at" in name else ""
            for name, field in self._fields.items()
            if name not in ("csrf_token", "version")
        }


class HallForm(PartForm):
    """A hall."""

    name_ = Bilingual(lazy("Hall"), validators=[AnyLanguage(), Length(max=120)])
    capacity = WholeNumber(lazy("Capacity"), validators=[InputRequired()], least=1, most=100_000)
    equipment = Bilingual(
        lazy("Equipment"),
        validators=[Length(max=300)],
        description=lazy("Screen, sound, recording, tables for workshops …"),
    )
    access = Bilingual(
        lazy("How it is reached"),
        validators=[Length(max=300)],
        description=lazy("Floor, entrance, lift, way for wheelchairs."),
    )
    interpretation = SelectMultipleField(
        lazy("Languages of the interpretation"),
        choices=[SelectChoice(code, word) for code, word in LANGUAGE_WORDS.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class DayForm(PartForm):
    """A day of the event."""

    on = DateField(lazy("Day"), validators=[InputRequired(), plausible])
    opens_at = TimeField(lazy("Doors open at"), validators=[Optional()])
    closes_at = TimeField(lazy("Doors close at"), validators=[Optional()])
    title = Bilingual(lazy("Title of the day"), validators=[Length(max=200)])

    def validate_closes_at(self, field: TimeField) -> None:
        if field.data and self.opens_at.data and field.data <= self.opens_at.data:
            raise ValidationError(_("The doors close before they open. Correct one of the two."))

    def validate_title(self, field: Bilingual) -> None:
        if not (field.data or self.opens_at.data or self.closes_at.data):
            raise ValidationError(_("Please give a title or an hour."))


class ThemeForm(Coloured, PartForm):
    """A theme."""

    name_ = Bilingual(lazy("Theme"), validators=[AnyLanguage(), Length(max=300)])
    about = Bilingual(lazy("What it is about"), validators=[Length(max=1000)], rows=3)
    colour = palette()
    own_colour = another()

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        found = super().values()
        found.pop("own_colour")
        return found | {"colour": self.chosen_colour()}


class PartnerForm(PartForm):
    """An organisation and its part."""

    organisation_id = ChosenOrganisation(lazy("Organisation"), validators=[InputRequired()])
    role = SelectField(
        lazy("Part"), choices=[SelectChoice(key.value, word) for key, word in PARTNER_WORDS.items()]
    )


class ContactForm(PartForm):
    """Whom to ask about the event."""

    label = Bilingual(
        lazy_context("part", "Contact"),
        validators=[AnyLanguage(), Length(max=120)],
        description=lazy("A desk rather than a person: registration, press, accommodation."),
    )
    phone = Phone(lazy("Phone"))
    email = Mail(lazy("E-mail"), validators=[Optional(), Length(max=254)])
    is_public = BooleanField(lazy("On the public page; else for the team alone"), default=True)

    def validate_phone(self, field: Phone) -> None:
        if not field.data and not self.email.data:
            raise ValidationError(_("Please give a phone number or an e-mail."))
