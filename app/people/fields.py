"""Fields of the directory's forms: an organisation by its name, a picture, a name in one script."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms.validators import StopValidation, ValidationError

from app.people import queries, written
from app.people.fields_chosen import Chosen
from app.people.models import Organisation
from app.platform import pictures, storage
from app.platform.i18n import _, lazy
from app.ui.forms import Words


class ChosenOrganisation(Chosen):
    """An organisation of the directory."""

    model = Organisation
    hints, create, permission = "organisations.hints", "organisations.create", "organisations.edit"
    words = {
        "hint": lazy("Write the name or the acronym, in either language."),
        "which": lazy("Which organisation is meant? Choose it below, or create it."),
        "none": lazy(
            "No organisation of the directory bears this name. Create it first, or leave this empty."
        ),
        "create": lazy("Create this organisation"),
    }

    def found(self, text: str) -> Sequence[Organisation]:
        return queries.like_name(text)

    def is_called(self, row: Organisation, text: str) -> bool:
        return queries.is_called(row, text)

    def told(self, row: Organisation) -> str:
        return row.city.said()

    def creating(self) -> dict[str, str]:
        return {"name": self.text}


class PictureFile(FileField):
    """A picture or nothing; `picture` is drawn anew within `box` when the form is valid."""

    def __init__(self, label: Any = None, *, box: tuple[int, int], **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.box = box
        self.picture: pictures.Picture | None = None

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        sent = self.data.stream.read(pictures.MOST_BYTES + 1)  # one byte more tells that it is too large
        try:
            self.picture = pictures.redrawn(sent, box=self.box)
        except pictures.NotAPicture as refusal:
            raise StopValidation(str(refusal.sentence)) from refusal

    def ask_again(self) -> None:
        """Say that a picture which was sent is not saved: a browser forgets it when the page comes back."""
        if self.picture is not None:
            self.errors = [_("Please choose the file again: it does not stay with the page.")]

    def stored(self, name: str, *, remove: bool) -> dict[str, Any]:
        """What the row keeps under `<name>_key` and `<name>`: the new picture, nothing, or no change."""
        if self.picture is not None:
            key = storage.put(self.picture.data, suffix=".png").key
            return {f"{name}_key": key, name: self.picture.mark}
        return {f"{name}_key": None, name: None} if remove else {}


def in_script(script: str) -> Callable[[Any, Words], None]:
    """A validator: letters of this script, and what stands between the parts of a name; or nothing."""

    def check(_form: Any, field: Words) -> None:
        if field.data and not written.in_script(field.data, script):
            raise ValidationError(
                _("%(field)s: Arabic letters only.", field=field.label.text)
                if script == "ar"
                else _("%(field)s: Latin letters only.", field=field.label.text)
            )

    return check
