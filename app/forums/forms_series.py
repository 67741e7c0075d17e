"""A series of editions."""

from wtforms.validators import Length

from app.forums.forms_parts import PartForm
from app.platform.i18n import lazy
from app.ui.forms import AnyLanguage, Bilingual


class SeriesForm(PartForm):
    """A series: its name."""

    name_ = Bilingual(lazy("Name of the series"), validators=[AnyLanguage(), Length(max=200)])
