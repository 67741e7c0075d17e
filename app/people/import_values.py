"""What stands in a cell, as the directory keeps it; or what is wrong with it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from app.people import written
from app.people.import_fields import FIELDS
from app.people.import_repairs import repaired
from app.people.import_vocabulary import (
    CIVILITIES,
    DEGREES,
    KINDS,
    LABELLED,
    LOCALES,
    REGIONS_NAMED,
    folded,
    labels,
)
from app.people.import_words import ERRORS
from app.people.merge_rows import Sort
from app.platform.tables_in import Mark
from app.platform.text import digits, one_line, tidy
from app.ui.forms import REGION

_REPAIRED = frozenset(
    {"organisation", "function_ar", "name_ar", "city_ar", "address_ar", "region", "acronym_ar"}
)
_NOTHING = frozenset({"", "-", "--", "—", "/", "néant", "neant", "n/a", "na", "لا شيء", "لا يوجد", ".", "0"})
_SITE = re.compile(r"(?:(https?)://)?([^\s/]+\.[^\s/]{2,})(/\S*)?", re.IGNORECASE)
_MAILTO = re.compile(r"^(?:mailto:)?\s*(?:[^<>]*<)?([^<>]*)>?\s*$")


@dataclass
class Draft:
    """A row on its way: texts by field as they were tidied, what is to be told, and where.

    A fault that is an error (import_words.ERRORS) leaves the row out; any other is a word of warning.
    """

    texts: dict[str, str] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    faults: list[dict[str, Any]] = field(default_factory=list)

    def say(self, code: str, key: str = "", **params: Any) -> None:
        """Note a fault of a field, or of the whole row."""
        told: dict[str, Any] = {"code": code}
        if key in self.columns:
            told["column"] = self.columns[key]
        self.faults.append(told | ({"params": params} if params else {}))

    def is_wrong(self, *keys: str) -> bool:
        """Whether an error was noted of one of these fields: no other is then said of what it would give."""
        columns = {self.columns.get(key, -1) for key in keys}
        return any(fault["code"] in ERRORS and fault.get("column") in columns for fault in self.faults)


class Wrong(ValueError):
    """What stands in the cell is no value of the field: the code of the fault."""


def drafted(
    sort: Sort, mapping: Mapping[str, str], cells: list[str], marks: Mapping[int, Mark]
) -> tuple[Draft, dict[str, str]]:
    """The row with its texts tidied, and the values of the fields that are read alike for all sorts."""
    draft, values = Draft(), {}
    for column, key in sorted((int(column), key) for column, key in mapping.items()):
        told = FIELDS[sort][key]
        draft.columns[key] = column
        if mark := marks.get(column):
            draft.say(mark.value, key)
            if mark is not Mark.FORMULA:
                continue
        text = _tidied(cells[column] if column < len(cells) else "", key)
        if text.casefold() in _NOTHING:
            continue
        apart = repaired(text) if key in _REPAIRED else text
        try:
            value = READ[key](apart) if key in READ else apart
        except Wrong as wrong:
            draft.texts[key] = apart
            draft.say(str(wrong), key)
            continue
        if max(len(apart), len(value)) > told.longest:
            draft.say("long", key, most=told.longest)
            continue
        if apart != text:
            draft.say("repaired", key, before=text, after=apart)
        if key == "website" and text.lower().startswith("http://"):
            draft.say("https", key)
        draft.texts[key], values[key] = apart, value
    return draft, values


def _tidied(cell: str, key: str) -> str:
    text = tidy(cell if key == "note" else one_line(cell))
    return text if key == "note" else " ".join(text.split())


def phone(text: str) -> str:
    """E.164; the first of several numbers, and the nought that a spreadsheet took away is given back."""
    first = re.split(r"\s*(?:[;،|]|/|\bou\b|\bأو\b)\s*", digits(text))[0]
    for tried in (first, f"+{first}"):
        try:
            number = phonenumbers.parse(tried, REGION)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    raise Wrong("phone")


def mail(text: str) -> str:
    """The address as it is normalised; also out of «Name <address>»."""
    found = _MAILTO.match(text)
    try:
        plain = (found[1] if found else text).replace(" ", "").rstrip(".;,،")
        return validate_email(plain, check_deliverability=False, allow_smtputf8=False).normalized.lower()
    except EmailNotValidError as error:
        raise Wrong("email") from error


def site(text: str) -> str:
    """An address of the web as the form takes it: with https, its host in small letters."""
    found = _SITE.fullmatch(text)
    address = f"https://{found[2].lower()}{found[3] or ''}" if found else ""
    if not written.SITE.match(address):
        raise Wrong("website")
    return address


def _one_of(words: Mapping[str, str], code: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        word = folded(text)
        found = words.get(word) or (labels(code).get(word) if code in LABELLED else None)
        if found is None:
            raise Wrong(code)
        return found

    return read


READ: dict[str, Callable[[str], str]] = {
    "phone": phone,
    "email": mail,
    "website": site,
    "civility": _one_of(CIVILITIES | DEGREES, "civility"),
    "degree": _one_of(DEGREES, "degree"),
    "locale": _one_of(LOCALES, "locale"),
    "kind": _one_of(KINDS, "kind"),
    "region": _one_of(REGIONS_NAMED, "region"),
}
