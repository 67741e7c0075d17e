"""Fields of the directory's forms: an organisation by its name, a picture, a name in one script."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import Field
from wtforms.validators import StopValidation, ValidationError

from app.people import merging, queries, written
from app.people.models import Organisation
from app.platform import pictures, storage
from app.platform.db import db
from app.platform.i18n import _
from app.platform.text import one_line, tidy
from app.ui.forms import Words


class ChosenOrganisation(Field):  # type: ignore[misc]
    """An organisation of the directory, found by what is typed; `data` is its key, or None.

    Three inputs: `<name>-text` what is typed, `<name>` the key that stood for it, `<name>-pick` the one
    chosen among several that the text may mean (`matches`). Nothing is chosen that does not bear the name,
    unless the person picks it. Draw it with `choose` of people/_choose.html.
    """

    def __init__(self, label: Any = None, validators: Sequence[Any] | None = None, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.matches: list[Organisation] = []
        self.text = ""
        self.picked: int | None = None

    @property
    def first_wrong(self) -> str:
        """Where the summary of errors leads."""
        return f"{self.name}-text"

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take what was typed and picked, else the organisation that the row holds."""
        self.process_errors: list[str] = []
        self.object_data = self.data = data if isinstance(data, int) else None
        if formdata is not None and f"{self.name}-text" in formdata:
            self.text = tidy(one_line(formdata.get(f"{self.name}-text", "")))
            self.data = _key(formdata.get(self.name))
            self.picked = _key(formdata.get(f"{self.name}-pick"))
        elif self.data is not None:
            self.text = _name(self.data)
        self.raw_data = [self.text]

    def in_words(self) -> str:
        """The name of the organisation, for a page that only tells it."""
        return _name(self.data) if self.data is not None else ""

    def pre_validate(self, form: Any) -> None:
        if not self.text:
            self.data = None
            return
        found = queries.like_name(self.text)
        bearing = [one for one in found if queries.is_called(one, self.text)]
        standing = db.session.get(Organisation, self.data) if self.data is not None else None
        if standing is not None and not queries.is_called(standing, self.text):
            standing = None
        if standing is not None:  # it may have been merged since the page was opened
            standing = merging.leads_to(standing)
        picked = next((one for one in found if one.id == self.picked), None)
        chosen = picked or standing or (bearing[0] if len(bearing) == 1 else None)
        self.data = chosen.id if chosen else None
        if chosen is not None:
            return
        self.matches = bearing or found
        raise StopValidation(
            _("Which organisation is meant? Choose it below, or create it.")
            if self.matches
            else _("No organisation of the directory bears this name. Create it first, or leave this empty.")
        )


class PictureFile(FileField):  # type: ignore[misc]
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


def _key(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _name(key: int) -> str:
    row = db.session.get(Organisation, key)
    return row.name.said() if row is not None else ""
