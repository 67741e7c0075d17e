"""The sign-in form."""

from wtforms import PasswordField
from wtforms.validators import InputRequired

from app.platform.i18n import lazy
from app.ui.forms import Form, Mail


class SignInForm(Form):
    """Address and password."""

    email = Mail(lazy("E-mail"), validators=[InputRequired()])
    password = PasswordField(lazy("Password"), validators=[InputRequired()])
