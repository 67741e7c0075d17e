"""The registration form, and what an organiser sets."""

import re
import secrets
from typing import Any

from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired, Length, ValidationError

from app.people.fields import in_script
from app.platform.i18n import _, current, lazy
from app.registrations.models import Category
from app.ui.forms import AnyLanguage, Bilingual, Form, Mail, Phone, WholeNumber, Words

_TOKEN = re.compile("[0-9a-f]{32}")
_NAMES = ("given_ar", "family_ar", "given_latin", "family_latin")


def _name(script: str) -> list[Any]:
    return [Length(max=60), in_script(script)]


class RegistrationForm(Form):
    """Who you are and how to reach you: one script and one contact are enough."""

    given_ar = Words(lazy("Given name in Arabic"), validators=_name("ar"))
    family_ar = Words(lazy("Family name in Arabic"), validators=_name("ar"))
    given_latin = Words(lazy("Given name in Latin letters"), validators=_name("latin"))
    family_latin = Words(lazy("Family name in Latin letters"), validators=_name("latin"))
    organisation = Words(lazy("Organisation you represent"), validators=[Length(max=200)])
    function = Words(lazy("Capacity (function)"), validators=[Length(max=160)])
    phone = Phone(lazy("Phone"))
    email = Mail(lazy("E-mail (if you have one)"))
    category_id = RadioField(lazy("You come as"), coerce=int, validators=[InputRequired()])
    token = HiddenField()
    wait = HiddenField()

    def __init__(self, categories: list[Category], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not _TOKEN.fullmatch(self.token.data or ""):
            self.renew_token()
        self.category_id.choices = [(one.id, _offered(one)) for one in categories]
        if len(categories) == 1 and self.category_id.data is None:
            self.category_id.data = categories[0].id

    def renew_token(self) -> None:
        """What is sent next is another form: the one before acted, or never will."""
        self.token.data = secrets.token_hex(16)

    def validate_given_ar(self, field: Words) -> None:
        if not any(self[name].data for name in _NAMES):
            raise ValidationError(_("Please write your name in Arabic or in Latin letters. One is enough."))

    def validate_phone(self, field: Phone) -> None:
        if not field.data and not self.email.data:
            raise ValidationError(_("Please give a phone number or an e-mail. One is enough."))

    def person(self) -> dict[str, Any]:
        """What the action takes."""
        names = (*_NAMES, "organisation", "function", "phone", "email")
        return {name: self[name].data or "" for name in names} | {"locale": current()}


def _offered(category: Category) -> str:
    """The category's name; told to be full before anybody fills in the form for it."""
    name = category.name.said()
    return name if category.quota.free else str(_("%(category)s (full: waiting list)", category=name))


class CategoryForm(Form):
    """A category and its places."""

    name_ = Bilingual(lazy("Category"), validators=[AnyLanguage(), Length(max=120)])
    places = WholeNumber(lazy("Places"), validators=[InputRequired()], least=1, most=100_000)

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {"name": self.name_.data, "places": self.places.data}


class PlacesForm(Form):
    """How many places."""

    places = WholeNumber(lazy("Places"), validators=[InputRequired()], least=0, most=100_000)
