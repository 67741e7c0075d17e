"""What a person fills in about their own account."""

from collections.abc import Iterable
from typing import Any

from wtforms import PasswordField, SelectField
from wtforms.validators import InputRequired, Length, ValidationError

from app.accounts.passwords import LEAST, weakness
from app.platform.i18n import _, current, language_name, lazy, locales
from app.ui.forms import Form, Mail, Words


def strong(form: Any, field: Any) -> None:
    """Refuse a weak password; the form says in `known` what else it must not be."""
    weak = weakness(field.data, form.known)
    if weak:
        raise ValidationError(str(weak))


def language_field(label: Any) -> Any:
    """One of the languages of the installation, each in its own words."""
    return SelectField(
        label, choices=lambda: [(one, language_name(one)) for one in locales()], default=current
    )


class ProfileForm(Form):
    """The name and the language of messages."""

    name_ = Words(lazy("Name"), validators=[InputRequired(), Length(max=200)])
    language = language_field(lazy("Language of messages"))


class NewPasswordForm(Form):
    """A new password, typed once: it can be shown."""

    new = PasswordField(
        lazy("New password"),
        validators=[InputRequired(), strong],
        description=lazy(
            "At least %(num)d characters, of any kind. A few words in a row will do.", num=LEAST
        ),
    )

    def __init__(self, *args: Any, known: Iterable[str], **kwargs: Any) -> None:
        self.known = tuple(known)
        super().__init__(*args, **kwargs)


class ChangePasswordForm(NewPasswordForm):
    """The present password, and the new one."""

    current = PasswordField(lazy("Present password"), validators=[InputRequired()])


class AddressForm(Form):
    """Another e-mail address for one's own account."""

    email = Mail(lazy("New e-mail"), validators=[InputRequired(), Length(max=254)])

    def __init__(self, *args: Any, present: str, **kwargs: Any) -> None:
        self.present = present
        super().__init__(*args, **kwargs)

    def validate_email(self, field: Mail) -> None:
        if field.data.lower() == self.present:
            raise ValidationError(_("This is the address that your account has already."))


class RecoveryForm(Form):
    """The address of an account whose password is forgotten."""

    email = Mail(lazy("E-mail"), validators=[InputRequired(), Length(max=254)])
