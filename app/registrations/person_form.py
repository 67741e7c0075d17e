"""Who registers and how to reach them: the fields that every form about a registered person shares."""

import re
from collections.abc import Callable
from typing import Any

from wtforms import BooleanField, RadioField
from wtforms.validators import DataRequired, Length, ValidationError

from app.people.fields import in_script
from app.platform.i18n import _, current, language_name, lazy, locales
from app.registrations.marks import NAMES
from app.registrations.models import Registration
from app.ui.forms import Form, Mail, Phone, Words

_PLAIN = (*NAMES, "organisation", "function", "phone", "email")
# The form writes to an address that anybody may type: what it lets them say there leads nowhere else. A body
# may be called «Hespress.com»; what stands in letters has no such end: programs of mail make a link of it.
_ADDRESS = re.compile(r"@|://|\bwww\.|\w\.\w+/", re.IGNORECASE)
_LINKED = re.compile(
    rf"{_ADDRESS.pattern}|\w\.(?:com|net|org|info|ma|fr|io|co|me|ly|gl|xyz|top|app|site|online|shop|link|ru)\b",
    re.IGNORECASE,
)


def _no_address(among: re.Pattern[str]) -> Callable[[Any, Words], None]:
    def check(_form: Any, field: Words) -> None:
        if among.search(field.data or ""):
            raise ValidationError(
                _("%(field)s: please write no e-mail and no web address here.", field=field.label.text)
            )

    return check


def _name(script: str) -> list[Any]:
    return [Length(max=60), in_script(script), _no_address(_LINKED)]


class PersonForm(Form):
    """One script and one contact are enough. Draw it with the macros of `registrations/_person.html`.

    `held` fills it with what a registration says already. It carries the CSRF token of the whole page: forms
    composed with it have none.
    """

    nameless = lazy("Please write your name in Arabic or in Latin letters. One is enough.")
    for_other = BooleanField(lazy("I register somebody else"))
    registrant = Words(
        lazy("Your own name"),
        validators=[Length(max=200), _no_address(_LINKED)],
    )
    given_ar = Words(lazy("Given name in Arabic"), validators=_name("ar"))
    family_ar = Words(lazy("Family name in Arabic"), validators=_name("ar"))
    given_latin = Words(lazy("Given name in Latin letters"), validators=_name("latin"))
    family_latin = Words(lazy("Family name in Latin letters"), validators=_name("latin"))
    organisation = Words(
        lazy("Organisation you represent"), validators=[Length(max=200), _no_address(_ADDRESS)]
    )
    function = Words(lazy("Capacity (function)"), validators=[Length(max=160), _no_address(_ADDRESS)])
    phone = Phone(lazy("Phone"))
    email = Mail(lazy("E-mail (if you have one)"), validators=[Length(max=254)])
    locale_ = RadioField(lazy("Language of messages"), validators=[DataRequired()])

    def __init__(self, held: Registration | None = None, **kwargs: Any) -> None:
        kept = {"for_other": bool(held.registrant), "locale_": held.locale} if held else {}
        super().__init__(obj=held, **kept, **kwargs)
        offered = sorted(locales(), key=lambda locale: locale != current())
        self.locale_.choices = [(one, language_name(one)) for one in offered]
        if self.locale_.data not in offered:  # none was chosen: that of the page
            self.locale_.data = current()

    def validate_registrant(self, field: Words) -> None:
        if self.for_other.data and not field.data:
            raise ValidationError(_("Please write your own name: we write to you about this person."))

    def validate_given_ar(self, field: Words) -> None:
        self._refuse_nameless(is_first=current() == "ar")

    def validate_given_latin(self, field: Words) -> None:
        self._refuse_nameless(is_first=current() != "ar")

    def _refuse_nameless(self, *, is_first: bool) -> None:
        """Told at the first of the names in the language of the page."""
        if is_first and not any(self[name].data for name in NAMES):
            raise ValidationError(self.nameless)

    def validate_phone(self, field: Phone) -> None:
        if not field.data and not self.email.data:
            raise ValidationError(_("Please give a phone number or an e-mail. One is enough."))

    def columns(self) -> dict[str, str]:
        """The columns of `Registration` that the person wrote; phone in E.164."""
        plain = {name: self[name].data or "" for name in _PLAIN}
        registrant = self.registrant.data if self.for_other.data else ""
        return plain | {"registrant": registrant or "", "locale": self.locale_.data}
