"""What an organiser sets for the registration of an event."""

from datetime import date
from typing import Any

from wtforms import BooleanField, DateField, TimeField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.forums.forms import Markdown
from app.forums.forms_event import MARKDOWN
from app.forums.plausible import plausible
from app.platform import letters
from app.platform.i18n import _, language_name, lazy
from app.registrations import typed_moments
from app.registrations.rule_rows import Rules
from app.registrations.rule_texts import TEXTS
from app.ui.forms import Bilingual, Form, Mail, Phone, Version, WholeNumber, Words

# A pair of fields for each column: the day, and the hour by the clock of Morocco.
MOMENTS = {"changes_until": ("changes_on", "changes_at"), "cancel_until": ("cancel_on", "cancel_at")}
MOST_MONTHS = 120
_UNTIL_IT_BEGINS = lazy("Left empty: until the first day of the event begins.")


class RulesForm(Form):
    """Its fields bear the names of the columns, but for the moments. `last`: the last day of the event."""

    changes_on = DateField(
        lazy("A person may change their registration until (day)"),
        validators=[Optional(), plausible],
        description=_UNTIL_IT_BEGINS,
    )
    changes_at = TimeField(lazy("Hour"), validators=[Optional()], description=lazy("Time in Morocco"))
    cancel_on = DateField(
        lazy("A person may cancel until (day)"),
        validators=[Optional(), plausible],
        description=_UNTIL_IT_BEGINS,
    )
    cancel_at = TimeField(lazy("Hour"), validators=[Optional()], description=lazy("Time in Morocco"))
    workshops_most = WholeNumber(
        lazy("Workshops that one person may choose, at most"),
        validators=[Optional()],
        least=1,
        most=50,
        description=lazy("Left empty: as many as do not overlap."),
    )
    asks_arrangements = BooleanField(
        lazy("Ask what can be prepared for easier access"),
        description=lazy("A place for a wheelchair, sign language, large print: the arrangement, never why."),
    )
    intro = Markdown(TEXTS["intro"].label, validators=[Length(max=3000)], rows=5, description=MARKDOWN)
    after = Markdown(TEXTS["after"].label, validators=[Length(max=3000)], rows=5, description=MARKDOWN)
    recipients = Bilingual(
        lazy("Who receives the data besides the team"),
        validators=[Length(max=500)],
        description=lazy("A sentence of the notice. Example: the venue, for its list of visitors."),
    )
    rights_mail = Mail(
        lazy("E-mail for questions about one’s data"),
        validators=[Length(max=254)],
        description=lazy("One of the two stands in the notice."),
    )
    rights_phone = Phone(lazy("or phone"), description=lazy("Both empty: the help number of the event."))
    cndp_number = Words(
        lazy("Number of the CNDP receipt"),
        validators=[Length(max=60)],
        description=lazy("Only if this event has its own. Left empty: that of the installation."),
        render_kw={"dir": "ltr"},
    )
    keep_months = WholeNumber(
        lazy("Months after the last day, then registrations are emptied"),
        validators=[InputRequired()],
        least=1,
        most=MOST_MONTHS,
        description=lazy("Names, contacts, answers and files go; the figures of the event stay."),
    )
    keep_refused_months = WholeNumber(
        lazy("The same for those not accepted or cancelled"),
        validators=[InputRequired()],
        least=1,
        most=MOST_MONTHS,
    )
    asks_photo = BooleanField(lazy("Ask whether one agrees to be photographed"))
    asks_directory = BooleanField(lazy("Ask whether one agrees to be listed in the directory"))
    asks_later = BooleanField(lazy("Ask whether one agrees to hear of later events"))
    version = Version()

    def __init__(self, rules: Rules, *, last: date | None = None, **kwargs: Any) -> None:
        self.last = last
        held = rules.rights_contact
        kwargs["data"] = {
            "version": rules.version or 0,
            "rights_mail": held if "@" in held else "",
            "rights_phone": "" if "@" in held else held,
        }
        for column, (day, hour) in MOMENTS.items():
            on, at = typed_moments.typed_until(getattr(rules, column))
            kwargs["data"] |= {day: on, hour: at}
        names = [one.key for one in Rules.__table__.columns if hasattr(type(self), one.key)]
        kwargs["data"] |= {name: getattr(rules, name) for name in names if name != "version"}
        super().__init__(**kwargs)

    def validate_changes_on(self, field: DateField) -> None:
        typed_moments.refuse_after(self.last, field)

    def validate_cancel_on(self, field: DateField) -> None:
        typed_moments.refuse_after(self.last, field)

    def validate_changes_at(self, field: TimeField) -> None:
        _check_day(self.changes_on, field)

    def validate_cancel_at(self, field: TimeField) -> None:
        _check_day(self.cancel_on, field)

    def validate_intro(self, field: Markdown) -> None:
        _check_names("intro", field)

    def validate_after(self, field: Markdown) -> None:
        _check_names("after", field)

    def validate_rights_phone(self, field: Phone) -> None:
        if field.data and self.rights_mail.data:
            raise ValidationError(_("One of the two is enough: an e-mail or a phone."))

    def values(self) -> dict[str, Any]:
        """What the action takes, by column."""
        apart = {one for pair in MOMENTS.values() for one in pair}
        apart |= {"rights_mail", "rights_phone", "csrf_token", "version"}
        found = {name: field.data for name, field in self._fields.items() if name not in apart}
        found["cndp_number"] = found["cndp_number"] or ""
        found["rights_contact"] = self.rights_mail.data or self.rights_phone.data or ""
        for column, (day, hour) in MOMENTS.items():
            found[column] = typed_moments.until(self[day].data, self[hour].data)
        return found


class CardForm(Form):
    """Switching the question about the identity card on."""

    authorisation = Words(
        lazy("Number of the authorisation of the CNDP"),
        validators=[InputRequired(), Length(max=60)],
        render_kw={"dir": "ltr"},
    )
    is_authorised = BooleanField(
        lazy("The CNDP has authorised this event to ask for the number of the identity card")
    )
    version = Version()

    def validate_is_authorised(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(_("Without this authorisation the number may not be asked for."))


class ReasonForm(Form):
    """Why somebody reads the whole number of a card."""

    reason = Words(
        lazy("Reason"),
        validators=[InputRequired(), Length(max=300)],
        description=lazy("It is recorded with your name. Example: the police of the venue asks for it."),
    )


def _check_day(day: DateField, hour: TimeField) -> None:
    if typed_moments.lacks_day(day, hour):
        raise ValidationError(_("Please choose the day of this hour too."))


def _check_names(which: str, field: Markdown) -> None:
    faults = letters.faults(TEXTS[which], {}, field.data)
    field.wrong |= {fault.locale for fault in faults}
    if faults:
        said = [
            _("%(language)s: %(message)s", language=language_name(one.locale), message=one.message)
            for one in faults
        ]
        raise ValidationError(" ".join(map(str, said)))
