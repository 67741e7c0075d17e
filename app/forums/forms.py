"""The base of the pages on which an event is filled in, and the fields that only they have."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup
from wtforms import Field, FloatField
from wtforms.widgets import TextInput

from app.forums.models import Forum
from app.platform import markup
from app.platform.i18n import _, direction, locales
from app.platform.text import digits, isolate, tidy
from app.ui.differing import in_words
from app.ui.forms import Bilingual, Form, Version
from app.ui.rows import Rows

LONGEST_TEXT = 20_000


class Markdown(Bilingual):
    """A text in Markdown, with a preview."""


class Degrees(FloatField):
    """A latitude or a longitude; a decimal comma and Arabic digits are read."""

    widget = TextInput()
    inputmode = "decimal"

    def __init__(self, *args: Any, example: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.example = example

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        typed = tidy(valuelist[0]) if valuelist else ""
        self.raw_data, self.data = [typed], None
        if typed:
            plain = digits(typed).replace("٫", ".").replace(",", ".").replace("−", "-")
            try:
                self.data = float(plain)
            except ValueError as error:
                said = {"field": self.label.text, "example": isolate(self.example)}
                raise ValueError(
                    _("%(field)s: please use figures only. Example: %(example)s.", **said)
                ) from error


class EventPart(Form):
    """A part of an event. Its fields bear the names of the columns."""

    version = Version()

    def __init__(self, *args: Any, forum: Forum | None = None, **kwargs: Any) -> None:
        super().__init__(*args, obj=forum, **kwargs)
        self.forum = forum

    def named(self) -> dict[str, Field]:
        """The fields that are filled in, by name."""
        hidden = ("csrf_token", "version")
        return {name: field for name, field in self._fields.items() if name not in hidden}

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: _value(field) for name, field in self.named().items()}

    def told(self) -> list[tuple[str, Any]]:
        """Label and value of each field, for a page that only shows them."""
        return [(str(field.label.text), told(field)) for field in self.named().values()]


def told(field: Field) -> Any:
    """The value of a field as it is read."""
    if isinstance(field, Markdown):
        return Markup("").join(markup.html(field.data[one], one) for one in locales() if one in field.data)
    if isinstance(field, Rows):
        return Markup("<br>").join(sides(one.get("title", one)) for one in field.kept())
    return in_words(field) if field.data not in (None, "", [], {}) else ""


def sides(texts: dict[str, str]) -> Markup:
    """A text in each language it has, one under the other."""
    said = Markup('<bdi lang="{0}" dir="{1}">{2}</bdi>')
    lines = [said.format(one, direction(one), texts[one]) for one in locales() if texts.get(one)]
    return Markup("<br>").join(lines)


def _value(field: Field) -> Any:
    if isinstance(field, Rows):
        return field.kept()
    empty = "" if field.type in ("Phone", "Words") else None
    return empty if field.data in (None, "") else field.data
