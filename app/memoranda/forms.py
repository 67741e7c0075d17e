"""What the legal desk fills in."""

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from app.forums.plausible import plausible
from app.memoranda.models import KIND_WORDS
from app.platform.clock import today
from app.platform.i18n import _, lazy
from app.platform.text import Translated
from app.ui.forms import AnyLanguage, Bilingual, Form, Version

# The first bytes of what a scanner makes; the name a file bears proves nothing.
_SIGNATURES = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


class AgreementForm(Form):
    """The record of an agreement."""

    kind = SelectField(
        lazy("Kind of document"), choices=[SelectChoice(key.value, word) for key, word in KIND_WORDS.items()]
    )
    title = Bilingual(lazy("Title"), validators=[AnyLanguage(), Length(max=400)], rows=2)
    place = Bilingual(lazy("Place of signature"), validators=[Length(max=120)])
    signed_on = DateField(lazy("Date of signature"), validators=[Optional(), plausible])
    note = Bilingual(lazy("Note"), validators=[Length(max=1000)], rows=3)
    version = Version()

    def validate_signed_on(self, field: DateField) -> None:
        if field.data and field.data > today():
            raise ValidationError(_("A signature cannot be in the future."))

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {
            "kind": self.kind.data,
            "title": Translated(self.title.data),
            "place": Translated(self.place.data),
            "signed_on": self.signed_on.data,
            "note": Translated(self.note.data),
        }


class PartyForm(Form):
    """A party and who signs for it."""

    organisation_id = SelectField(lazy("Organisation"), coerce=int)
    signatory = Bilingual(lazy("Signatory"), validators=[AnyLanguage(), Length(max=200)])
    capacity = Bilingual(lazy("Signs as"), validators=[Length(max=200)])


class ScanForm(Form):
    """The signed paper."""

    file = FileField(lazy("Scan of the signed paper (PDF, JPEG or PNG)"), validators=[FileRequired()])

    def validate_file(self, field: FileField) -> None:
        if not self.content_type():
            raise ValidationError(
                _("This file is neither PDF, JPEG nor PNG. Scan the paper again, or choose another file.")
            )

    def content_type(self) -> str:
        """What the bytes are, whatever the name says; "" for anything else."""
        head = self.file.data.stream.read(16)
        self.file.data.stream.seek(0)
        return next((kind for start, kind in _SIGNATURES.items() if head.startswith(start)), "")
