"""Fields of a session in which one chooses: a hall or theme of the forum, languages."""

from collections.abc import Iterable
from typing import Any

from wtforms import SelectField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from app.forums.models import Hall, Theme
from app.forums.words import LANGUAGE_WORDS
from app.platform.i18n import _


class OfForum(SelectField):
    """A hall or a theme of the forum, by its key, or none; `gone` is said of one that is not there."""

    def __init__(self, label: Any, *, gone: Any, **kwargs: Any) -> None:
        super().__init__(label, choices=[], **kwargs)
        self.gone = gone

    def offer(self, rows: Iterable[Hall | Theme]) -> None:
        """The rows among which to choose."""
        self.choices = [("", _("not stated")), *((str(row.id), row.name.said()) for row in rows)]

    def pre_validate(self, form: Any) -> None:
        if self.data not in {value for value, _label in self.choices}:
            raise StopValidation(str(self.gone))

    @property
    def key(self) -> int | None:
        return int(self.data) if self.data else None


def languages(label: Any, **kwargs: Any) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        choices=[SelectChoice(code, word) for code, word in LANGUAGE_WORDS.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        **kwargs,
    )
