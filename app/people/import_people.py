"""A row of a spreadsheet as a person."""

from collections.abc import Mapping
from typing import Any

from app.people.import_fields import NAMES as NAMED_BY
from app.people.import_names import names, script
from app.people.import_values import Draft
from app.people.merge_rows import Sort
from app.people.models import Civility, Degree, Person, full_name
from app.people.sovereign import styled
from app.platform.text import Translated

NAMES = ("given_ar", "family_ar", "given_latin", "family_latin")
_TEXTS = ("tifinagh", "email", "phone", "locale", "note")
PLAIN = (*NAMES, *_TEXTS)


def draft_person(draft: Draft, read: Mapping[str, str]) -> dict[str, Any]:
    """The values that are staged, flat and by the names of the columns; faults go into the draft."""
    values: dict[str, Any] = {key: read[key] for key in _TEXTS if key in read}
    told = names(draft)
    values |= {key: text for key, text in told.items() if key not in ("civility", "degree")}
    if not any(values.get(part) for part in NAMES) and not draft.is_wrong(*NAMED_BY[Sort.PERSON]):
        draft.say("nameless")
    full = full_name(*(values.get(part, "") for part in NAMES))
    if styled(*full.values()) or styled(draft.texts.get("full_ar", ""), draft.texts.get("full_latin", "")):
        draft.say("sovereign")
    civility, degree = read.get("civility"), read.get("degree") or told.get("degree")
    if civility in list(Degree):  # one column for both is usual
        civility, degree = None, degree or civility
    values["civility"] = civility or told.get("civility")
    values["degree"] = degree
    values |= by_script(draft, read, "function")
    if organisation := read.get("organisation"):
        values["organisation"] = organisation
    return {key: value for key, value in values.items() if value}


def by_script(draft: Draft, read: Mapping[str, str], what: str) -> dict[str, str]:
    """`<what>_ar` and `<what>_fr`, each from the column that holds its script."""
    found: dict[str, str] = {}
    for locale, other in (("ar", "fr"), ("fr", "ar")):
        text = read.get(f"{what}_{locale}", "")
        if not text:
            continue
        foreign = script(text) == ("latin" if locale == "ar" else "ar")
        if foreign and not read.get(f"{what}_{other}"):
            draft.say("other_script", f"{what}_{locale}")
            found[f"{what}_{other}"] = text
        else:
            found[f"{what}_{locale}"] = text
    return found


def person_of(values: Mapping[str, Any]) -> Person:
    """The person that staged values describe, not yet in the session; the organisation by its key."""
    return Person(
        **{key: values.get(key, "") for key in PLAIN},
        civility=Civility(values["civility"]) if values.get("civility") else None,
        degree=Degree(values["degree"]) if values.get("degree") else None,
        function=bilingual(values, "function"),
        organisation_id=values.get("organisation_id"),
    )


def bilingual(values: Mapping[str, Any], what: str) -> Translated:
    """The texts of `<what>_ar` and `<what>_fr`."""
    return Translated({key: values[f"{what}_{key}"] for key in ("ar", "fr") if values.get(f"{what}_{key}")})
