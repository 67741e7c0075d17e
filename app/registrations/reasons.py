"""Why a request is declined or a registration cancelled: usual reasons, and one's own words."""

from collections.abc import Mapping
from typing import Any

from wtforms import RadioField
from wtforms.validators import Length, ValidationError
from wtforms.widgets import TextArea

from app.platform.i18n import _, lazy, using
from app.ui.forms import Form, Words

# Each is a sentence to the person; it is written in the language of their messages.
REFUSAL = {
    "full": lazy("All places of this category are taken."),
    "audience": lazy("This event is meant for another audience."),
    "organisation": lazy("Your organisation has as many places as were agreed with it."),
    "late": lazy("The request came after the list was closed."),
    "unclear": lazy("What was given is not enough for an answer. You may write to us."),
}
WITHDRAWAL = {
    "asked": lazy("You asked us to cancel."),
    "twice": lazy("You were registered twice; the other registration stands."),
    "unreached": lazy("We could not reach you."),
    "changed": lazy("The event has changed, and this place is no longer offered."),
}
USUAL: dict[str, dict[str, Any]] = {"refusal": REFUSAL, "withdrawal": WITHDRAWAL}
MOST = 400


class ReasonForm(Form):
    """A usual reason, one in words, or both; `deed`: a key of `USUAL`."""

    usual = RadioField(lazy("Reason"), default="")
    words = Words(
        lazy("In your own words"),
        validators=[Length(max=MOST)],
        widget=TextArea(),
        description=lazy("The person reads it, as you write it."),
        render_kw={"rows": 3},
    )

    def __init__(self, deed: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.usual.flags.required = True  # one of them is always chosen
        self.usual.choices = [*USUAL[deed].items(), ("", _("Another reason"))]

    def validate_words(self, field: Words) -> None:
        if not field.data and not self.usual.data:
            raise ValidationError(_("Please choose a reason, or write one: the person reads it."))

    def given(self) -> dict[str, str]:
        """What `said` reads."""
        return {"usual": self.usual.data or "", "words": self.words.data or ""}


def said(deed: str, given: Mapping[str, Any], locale: str) -> str:
    """The reason as this person reads it; "" without one."""
    usual = USUAL[deed].get(given.get("usual", ""))
    with using(locale):
        parts = [str(usual) if usual is not None else "", str(given.get("words", ""))]
    return "\n".join(part for part in parts if part)[:500]
