"""The choice of a colour on which white letters are read: of themes and of what else bears one."""

import re
from typing import Any

from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, ValidationError

from app.forums.colours import COLOURS, contrast_with_white
from app.platform.i18n import _, lazy
from app.ui.forms import Form, Words

LEAST_CONTRAST = 4.5  # WCAG 2.2 AA, of white letters on the colour


def palette() -> Any:
    """The field `colour`: one of ours, or "" for `own_colour`."""
    return RadioField(
        lazy("Colour"),
        choices=[SelectChoice(code, word) for code, word in [*COLOURS.items(), ("", lazy("another"))]],
        default="#1f5f46",
    )


def another() -> Any:
    """The field `own_colour`."""
    return Words(
        lazy("Another colour"),
        validators=[Length(max=7)],
        description=lazy("As six figures and letters. Example: #0b6e6e."),
        render_kw={"dir": "ltr"},
    )


class Coloured(Form):
    """Before a form with the two fields."""

    colour: RadioField
    own_colour: Words

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

    def chosen_colour(self) -> str:
        """The colour, of the palette or typed."""
        return str(self.colour.data or self.own_colour.data)
