"""What a team fills in of an organisation."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, DateField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from app.people import dated, sovereign, written
from app.people.fields import ChosenOrganisation, PictureFile
from app.people.form_rows import NameRow, SourceRow, as_rows
from app.people.forms import event_choices
from app.people.import_values import Wrong, site
from app.people.models import Gender, Kind, Organisation
from app.people.regions import REGIONS
from app.people.words import GENDER_WORDS, KIND_WORDS
from app.platform.i18n import _, current, lazy
from app.ui.forms import AnyLanguage, Bilingual, Form, Mail, Phone, Version, Words
from app.ui.rows import Rows

LOGO_BOX = (600, 300)
_TEXTS = ("name", "acronym", "city", "address", "note")
_WORDS = ("tifinagh", "email", "phone", "website")


def _with_scheme(text: str | None) -> str | None:
    """An address of the web as the import takes it; what is none is left for the message."""
    try:
        return site(text) if text and "://" not in text else text
    except Wrong:
        return text


class OrganisationForm(Form):
    """An institution under the name it bears, and those it bore."""

    name = Bilingual(lazy("Name"), validators=[AnyLanguage(), Length(max=written.ORGANISATION)])
    acronym = Bilingual(lazy("Acronym"), validators=[Length(max=written.ACRONYM)])
    tifinagh = Words(lazy("Name in Tifinagh"), validators=[Optional(), Length(max=written.TIFINAGH)])
    kind = SelectField(lazy("Kind"), validators=[InputRequired()])
    gender_ar = SelectField(lazy("Gender of the name in Arabic"), validators=[Optional()])
    gender_fr = SelectField(lazy("Gender of the name in French"), validators=[Optional()])
    named_since = DateField(lazy("Bears this name since"), validators=[Optional()])
    earlier = Rows(NameRow, lazy("Earlier names"), add=lazy("Add an earlier name"))
    took_over_from_id = ChosenOrganisation(lazy("Took over the attributions of"))
    parent_id = ChosenOrganisation(lazy("Part of"))
    region = SelectField(lazy("Region"), validators=[Optional()])
    city = Bilingual(lazy("City"), validators=[Length(max=written.CITY)])
    address = Bilingual(lazy("Address"), validators=[Length(max=written.ADDRESS)], rows=2)
    email = Mail(lazy("E-mail"), validators=[Optional(), Length(max=written.EMAIL)])
    phone = Phone(lazy("Phone"), validators=[Optional()])
    website = Words(
        lazy("Website"),
        validators=[
            Optional(),
            Length(max=written.WEBSITE),
            Regexp(
                written.SITE,
                message=lazy("Write the whole address, beginning with https://. Example: https://exemple.ma"),
            ),
        ],
        filters=[_with_scheme],
        render_kw={"dir": "ltr", "inputmode": "url"},
    )
    logo_file = PictureFile(
        lazy("Logo (PNG, JPEG or WebP, 5 MB at most)"), box=LOGO_BOX, validators=[Optional()]
    )
    remove_logo = BooleanField(lazy("Remove the logo"))
    note = Bilingual(lazy("Note"), validators=[Length(max=written.NOTE)], rows=3)
    origins = Rows(SourceRow, lazy("Sources"), add=lazy("Add a source"))
    forum_id = SelectField(
        lazy("Event"), description=lazy("Its team will be able to change this organisation.")
    )
    version = Version()

    def __init__(
        self, row: Organisation | None = None, *, events: Mapping[int, Any] | None = None, **kw: Any
    ) -> None:
        held = {"earlier": _names(row), "origins": as_rows(row.sources, "date")} if row is not None else {}
        super().__init__(obj=row, **held, **kw)
        self.row = row
        unchosen = [SelectChoice("", _("Choose"))] if row is None else []
        self.kind.choices = unchosen + [SelectChoice(one.value, word) for one, word in KIND_WORDS.items()]
        usual = [("", _("As usual for its kind"))]
        for field in (self.gender_ar, self.gender_fr):
            field.choices = usual + [(one.value, word) for one, word in GENDER_WORDS.items()]
        unknown = [("", _("not stated"))]
        self.region.choices = unknown + [(code, names[current()]) for code, names in REGIONS.items()]
        if events is None:
            del self.forum_id
        else:
            self.forum_id.choices = event_choices(events)
        if row is None or row.logo is None:
            del self.remove_logo

    def validate_name(self, field: Bilingual) -> None:
        if sovereign.styled(*(field.data or {}).values()):
            raise ValidationError(str(sovereign.REASON))

    def validate_parent_id(self, field: ChosenOrganisation) -> None:
        self._not_itself(field)

    def validate_took_over_from_id(self, field: ChosenOrganisation) -> None:
        self._not_itself(field)

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields, then the days of the names against one another."""
        valid = bool(super().validate(extra_validators))
        rows = self.earlier.counting()
        wrong = dated.faults([(one.since.data, one.until.data) for one in rows], self.named_since.data)
        for place, fault in wrong.items():
            rows[place].told_wrong(fault)
        return valid and not wrong

    def values(self) -> dict[str, Any]:
        """What the action takes, without the picture."""
        return {
            **{name: self[name].data for name in _TEXTS},
            **{name: self[name].data or "" for name in _WORDS},
            "kind": Kind(self.kind.data),
            "region": self.region.data or None,
            "named_since": self.named_since.data,
            "gender_ar": Gender(self.gender_ar.data) if self.gender_ar.data else None,
            "gender_fr": Gender(self.gender_fr.data) if self.gender_fr.data else None,
            "took_over_from_id": self.took_over_from_id.data,
            "parent_id": self.parent_id.data,
            "earlier_names": sorted(
                self.earlier.kept(), key=lambda one: one["until"] or one["since"] or "", reverse=True
            ),
            "sources": self.origins.kept(),
        }

    def picture(self) -> dict[str, Any]:
        """The logo as the row keeps it, stored; slow: before the unit of work."""
        remove = "remove_logo" in self and self.remove_logo.data
        stored: dict[str, Any] = self.logo_file.stored("logo", remove=remove)
        return stored

    def _not_itself(self, field: ChosenOrganisation) -> None:
        if self.row is not None and field.data == self.row.id:
            raise ValidationError(_("This is the organisation itself. Choose another, or leave it empty."))


def _names(row: Organisation) -> list[dict[str, Any]]:
    kept = [{"called": {"ar": one["ar"], "fr": one["fr"]}} | one for one in row.earlier_names]
    return as_rows(kept, "since", "until")
