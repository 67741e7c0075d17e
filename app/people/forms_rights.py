"""What is typed when a person uses a right."""

from typing import Any

from wtforms.validators import Length, ValidationError
from wtforms.widgets import TextArea

from app.platform.i18n import _, lazy
from app.ui.forms import Form, Mail, Phone, Words


class FindForm(Form):
    """By what the person is known."""

    email = Mail(lazy("E-mail"))
    phone = Phone(lazy("Phone"), is_sought=True)

    def validate_email(self, field: Any) -> None:
        if not field.data and not self.phone.data:
            raise ValidationError(_("Please give a phone number or an e-mail. One is enough."))


class NoteForm(Form):
    """What was asked for, without saying by whom."""

    note = Words(lazy("What is asked for"), validators=[Length(max=1000)], widget=TextArea())
