"""What is filled in about letters."""

from typing import Any

from wtforms.validators import InputRequired, Length

from app.platform import letters
from app.platform.i18n import _, language_name, lazy
from app.ui.forms import Bilingual, Form, Mail, Version, Words

LONGEST_REASON = 300


class ReturnForm(Form):
    """Why a letter came back."""

    reason = Words(
        lazy("What the server answered, or what you know"),
        validators=[InputRequired(), Length(max=LONGEST_REASON)],
    )


class AddressForm(Form):
    """An address to which nothing is sent any more."""

    address = Mail(lazy("E-mail"), validators=[InputRequired(), Length(max=254)])
    reason = Words(lazy("Reason"), validators=[Length(max=LONGEST_REASON)])


class TextForm(Form):
    """Subject and body of a kind of letter. A language left empty has the standard text."""

    subject = Bilingual(lazy("Subject"), validators=[Length(max=150)])
    body = Bilingual(lazy("Text"), validators=[Length(max=5000)], rows=16)
    version = Version()

    def __init__(self, *args: Any, kind: letters.Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def validate(self, extra_validators: Any = None) -> bool:
        """Also whether each name between braces is one that the letter knows."""
        sound: bool = super().validate(extra_validators)
        for fault in letters.faults(self.kind, self.subject.data, self.body.data):
            field = self[fault.part]
            told = _("%(language)s: %(message)s", language=language_name(fault.locale), message=fault.message)
            field.errors = [*field.errors, told]
            field.wrong.add(fault.locale)
            sound = False
        return sound
