"""What is filled in to accept a warning."""

from wtforms import HiddenField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import TextArea

from app.platform.i18n import lazy
from app.ui.forms import Form, Words

LONGEST_REASON = 500


class AcceptForm(Form):
    """One on the page for each warning: `mark` tells which, and is in the identifier of its box."""

    mark = HiddenField(validators=[DataRequired()])
    reason = Words(
        lazy("Reason"),
        validators=[DataRequired(), Length(max=LONGEST_REASON)],
        widget=TextArea(),
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
    )

    def name_box(self) -> "AcceptForm":
        """Give the box an identifier of its own; labels, errors and the summary follow."""
        self.reason.id = f"reason-{self.mark.data}"
        self.reason.label.field_id = self.reason.id
        return self


class TakeBackForm(Form):
    """Which acceptance is taken back."""

    mark = HiddenField(validators=[DataRequired()])
