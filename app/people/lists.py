"""The lists of persons and organisations: their columns and filters."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from flask import request
from sqlalchemy.orm import joinedload

from app.people import events, ports, words
from app.people.import_filter import imported
from app.people.lists_columns import (
    FUNCTIONS,
    NAMES,
    ORGANISATION_NAMES,
    events_column,
    in_event,
    parts_in,
)
from app.people.merge_rows import Sort
from app.people.models import Kind, Organisation, Person, Tie
from app.people.regions import REGIONS
from app.people.scope import Scope, own_people, scope, visible_people
from app.platform.db import db
from app.platform.http import LARGEST_KEY
from app.platform.i18n import _, current, language_name, lazy, lazy_context, locales
from app.platform.text import PRIVATE, search_words
from app.ui.listing import Chosen, Column, Filter, Listing, by_name


def _events(permission: str) -> list[tuple[str, Any]]:
    return [(str(key), name) for key, name in events.readable(scope(permission)).items()]


def _at(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Whether a person's organisation answers a condition."""
    return Person.organisation_id.in_(sa.select(Organisation.id).where(condition))


def _asked_organisation() -> list[tuple[str, Any]]:
    """That of the address alone, as the page of an organisation leads to its persons."""
    asked = request.args.get("organisation", type=int) or 0
    row = db.session.get(Organisation, asked) if 0 < asked <= LARGEST_KEY else None
    return [(str(row.id), row.name)] if row is not None else []


def _regions() -> list[tuple[str, str]]:
    return [(code, names[current()]) for code, names in REGIONS.items()]


def _lacking(what: str) -> sa.ColumnElement[bool]:
    return {
        "email": Person.email == "",
        "phone": Person.phone == "",
        "photo": Person.photo_key.is_(None),
        "arabic": sa.and_(Person.given_ar == "", Person.family_ar == ""),
        "latin": sa.and_(Person.given_latin == "", Person.family_latin == ""),
    }[what]


def seen(where: Scope, query: str) -> sa.Select[Person]:
    """Who stands in the list: those of the scope, and whom the public sees. These last are found by what the
    public knows: nobody can ask whose a phone number is.
    """
    found = visible_people(where).options(joinedload(Person.organisation))
    words_ = search_words(query)
    if where.everything or not words_:
        return found
    told = [Person.search.like(f"%{_escaped(word)}%{PRIVATE}%", escape="\\") for word in words_]
    return found.where(sa.or_(_own(where), *([sa.and_(*told)] if told else [])))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _own(where: Scope) -> sa.ColumnElement[bool]:
    return Person.id.in_(own_people(where).with_only_columns(Person.id))


EVENT = Filter(
    "event",
    lazy("Event"),
    lambda: _events("people.list"),
    lambda value: in_event(int(value)),
)


def people(where: Scope, *, of_one: bool = False) -> Listing:
    """The list of persons as a scope sees it. `of_one`: that of one event, without its filter."""
    directory = [] if of_one else [EVENT, imported(Sort.PERSON)]
    filters = (*directory, *WHERE_THEY_WORK, *_private(where))
    return Listing("persons", Person, PEOPLE, filters, order="name")


def taken_away(where: Scope) -> Listing:
    """The list of persons as a table, which tells their events too and can be imported again."""
    told = people(where)
    return replace(told, columns=(*told.columns, events_column(where)))


def brief(rows: Chosen) -> Chosen:
    """The ticked persons, of whom a page shows who they are."""
    named = [one for one in PEOPLE if one.key in ("name", "function", "organisation")]
    return replace(rows, listing=replace(rows.listing, columns=named))


