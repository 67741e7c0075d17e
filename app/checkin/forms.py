"""What an organiser sets for the desk."""

from wtforms.validators import Length

from app.platform.i18n import lazy
from app.ui.forms import AnyLanguage, Bilingual, Form


class GateForm(Form):
    """A gate."""

    name_ = Bilingual(lazy("Gate"), validators=[AnyLanguage(), Length(max=120)])
