"""What else an organiser may ask of a person: what to prepare, and the identity card."""

from typing import Any

from wtforms import BooleanField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.forums.models import Forum
from app.platform.i18n import _, lazy
from app.platform.text import isolate
from app.registrations import identity_card, rules
from app.registrations.models import Registration
from app.registrations.words import ARRANGEMENT_WORDS
from app.ui.forms import Form, Words

# Fields that no draft keeps: they are asked again.
NEVER_KEPT = ("cin", "cin_is_right")


class ExtraForm(Form):
    """A part of every form about a registered person, without a token of its own; what is not asked for has
    no field. Draw it with the macro `extras` of `registrations/_extras.html`. `held`: what a registration
    says already; its card is not shown again, and stays while nothing is typed.
    """

    class Meta(Form.Meta):
        csrf = False

    arrangements = SelectMultipleField(
        lazy("What can we prepare to make it easier for you?"),
        choices=[SelectChoice(key.value, word) for key, word in ARRANGEMENT_WORDS.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=lazy("Tell us what to prepare, never why."),
    )
    arrangements_note = Words(lazy("Something else to prepare"), validators=[Length(max=300)])
    cin = Words(
        lazy("Number of the identity card (CIN)"),
        validators=[Length(max=20)],
        description=lazy("One or two letters, then figures. Leave it empty if you have none."),
        render_kw={
            "dir": "ltr",
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        },
    )
    cin_is_right = BooleanField(lazy("The number is written so on my card"))

    def __init__(self, forum: Forum, held: Registration | None = None, **kwargs: Any) -> None:
        super().__init__(obj=held, **kwargs)
        of = rules.of(forum.id)
        self.forum, self.held, self.asks_again = forum, held, False
        if not of.asks_arrangements:
            del self.arrangements, self.arrangements_note
        if not of.asks_cin:
            del self.cin, self.cin_is_right

    def validate_cin(self, field: Words) -> None:
        if not field.data:
            return
        number = identity_card.read(field.data)
        if number is None:
            raise ValidationError(
                _(
                    "%(field)s: one or two letters, then figures. Example: %(example)s.",
                    field=field.label.text,
                    example=isolate("AB123456"),
                )
            )
        if not identity_card.is_usual(number):
            self.asks_again = True
            if not self.cin_is_right.data:
                raise ValidationError(
                    _("Most cards have five or six figures. Please check the number, or tick the box below.")
                )

    def columns(self) -> dict[str, Any]:
        """The columns of `Registration` that were asked for; those of a card that stays are left out."""
        found: dict[str, Any] = {}
        if "arrangements" in self:
            found["arrangements"] = list(self.arrangements.data or ())
            found["arrangements_note"] = self.arrangements_note.data or ""
        if "cin" in self and (self.cin.data or not (self.held and self.held.cin_end)):
            number = identity_card.read(self.cin.data or "") or ""
            found |= identity_card.columns(number, self.forum.id)
        return found
