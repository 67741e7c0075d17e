"""What a form says when something is wrong: WTForms' messages in the words of page 6 §7.1 of the design."""

from collections.abc import Callable
from typing import Any

from app.platform.i18n import _, number, plural

NOT_A_NUMBER = "Not a valid integer value."
_NOT_A_CHOICE = "Not a valid choice."
# Each key is a message of WTForms, as its source writes it; some keep %(…)s that WTForms fills in afterwards.
_SAYINGS: dict[str, Callable[[str], str]] = {
    _NOT_A_CHOICE: lambda field: _("%(field)s: please choose one of the answers offered.", field=field),
    "Not a valid date value.": lambda field: _(
        "%(field)s: the date is not complete. Example: %(example)s.", field=field, example="2019-06-22"
    ),
    "Not a valid time value.": lambda field: _(
        "%(field)s: the time is not complete. Example: %(example)s.", field=field, example="09:30"
    ),
    NOT_A_NUMBER: lambda field: _(
        "%(field)s: please use figures only. Example: %(example)s.", field=field, example="120"
    ),
    "Number must be between %(min)s and %(max)s.": lambda field: _(
        "%(field)s: please enter a number from %(min)s to %(max)s.", field=field, min="%(min)s", max="%(max)s"
    ),
    "Number must be at least %(min)s.": lambda field: _(
        "%(field)s: %(min)s at least.", field=field, min="%(min)s"
    ),
    "Number must be at most %(max)s.": lambda field: _(
        "%(field)s: %(max)s at most.", field=field, max="%(max)s"
    ),
}
_SAYINGS["Not a valid choice"] = _SAYINGS[_NOT_A_CHOICE]
_SAYINGS["Invalid Choice: could not coerce."] = _SAYINGS[_NOT_A_CHOICE]
_SAYINGS["Not a valid float value."] = _SAYINGS["Not a valid decimal value."] = _SAYINGS[NOT_A_NUMBER]


_REQUIRED = "This field is required."


def _missing(kind: str, field: str) -> str:
    if kind in ("RadioField", "SelectField", "SelectMultipleField"):
        return _("Please choose: %(field)s.", field=field)
    if kind == "BooleanField":
        return _("Please tick: %(field)s.", field=field)
    if kind in ("FileField", "MultipleFileField"):
        return _("Please attach: %(field)s.", field=field)
    return _("Please enter: %(field)s.", field=field)


def _without_stop(sentence: str) -> str:
    """A sentence whose last words are a question ends with its mark; a question of another language stands
    in isolates.
    """
    asks = sentence.removesuffix(".").rstrip("\u2069").endswith(("?", "؟"))
    return sentence.removesuffix(".") if asks else sentence


class _Grouped(str):
    """A message that WTForms completes by the % operator: its figures are grouped (page 6 §4)."""

    __slots__ = ()

    def __mod__(self, values: Any) -> str:
        said = {name: number(one) if isinstance(one, int) else one for name, one in values.items()}
        return str(self).__mod__(said)


class FieldWords:
    """The translations of one field: WTForms asks it for each message, and it knows the field's name."""

    def __init__(self, field: Any) -> None:
        self.field = field

    def gettext(self, message: str) -> str:
        label = self.field.label.text
        name = str(label)
        if message == _REQUIRED:
            return _without_stop(_missing(self.field.type, getattr(label, "at_end", name)))
        if "%(" in message:  # WTForms fills in the rest by the % operator
            name = name.replace("%", "%%")
        say = _SAYINGS.get(message)
        return _Grouped(say(name) if say else _("%(field)s: please check what is written.", field=name))

    def ngettext(self, singular: str, _plural: str, count: int) -> str:
        """The messages about length, which WTForms completes with the length of what was typed."""
        said = _length(singular, count)
        if not said:
            return self.gettext(_NOT_A_CHOICE)
        name = str(self.field.label.text).replace("%", "%%")
        return _Grouped(said.replace(str(count), number(count)).replace("%(field)s", name))


def _length(message: str, count: int) -> str:
    """With the name of the field and the present length still to be filled in; "" when not about a length."""
    words = {"field": "%(field)s", "length": "%(length)s"}
    if "at least" in message:
        return plural(
            "%(field)s: at least %(num)d character (now %(length)s).",
            "%(field)s: at least %(num)d characters (now %(length)s).",
            count,
            **words,
        )
    if "exactly" in message:
        return plural(
            "%(field)s: exactly %(num)d character (now %(length)s).",
            "%(field)s: exactly %(num)d characters (now %(length)s).",
            count,
            **words,
        )
    if "longer" in message:
        return plural(
            "%(field)s: at most %(num)d character (now %(length)s).",
            "%(field)s: at most %(num)d characters (now %(length)s).",
            count,
            **words,
        )
    return ""
