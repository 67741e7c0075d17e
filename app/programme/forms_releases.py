"""What is filled in to release a programme, to restore one, and to write to those concerned."""

from typing import Any

from wtforms import BooleanField, HiddenField
from wtforms.validators import Length, ValidationError

from app.platform.i18n import _, lazy
from app.ui.forms import Bilingual, Form, WholeNumber


class ReleaseForm(Form):
    """`seen`: what was looked at. While warnings stand open, the box is asked for."""

    name = Bilingual(
        lazy("Name of the release"),
        validators=[Length(max=120)],
        description=lazy("For example: “after the meeting of 3 June”. Its number stands in any case."),
    )
    note = Bilingual(
        lazy("A word to the public"),
        validators=[Length(max=500)],
        rows=3,
        description=lazy("It stands above the list of changes."),
    )
    all_the_same = BooleanField(lazy("Release all the same, with these warnings"))
    seen = HiddenField()

    def __init__(self, *, has_warnings: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not has_warnings:
            del self.all_the_same

    def validate_all_the_same(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(_("Warnings stand open. Settle or accept them, or tick this box."))


class SeenForm(Form):
    """What was looked at before an act: the digest of a draft."""

    seen = HiddenField()


class TellForm(Form):
    """Since which release the letters tell what changed (0: everything), and how many were shown."""

    since = WholeNumber()
    count = WholeNumber()
