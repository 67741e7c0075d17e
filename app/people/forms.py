"""What a team fills in of a person."""

from collections.abc import Mapping
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import TextArea

from app.people import names, sovereign, written
from app.people.fields import ChosenOrganisation, PictureFile, in_script
from app.people.models import Civility, Degree, Person, full_name
from app.people.words import CIVILITY_WORDS, DEGREE_WORDS
from app.platform.i18n import _, current, language_name, lazy, locales
from app.ui.forms import Bilingual, Form, Mail, Phone, Version, Words

NAMES = ("given_ar", "family_ar", "given_latin", "family_latin")
_TWINS = dict(zip(NAMES, (*NAMES[2:], *NAMES[:2]), strict=True))
PHOTO_BOX = (600, 600)
_PLAIN = (*NAMES, "printed", "tifinagh", "function", "email", "phone", "locale", "note", "organisation_id")


def _name(script: str) -> list[Any]:
    return [Length(max=written.NAME_PART), in_script(script)]


class PersonForm(Form):
    """Who a person is, what they do, how they are reached. One script is enough."""

    given_ar = Words(lazy("Given name in Arabic"), validators=_name("ar"))
    family_ar = Words(lazy("Family name in Arabic"), validators=_name("ar"))
    given_latin = Words(lazy("Given name in Latin letters"), validators=_name("latin"))
    family_latin = Words(lazy("Family name in Latin letters"), validators=_name("latin"))
    printed = Bilingual(lazy("Name as it is printed on the badge"), validators=[Length(max=written.PRINTED)])
    tifinagh = Words(lazy("Name in Tifinagh"), validators=[Optional(), Length(max=written.TIFINAGH)])
    civility = SelectField(lazy("Civility"), validators=[Optional()])
    degree = SelectField(
        lazy("Title before the name"),
        validators=[Optional()],
        description=lazy("Said after the civility, with which it agrees. Without a civility it is not said."),
    )
    function = Bilingual(lazy("Capacity (function)"), validators=[Length(max=written.FUNCTION)])
    organisation_id = ChosenOrganisation(lazy("Organisation"))
    photo_file = PictureFile(
        lazy("Photo (PNG, JPEG or WebP, 5 MB at most)"), box=PHOTO_BOX, validators=[Optional()]
    )
    remove_photo = BooleanField(lazy("Remove the photo"))
    email = Mail(lazy("E-mail"), validators=[Optional(), Length(max=written.EMAIL)])
    phone = Phone(lazy("Phone"), validators=[Optional()])
    locale = SelectField(lazy("Language of messages"), validators=[Optional()])
    note = Words(
        lazy("Note for the team"),
        validators=[Optional(), Length(max=written.NOTE)],
        widget=TextArea(),
        description=lazy("The team alone reads it, and the person may ask to read it too."),
        render_kw={"rows": 3},
    )
    forum_id = SelectField(lazy("Event"), description=lazy("Its team will see this person."))
    somebody_else = BooleanField(lazy("This is somebody else: save"))
    version = Version()

    def __init__(self, person: Person | None = None, *, events: Mapping[int, Any] | None = None, **kw: Any):
        super().__init__(obj=person, **kw)
        unknown = [("", _("not stated"))]
        self.civility.choices = unknown + [(one.value, word) for one, word in CIVILITY_WORDS.items()]
        self.degree.choices = unknown + [(one.value, word) for one, word in DEGREE_WORDS.items()]
        self.locale.choices = unknown + [(one, language_name(one)) for one in locales()]
        if events is None:
            del self.forum_id, self.somebody_else
        else:
            self.forum_id.choices = event_choices(events)
        if person is None or person.photo is None:
            del self.remove_photo

    def validate_given_ar(self, field: Words) -> None:
        if not any(self[name].data for name in NAMES):
            raise ValidationError(_("Please write the name in Arabic or in Latin letters. One is enough."))
        if sovereign.styled(*self.shown_name().values(), *(self.printed.data or {}).values()):
            raise ValidationError(str(sovereign.REASON))

    def shown_name(self) -> dict[str, str]:
        """The name that would be printed where nothing else is asked for, by locale."""
        return full_name(*(self[name].data or "" for name in NAMES))

    def suggested(self, name: str) -> str:
        """What the table of names proposes for an empty name field, from its twin in the other script."""
        twin = self[_TWINS[name]].data
        if self[name].data or not twin:
            return ""
        part: names.Part = "given" if name.startswith("given") else "family"
        return names.suggestion(twin, part, "ar" if name.endswith("_ar") else "latin")

    def values(self) -> dict[str, Any]:
        """What the action takes, without the picture."""
        found = {name: self[name].data for name in _PLAIN}
        found |= {name: found[name] or "" for name in _PLAIN if self[name].type != "Bilingual"}
        found["organisation_id"] = self.organisation_id.data
        found["civility"] = Civility(self.civility.data) if self.civility.data else None
        found["degree"] = Degree(self.degree.data) if self.degree.data else None
        return found

    def picture(self) -> dict[str, Any]:
        """The photo as the row keeps it, stored; slow: before the unit of work."""
        remove = "remove_photo" in self and self.remove_photo.data
        stored: dict[str, Any] = self.photo_file.stored("photo", remove=remove)
        return stored

    @property
    def scripts(self) -> list[tuple[str, tuple[FileField, FileField]]]:
        """(locale, (given name, family name)), the language of the page first."""
        both = [
            ("ar", (self.given_ar, self.family_ar)),
            ("fr", (self.given_latin, self.family_latin)),
        ]
        return sorted(both, key=lambda one: (one[0] == "ar") != (current() == "ar"))


class EventForm(Form):
    """To which event something is added."""

    forum_id = SelectField(lazy("Event"), validators=[InputRequired()])

    def __init__(self, events: Mapping[int, Any], *, unchosen: bool = False, **kw: Any):
        super().__init__(**kw)
        none = [("", _("Choose"))] if unchosen and len(events) > 1 else []
        self.forum_id.choices = none + event_choices(events)


def event_choices(events: Mapping[int, Any]) -> list[tuple[str, Any]]:
    """The events to choose among; the key "" where there may be none."""
    return [(str(key) if key else "", event) for key, event in events.items()]
