"""Halls, days, themes, partners and contacts of an event."""

import re
from typing import Any

from wtforms import BooleanField, DateField, RadioField, SelectField, SelectMultipleField, TimeField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.forums.colours import COLOURS, contrast_with_white
from app.forums.models import PARTNER_WORDS
from app.forums.plausible import plausible
from app.forums.words import LANGUAGE_WORDS
from app.people.fields import ChosenOrganisation
from app.platform.i18n import _, lazy, lazy_context
from app.ui.forms import AnyLanguage, Bilingual, Form, Mail, Phone, Version, WholeNumber, Words

LEAST_CONTRAST = 4.5  # WCAG 2.2 AA, of white letters on the colour


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


class ThemeForm(PartForm):
    """A theme."""

    name_ = Bilingual(lazy("Theme"), validators=[AnyLanguage(), Length(max=300)])
    about = Bilingual(lazy("What it is about"), validators=[Length(max=1000)], rows=3)
    colour = RadioField(
        lazy("Colour"),
        choices=[SelectChoice(code, word) for code, word in [*COLOURS.items(), ("", lazy("another"))]],
        default="#1f5f46",
    )
    own_colour = Words(
        lazy("Another colour"),
        validators=[Length(max=7)],
        description=lazy("As six figures and letters. Example: #0b6e6e."),
        render_kw={"dir": "ltr"},
    )

    def __init__(self, *args: Any, obj: Any = None, **kwargs: Any) -> None:
        if obj is not None and obj.colour not in COLOURS:
            kwargs["own_colour"] = obj.colour
        super().__init__(*args, obj=obj, **kwargs)
        if self.colour.data not in COLOURS and self.colour.data:
            self.colour.data = ""

    def validate_own_colour(self, field: Words) -> None:
        if self.colour.data:
            return
        field.data = (field.data or "").lower()
        if not re.fullmatch("#[0-9a-f]{6}", field.data):
            raise ValidationError(
                _("A colour is # and six figures or letters from a to f. Example: #0b6e6e.")
            )
        if contrast_with_white(field.data) < LEAST_CONTRAST:
            raise ValidationError(_("White letters cannot be read on this colour. Choose a darker one."))

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        found = super().values()
        own = found.pop("own_colour")
        found["colour"] = found["colour"] or own
        return found


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