PEOPLE = (
    Column("name", lazy("Name"), lambda row: row.name, by_name(Person), exported=False),
    *NAMES,
    Column("function", lazy("Function"), lambda row: row.function, exported=False),
    *FUNCTIONS,
    Column("organisation", lazy("Organisation"), lambda row: _name_of(row.organisation)),
    # The page draws phone and mail in one cell, and only where they may be read.
    Column("phone", lazy("Phone"), lambda row: row.phone, kind="phone", shown=False),
    Column("email", lazy("E-mail"), lambda row: row.email, kind="mail", shown=False),
    Column("contact", lazy_context("column", "Contact"), lambda row: "", exported=False),
    Column("locale", lazy("Language of messages"), lambda row: _language(row.locale), shown=False),
    Column(
        "added", lazy_context("column", "Added on"), lambda row: row.created_at, kind="moment", shown=False
    ),
)
WHERE_THEY_WORK = (
    Filter(
        "organisation",
        lazy("Organisation"),
        _asked_organisation,
        lambda value: Person.organisation_id == int(value),
    ),
    Filter(
        "kind",
        lazy("Kind of organisation"),
        lambda: [(one.value, word) for one, word in words.KIND_WORDS.items()],
        lambda value: _at(Organisation.kind == Kind(value)),
    ),
    Filter("region", lazy("Region"), _regions, lambda value: _at(Organisation.region == value)),
)


def _private(where: Scope) -> tuple[Filter, ...]:
    """Filters by what the public does not know: they narrow to one's own, so that they tell nothing else."""

    def among_own(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        return condition if where.everything else sa.and_(condition, _own(where))

    lacking = Filter("lacks", lazy("Missing"), _lacks, lambda value: among_own(_lacking(value)))
    language = Filter(
        "language",
        lazy("Language of messages"),
        lambda: [(one, language_name(one)) for one in locales()],
        lambda value: among_own(Person.locale == value),
    )
    return lacking, language


def _lacks() -> list[tuple[str, str]]:
    return [
        ("email", _("E-mail")),
        ("phone", _("Phone")),
        ("photo", _("Photo")),
        ("arabic", _("Name in Arabic")),
        ("latin", _("Name in Latin letters")),
    ]


def _language(locale: str) -> str:
    return language_name(locale) if locale else ""


def _persons_count() -> sa.ScalarSelect[int]:
    """How many persons of one's own belong to an organisation."""
    own = own_people(scope("people.list")).where(Person.organisation_id == Organisation.id)
    return own.with_only_columns(sa.func.count(Person.id)).correlate(Organisation).scalar_subquery()


ORGANISATIONS = Listing(
    "organisations",
    Organisation,
    columns=(
        Column("name", lazy("Name"), lambda row: row[0].name, by_name(Organisation), exported=False),
        *ORGANISATION_NAMES,
        Column("acronym", lazy("Acronym"), lambda row: row[0].acronym, shown=False),
        Column("kind", lazy("Kind"), lambda row: words.KIND_WORDS[row[0].kind], lambda: Organisation.kind),
        Column("city", lazy("City"), lambda row: row[0].city),
        Column("region", lazy("Region"), lambda row: region_name(row[0].region), lambda: Organisation.region),
        Column("people", lazy("Persons"), lambda row: row[1], _persons_count, "number"),
        Column("phone", lazy("Phone"), lambda row: row[0].phone, kind="phone", shown=False),
        Column("email", lazy("E-mail"), lambda row: row[0].email, kind="mail", shown=False),
    ),
    filters=(
        Filter(
            "event",
            lazy("Event"),
            lambda: _events("organisations.list"),
            lambda value: parts_in(int(value), ports.organisations, Organisation.id, Tie.organisation_id),
        ),
        Filter(
            "kind",
            lazy("Kind"),
            lambda: [(one.value, word) for one, word in words.KIND_WORDS.items()],
            lambda value: Organisation.kind == Kind(value),
            counted=Organisation.kind,
        ),
        Filter("region", lazy("Region"), _regions, lambda value: Organisation.region == value),
        imported(Sort.ORGANISATION),
    ),
    order="name",
)


def region_name(code: str | None) -> str:
    """The name of a region in the reader's language; "" where none is stated."""
    return REGIONS[code][current()] if code in REGIONS else ""


def _name_of(row: Organisation | None) -> Any:
    return row.name if row is not None else ""


def organisations() -> sa.Select[Organisation, int]:
    """Every organisation, with how many of one's own persons belong to it."""
    return sa.select(Organisation, _persons_count()).where(Organisation.merged_into_id.is_(None))
