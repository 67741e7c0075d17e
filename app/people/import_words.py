"""What is said of a row and its cells, in the language of the person who reads."""

from collections.abc import Callable
from typing import Any

from app.people.import_rows import Decision, Step
from app.people.merge_rows import Sort
from app.people.models import Kind
from app.people.sovereign import REASON
from app.people.words import KIND_WORDS
from app.platform.i18n import _, lazy, lazy_context
from app.platform.tables_in import MOST_CHARACTERS
from app.platform.text import isolate

# A row with one of these is left out; any other code is a word of warning.
_IN_ALL = ("nameless", "long", "phone", "email", "website", "kind", "region", "no_value", "error")
ERRORS = frozenset([*_IN_ALL, "name", "two_scripts", "civility", "degree", "locale", "sovereign"])
_SAID: dict[str, Any] = {
    "nameless": lazy("There is no name in this row."),
    "name": lazy("A name is written with letters only."),
    "two_scripts": lazy("Arabic and Latin letters stand in one cell. Put each into a column of its own."),
    "phone": lazy(
        "The phone number is not complete. Please write 10 figures beginning with 0, "
        "or an international number preceded by +."
    ),
    "email": lazy("The address is not complete. Example: nom@exemple.ma."),
    "website": lazy("This is not the address of a site. Example: www.exemple.ma."),
    "civility": lazy("This civility is not known. Please write Mr or Ms."),
    "degree": lazy("This title is not known. Please write Dr, Pr or Me."),
    "locale": lazy("This language is not known. Please write Arabic or French."),
    "kind": lazy("This kind of organisation is not known. The model file names those that are."),
    "region": lazy("This is not one of the twelve regions. The model file names them."),
    "no_value": lazy("There is a formula without a value. Please write the value itself."),
    "error": lazy("The spreadsheet shows an error in this cell. Please write the value itself."),
    "sovereign": REASON,
    "formula": lazy("The value of the formula was taken."),
    "https": lazy("The address of the site was put with https."),
    "other_script": lazy("The text was put with those of its own script."),
    "undivided": lazy("The whole name was taken for the given name."),
    "organisation_new": lazy("This organisation is not in the directory: it is created."),
}
STEP_WORDS = {
    Step.MAPPING: lazy_context("import", "columns to choose"),
    Step.CHECKING: lazy_context("import", "being checked"),
    Step.CHECKED: lazy_context("import", "to confirm"),
    Step.SAVING: lazy_context("import", "being saved"),
    Step.SAVED: lazy_context("import", "saved"),
    Step.TAKING_BACK: lazy_context("import", "being taken back"),
    Step.TAKEN_BACK: lazy_context("import", "taken back"),
    Step.DROPPED: lazy_context("import", "dropped"),
}
STEP_TONES = {
    Step.MAPPING: "attention",
    Step.CHECKED: "attention",
    Step.SAVED: "good",
}
SORT_WORDS = {Sort.PERSON: lazy("Persons"), Sort.ORGANISATION: lazy("Organisations")}
DECISION_WORDS = {
    Decision.SKIP: lazy_context("import", "Skip this row"),
    Decision.FILL: lazy_context("import", "Complete what is there"),
    Decision.ADD: lazy_context("import", "Add it too"),
}
ALL_WORDS = {
    Decision.SKIP: lazy_context("import", "Skip all of them"),
    Decision.FILL: lazy_context("import", "Complete what is there by all of them"),
    Decision.ADD: lazy_context("import", "Add all of them"),
}


def said(fault: dict[str, Any]) -> str:
    """A fault as a sentence."""
    code, params = fault["code"], fault.get("params", {})
    told = _SAID[code] if code in _SAID else _WITH_PARAMS[code](params)
    return str(told)


_WITH_PARAMS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "long": lambda told: _("At most %(most)s characters.", most=told.get("most", MOST_CHARACTERS)),
    "repaired": lambda told: _("Words ran together. Written as: %(after)s", after=isolate(told["after"])),
    "divided": lambda told: _(
        "Divided into given name %(given)s and family name %(family)s.",
        given=isolate(told["given"]),
        family=isolate(told["family"]),
    ),
    "kind_assumed": lambda told: _(
        "No kind is given. Taken for: %(kind)s.", kind=KIND_WORDS[Kind(told["kind"])]
    ),
    "namesake": lambda told: _(
        "The name of row %(row)s of this file, with another phone and another e-mail.", row=told["row"]
    ),
    "alike_row": lambda told: _("The same as row %(row)s of this file.", row=told["row"]),
}
