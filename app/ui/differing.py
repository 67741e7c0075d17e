"""Two versions of one form side by side: only the fields that differ, each value in words."""

from datetime import date, time
from typing import Any, NamedTuple

from markupsafe import Markup, escape
from wtforms import BooleanField, Field, Form, HiddenField

from app.platform.i18n import _, day, direction, language_name, listing, locales
from app.platform.text import ltr
from app.ui.forms import Bilingual, Mail, Phone, shown_phone
from app.ui.rows import Rows

_CHOICES = ("RadioField", "SelectField", "SelectMultipleField")
_UNCOMPARED = ("CSRFTokenField", "FileField", "HiddenField", "PictureFile", "Version")
# Speak of the form, or of a file, which no form holds: not of the row.
_ACTS = ("remove_photo", "remove_logo")


class Difference(NamedTuple):
    """A field, and of a text in several languages the language; what was typed; what stands now."""

    label: str
    mine: Markup
    theirs: Markup


def differing(mine: Form, theirs: Form) -> list[Difference]:
    """Where what was typed differs from another version of the same form, in the order of its fields.

    `mine` was validated: its values are as they would be saved.
    """
    found: list[Difference] = []
    for field in mine:
        name = field.short_name
        if name not in theirs or name in _ACTS or field.type in _UNCOMPARED:
            continue
        other = theirs[name]
        label = str(field.label.text)
        if isinstance(field, Bilingual):
            found += [
                Difference(f"{label} ({language_name(one)})", _text(field, one), _text(other, one))
                for one in [*locales(), *({*field.data, *other.data} - {*locales()})]
                if field.data.get(one, "") != other.data.get(one, "")
            ]
        elif _kept(field) != _kept(other):
            found.append(Difference(label, in_words(field), in_words(other)))
    return found


def in_words(field: Field) -> Markup:
    """The value of a field as it is read. A field that knows better has `in_words`."""
    if isinstance(field, Rows):
        return _joined(Markup(", ").join(row) for row in _rows(field)) or _none()
    if isinstance(field, Bilingual):
        return _joined(_text(field, one) for one in locales() if one in field.data) or _none()
    return escape(_said(field)) or _none()


def _said(field: Field) -> Any:
    if hasattr(field, "in_words"):
        return field.in_words()
    if isinstance(field, BooleanField):
        return _("yes") if field.data else _("no")
    if field.type in _CHOICES:
        held = field.data if isinstance(field.data, list) else [field.data]
        chosen = {str(one) for one in held if one is not None}
        return listing([str(label) for value, label, *_rest in field.choices if str(value) in chosen])
    if isinstance(field, Phone):
        return ltr(shown_phone(field.data or ""))
    if isinstance(field.data, date):
        return day(field.data)
    if isinstance(field.data, time):
        return ltr(f"{field.data:%H:%M}")
    if (
        isinstance(field, Mail)
        or isinstance(field.data, float)
        or (field.render_kw or {}).get("dir") == "ltr"
    ):
        return ltr(field.data)
    return "" if field.data is None else _joined(Markup("<bdi>{}</bdi>").format(one) for one in _lines(field))


def _lines(field: Field) -> list[str]:
    return str(field.data).splitlines()


def _kept(field: Field) -> Any:
    """What is compared: nothing typed and nothing held are one."""
    if isinstance(field, Rows):
        return _rows(field)
    if isinstance(field.data, list):
        return sorted(map(str, field.data)) or None
    return field.data if field.data not in (None, "") else None


def _rows(field: Rows) -> list[list[Markup]]:
    """What each row says that counts."""
    return [
        [in_words(one) for one in row if one.data and not isinstance(one, BooleanField | HiddenField)]
        for row in field.counting()
    ]


def _text(field: Bilingual, locale: str) -> Markup:
    lines = field.data.get(locale, "").splitlines()
    said = Markup('<bdi lang="{0}" dir="{1}">{2}</bdi>')
    return _joined(said.format(locale, direction(locale), one) for one in lines) or _none()


def _joined(lines: Any) -> Markup:
    return Markup("<br>").join(lines)


def _none() -> Markup:
    return escape(_("not stated"))
