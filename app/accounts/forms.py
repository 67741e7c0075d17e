"""The forms of coming in and of the second step."""

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from app.platform.i18n import lazy
from app.ui.forms import Form, Mail, Words


class SignInForm(Form):
    """Address and password."""

    email = Mail(lazy("E-mail"), validators=[InputRequired()])
    password = PasswordField(lazy("Password"), validators=[InputRequired()])


class PasswordForm(Form):
    """The password of who is signed in."""

    password = PasswordField(lazy("Password"), validators=[InputRequired()])


class CodeForm(Form):
    """A code of the app; a recovery code where it may stand in its place."""

    code = StringField(lazy("Verification code (6 figures)"), validators=[InputRequired(), Length(max=40)])


class PasskeyForm(Form):
    """What the device answered, as JSON: filled by the script, never by hand."""

    answer = HiddenField(validators=[InputRequired(), Length(max=20_000)])


class NameForm(Form):
    """What a passkey is called in the list."""

    name = Words(lazy("Name"), validators=[InputRequired(), Length(max=100)])


class NewPasskeyForm(NameForm, PasskeyForm):
    """A name for the new passkey, and what the device answered."""
