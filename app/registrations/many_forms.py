"""What an act on many registrations asks for: a reason, a category, or nothing."""

from typing import Any

from wtforms import SelectField

from app.platform.i18n import lazy
from app.registrations.list_choices import Choices
from app.registrations.reasons import USUAL, ReasonForm
from app.ui.forms import Form


class NothingAsked(Form):
    """No field."""

    def given(self) -> dict[str, Any]:
        """Nothing."""
        return {}


class CategoryChoice(Form):
    """The new category."""

    category_id = SelectField(lazy("New category"), coerce=int)

    def __init__(self, choices: Choices, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.category_id.choices = [(key, name.said()) for key, name in choices.categories.items()]

    def given(self) -> dict[str, Any]:
        """What `deeds` reads."""
        return {"category_id": self.category_id.data}


def form_of(deed: str, choices: Choices) -> ReasonForm | CategoryChoice | NothingAsked:
    """The form of an act."""
    if deed in USUAL:
        return ReasonForm(deed)
    return CategoryChoice(choices) if deed == "category" else NothingAsked()
