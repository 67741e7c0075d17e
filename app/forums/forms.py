"""What an organiser fills in."""

from typing import Any

from wtforms import DateField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from app.forums.models import KIND_WORDS, PARTNER_WORDS, Forum
from app.forums.queries import by_slug
from app.people.regions import REGIONS
from app.platform.db import db
from app.platform.i18n import _, current, lazy
from app.ui.forms import AnyLanguage, Bilingual, Form, Phone, Version, WholeNumber, Words


class ForumForm(Form):
    """A forum: what it is, when and where."""

    title = Bilingual(lazy("Title"), validators=[AnyLanguage(), Length(max=300)])
    slug = Words(
        lazy("Address of the page"),
        validators=[
            InputRequired(),
            Length(max=60),
            Regexp(
                r"^[a-z0-9]+(-[a-z0-9]+)*$",
                message=lazy("Latin letters, figures and hyphens only. Example: meknes-2019."),
            ),
        ],
    )
    kind = SelectField(
        lazy("Kind of event"), choices=[SelectChoice(key.value, word) for key, word in KIND_WORDS.items()]
    )
    edition = WholeNumber(lazy("Edition (number)"), validators=[Optional()], least=1, most=99)
    motto = Bilingual(lazy("Theme of the edition"), validators=[Length(max=300)])
    about = Bilingual(lazy("Presentation"), validators=[Length(max=5000)], rows=5)
    city = Bilingual(lazy("City"), validators=[Length(max=80)])
    region = SelectField(lazy("Region"), validators=[Optional()])
    venue = Bilingual(lazy("Venue"), validators=[Length(max=200)])
    starts_on = DateField(lazy("First day"), validators=[Optional()])
    ends_on = DateField(lazy("Last day"), validators=[Optional()])
    help_phone = Phone(lazy("Help number"), validators=[Optional()])
    version = Version()

    def __init__(self, *args: Any, forum: Forum | None = None, **kwargs: Any) -> None:
        super().__init__(*args, obj=forum, **kwargs)
        self.forum_id = forum.id if forum else None
        unknown = [("", _("not stated"))]
        self.region.choices = unknown + [(code, names[current()]) for code, names in REGIONS.items()]

    def validate_slug(self, field: Words) -> None:
        taken = db.session.scalar(by_slug(field.data))
        if taken is not None and taken.id != self.forum_id:
            raise ValidationError(_("Another event has this address already. Choose another."))

    def validate_ends_on(self, field: DateField) -> None:
        if self.starts_on.data and field.data and field.data < self.starts_on.data:
            raise ValidationError(_("The last day comes before the first. Correct one of the two."))

    def values(self) -> dict[str, Any]:
        """What the action takes: a day that stands alone is both the first and the last."""
        found = {
            name: field.data for name, field in self._fields.items() if name not in ("csrf_token", "version")
        }
        found["region"] = found["region"] or None
        found["help_phone"] = found["help_phone"] or ""
        found["ends_on"] = found["ends_on"] or found["starts_on"]
        return found


class HallForm(Form):
    """A hall."""

    name_ = Bilingual(lazy("Hall"), validators=[AnyLanguage(), Length(max=120)])
    capacity = WholeNumber(lazy("Capacity"), validators=[InputRequired()], least=1, most=100_000)

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {"name": self.name_.data, "capacity": self.capacity.data}


class ThemeForm(Form):
    """A theme."""

    name_ = Bilingual(lazy("Theme"), validators=[AnyLanguage(), Length(max=300)])

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {"name": self.name_.data}


class PartnerForm(Form):
    """An organisation and its part."""

    organisation_id = SelectField(lazy("Organisation"), coerce=int)
    role = SelectField(
        lazy("Part"), choices=[SelectChoice(key.value, word) for key, word in PARTNER_WORDS.items()]
    )

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {"organisation_id": self.organisation_id.data, "role": self.role.data}
