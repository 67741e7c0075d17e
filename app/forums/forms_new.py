"""A new event, and a new edition made from an earlier one."""

from typing import Any

from wtforms import DateField, SelectField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.forums.forms import EventPart
from app.forums.forms_event import SLUG, check_slug, key_or_none, region_choices, series_choices
from app.forums.models import KIND_WORDS
from app.forums.plausible import check_days, plausible
from app.platform.i18n import lazy
from app.ui.forms import AnyLanguage, Bilingual, WholeNumber, Words


class Dated(EventPart):
    """What every new event is asked: its title, its address, its days."""

    title = Bilingual(lazy("Title"), validators=[AnyLanguage(), Length(max=300)])
    slug = Words(
        lazy("Address of the page"),
        validators=SLUG,
        description=lazy("Small Latin letters, figures and hyphens. Example: meknes-2019."),
        render_kw={"dir": "ltr"},
    )
    edition = WholeNumber(lazy("Edition (number)"), validators=[Optional()], least=1, most=99)
    starts_on = DateField(lazy("First day"), validators=[Optional(), plausible])
    ends_on = DateField(lazy("Last day"), validators=[Optional(), plausible])

    def validate_slug(self, field: Words) -> None:
        check_slug(field, of=None)

    def validate_ends_on(self, field: DateField) -> None:
        check_days(self.starts_on, field)

    def values(self) -> dict[str, Any]:
        """A day that stands alone is both the first and the last."""
        found = super().values()
        found["ends_on"] = found["ends_on"] or found["starts_on"]
        return found


class NewForum(Dated):
    """What is asked first of a new event; the rest comes on its pages."""

    kind = SelectField(
        lazy("Kind of event"), choices=[SelectChoice(key.value, word) for key, word in KIND_WORDS.items()]
    )
    series_id = SelectField(lazy("Series"), coerce=key_or_none)
    city = Bilingual(lazy("City"), validators=[Length(max=80)])
    region = SelectField(lazy("Region"), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.series_id.choices = series_choices()
        self.region.choices = region_choices()


class CopyForm(Dated):
    """What a new edition takes over. The roles of the team are given one by one, and none at first."""

    parts = SelectMultipleField(
        lazy("What it takes over"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    roles = SelectMultipleField(
        lazy("Roles of the team that stay"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=lazy("Who has a ticked role here has it in the new edition too."),
    )
