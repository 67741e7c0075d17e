"""A row of a spreadsheet as an organisation; the organisations that persons bring with them."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.people.import_names import script
from app.people.import_people import bilingual, by_script
from app.people.import_values import Draft
from app.people.import_vocabulary import kind_of
from app.people.models import Kind, Organisation
from app.people.sovereign import styled
from app.platform.db import db
from app.platform.text import Translated, fold

_TEXTS = ("name", "acronym", "city", "address")
_PLAIN = ("tifinagh", "email", "phone", "website")


def draft_organisation(draft: Draft, read: Mapping[str, str]) -> dict[str, Any]:
    """The values that are staged, flat; faults go into the draft."""
    values: dict[str, Any] = {key: read[key] for key in (*_PLAIN, "region", "kind") if key in read}
    for what in _TEXTS:
        values |= by_script(draft, read, what)
    if styled(values.get("name_ar", ""), values.get("name_fr", "")):
        draft.say("sovereign")
    name = values.get("name_ar") or values.get("name_fr") or ""
    if not name:
        if not draft.is_wrong("name_ar", "name_fr"):
            draft.say("nameless")
    elif "kind" not in values and not draft.is_wrong("kind"):
        values["kind"] = kind_of(name) or Kind.OTHER.value
        draft.say("kind_assumed", kind=values["kind"])
    return values


def organisation_of(values: Mapping[str, Any]) -> Organisation:
    """The organisation that staged values describe, not yet in the session."""
    return Organisation(
        **{key: values.get(key, "") for key in _PLAIN},
        **{what: bilingual(values, what) for what in _TEXTS},
        kind=Kind(values["kind"]),
        region=values.get("region"),
    )


def named(name: str) -> Organisation:
    """One of which no more is known than the name."""
    locale = "ar" if script(name) == "ar" else "fr"
    return Organisation(name=Translated({locale: name}), kind=Kind(kind_of(name) or Kind.OTHER))


def by_name() -> dict[str, int]:
    """Every name and acronym, folded → key of the organisation; of two that share one, the first."""
    columns = (Organisation.id, Organisation.name, Organisation.acronym)
    rows = db.session.execute(
        sa.select(*columns).where(Organisation.merged_into_id.is_(None)).order_by(Organisation.id)
    )
    found: dict[str, int] = {}
    for key, *texts in rows:
        for text in texts:
            for said in (text or {}).values():
                if folded := fold(said):
                    found.setdefault(folded, key)
    return found
