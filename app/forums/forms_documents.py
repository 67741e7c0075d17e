"""A file that goes with an event."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.forums import documents
from app.forums.forms_parts import PartForm
from app.forums.words import LANGUAGE_WORDS
from app.platform import storage
from app.platform.i18n import _, lazy
from app.platform.pictures import NotAPicture
from app.ui.forms import AnyLanguage, Bilingual

_AGAIN = lazy("Please choose the file again: it does not stay with the page.")


class DocumentForm(PartForm):
    """A document: without a file it is changed only in what is said of it."""

    title = Bilingual(lazy("Title of the document"), validators=[AnyLanguage(), Length(max=200)])
    file = FileField(lazy("File (PDF, picture, DOCX, XLSX or ODT, 20 MB at most)"))
    languages = SelectMultipleField(
        lazy("Languages of the document"),
        choices=[SelectChoice(code, word) for code, word in LANGUAGE_WORDS.items() if code != "sgn"],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    is_public = BooleanField(lazy("The public can download it; else for the team alone"))
    # A browser forgets the file when the page comes back: without it nothing is saved then.
    chosen = HiddenField()

    def __init__(self, *args: Any, obj: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, obj=obj, **kwargs)
        self.is_new = obj is None
        self.content_type = ""
        self.data_read: bytes | None = None

    def validate_file(self, field: FileField) -> None:
        if not field.data:
            if self.chosen.data:
                raise ValidationError(_AGAIN)
            if self.is_new:
                raise ValidationError(_("Please attach: %(field)s.", field=_("File")))
            return
        if len(field.data.stream.read(documents.MOST_BYTES + 1)) > documents.MOST_BYTES:
            raise ValidationError(_("This file is over 20 MB. Choose a smaller one."))
        self.content_type = documents.sniffed(field.data.stream)
        if not self.content_type:
            raise ValidationError(
                _("This file is neither PDF, picture (PNG, JPEG), DOCX, XLSX nor ODT. Choose another file.")
            )
        ending = (field.data.filename or "").rpartition(".")[2].lower()
        if ending not in documents.ENDINGS[self.content_type]:
            raise ValidationError(
                _(
                    "This file is not what its name says. Save it again in the program it was made with, "
                    "then send it."
                )
            )

        try:
            self.data_read = documents.cleaned(field.data.stream, self.content_type)
        except NotAPicture as refused:
            raise ValidationError(str(refused.sentence)) from refused

    def ask_again(self) -> None:
        """Have a page that is drawn again say that its file did not come along."""
        if self.file.data or self.chosen.data:
            self.chosen.data = "1"
            if not self.file.errors:
                self.file.errors = [_AGAIN]

    def stored(self) -> dict[str, Any]:
        """Write the file that was sent; what the row keeps of it. Slow work: before a unit of work."""
        if not self.content_type:
            return {}
        source = self.file.data.stream if self.data_read is None else self.data_read
        kept = storage.put(source, suffix="." + documents.ENDINGS[self.content_type][0])
        return {
            "key": kept.key,
            "size": kept.size,
            "sha256": kept.sha256,
            "content_type": self.content_type,
            "filename": documents.plain_name(self.file.data.filename or "") or kept.key[3:],
        }

    def values(self) -> dict[str, Any]:
        """What the action takes, beside what `stored` gives."""
        found = super().values()
        del found["file"], found["chosen"]
        return found
