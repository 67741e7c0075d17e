"""What is asked before several sessions change: one field, named `value`, for each act."""

from datetime import date, timedelta
from typing import Any

from wtforms import RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from app.forums.models import Forum
from app.platform import i18n
from app.platform.i18n import _, lazy
from app.programme import forms_choices as choices
from app.programme.selected import Act
from app.ui.forms import Form, WholeNumber

MOST_DAYS = 62


class SelectedForm(Form):
    """The form of an act that asks nothing."""

    def __init__(self, forum: Forum, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offer(forum)

    def offer(self, forum: Forum) -> None:
        """Choose among what this forum has; it is `whole`."""

    def given(self) -> Any:
        """The value that the act takes."""
        return None


class MoveForm(SelectedForm):
    """By how much."""

    value = WholeNumber(
        lazy("By how many minutes"),
        validators=[InputRequired()],
        least=-1440,
        most=1440,
        description=lazy("Later; with a minus before the number: earlier."),
    )

    def validate_value(self, field: WholeNumber) -> None:
        if field.data == 0:
            raise ValidationError(_("Nothing moves by 0 minutes."))

    def given(self) -> int:
        return int(self.value.data or 0)


class DayForm(SelectedForm):
    """To which day of the event."""

    value = SelectField(lazy("To the day"), description=lazy("Each session keeps its hour."))

    def offer(self, forum: Forum) -> None:
        """Its days, one by one."""
        first, last = forum.starts_on, forum.ends_on or forum.starts_on
        count = min((last - first).days + 1, MOST_DAYS) if first and last else 0
        days = [first + timedelta(number) for number in range(count)] if first else []
        self.value.choices = [(one.isoformat(), i18n.day(one)) for one in days]

    def given(self) -> date:
        return date.fromisoformat(self.value.data)


class HallForm(SelectedForm):
    """Which hall."""

    value = choices.OfForum(lazy("Hall"), gone=lazy("This hall is no longer there. Choose another."))

    def offer(self, forum: Forum) -> None:
        """Its halls."""
        self.value.offer(forum.halls)

    def given(self) -> int | None:
        key: int | None = self.value.key
        return key


class ThemeForm(HallForm):
    """Which theme."""

    value = choices.OfForum(lazy("Theme"), gone=lazy("This theme is no longer there. Choose another."))

    def offer(self, forum: Forum) -> None:
        """Its themes."""
        self.value.offer(forum.themes)


class ShownForm(SelectedForm):
    """Who sees them."""

    value = RadioField(
        lazy("Who sees them"),
        choices=[
            SelectChoice("public", lazy("The public, once they are released")),
            SelectChoice("internal", lazy("The team alone")),
        ],
        validators=[InputRequired()],
    )

    def given(self) -> bool:
        return bool(self.value.data == "public")


FORMS = {
    Act.MOVE: MoveForm,
    Act.DAY: DayForm,
    Act.HALL: HallForm,
    Act.THEME: ThemeForm,
    Act.SHOWN: ShownForm,
    Act.REMOVE: SelectedForm,
}
