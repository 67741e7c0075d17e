"""Completing what is empty in a person or an organisation with what a row brings."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import actions as audit
from app.people import import_queries
from app.people.import_people import NAMES
from app.people.import_rows import Decision, Import, ImportRow
from app.people.merge_rows import Sort
from app.people.models import Organisation, Person, Tie
from app.people.organisation_actions import shared
from app.people.scope import own_organisations, own_people
from app.platform.db import db
from app.platform.jobs_rows import add_once
from app.platform.text import Translated

_OF_A_PERSON = ("tifinagh", "email", "phone", "locale", "note", "civility", "degree", "organisation_id")
_OF_AN_ORGANISATION = ("tifinagh", "email", "phone", "website", "region")
_TEXTS = {Person: ("function",), Organisation: ("name", "acronym", "city", "address")}


def fill(row: Import, filled: Sequence[tuple[int, int, Any]]) -> None:
    """(key of the import's row, key in the directory, what the row says): inside the open unit of work.

    Whoever is no longer in the scope of the person who confirmed is left as it is; so is an organisation that
    has a part in other events too, as in the form.
    """
    if not filled:
        return
    where = import_queries.scope_of(row)
    model = Person if row.sort is Sort.PERSON else Organisation
    own = own_people(where) if model is Person else own_organisations(where)
    keys = {alike for _key, alike, _made in filled}
    if model is Organisation:
        keys -= shared(keys, where)
    by = db.session.get(User, row.by_id) if row.by_id else None
    there = {
        one.id: one for one in db.session.scalars(own.where(model.id.in_(keys)).with_for_update(of=model))
    }
    done = []
    for key, alike, made in filled:
        if alike in there:
            complete(there[alike], made)
            _record(row, there[alike], by)
            _tie(row, alike)
        decision = Decision.FILL if alike in there else Decision.SKIP
        done.append(
            {
                "id": key,
                "filled": alike in there,
                "decision": decision,
                "cells": [],
                "values": {},
                "faults": [],
            }
        )
    db.session.execute(sa.update(ImportRow), done)


def complete(known: Person | Organisation, brought: Person | Organisation) -> None:
    """Put what is empty in the one from the other; a name of a script only where that script has none."""
    plain = list(_OF_A_PERSON if isinstance(known, Person) else _OF_AN_ORGANISATION)
    if isinstance(known, Person):
        for script in ("ar", "latin"):
            parts = [name for name in NAMES if name.endswith(script)]
            plain += parts if not any(getattr(known, part) for part in parts) else []
    for name in plain:
        if not getattr(known, name) and getattr(brought, name):
            setattr(known, name, getattr(brought, name))
    for name in _TEXTS[type(known)]:
        before = getattr(known, name)
        after = Translated(getattr(brought, name) | {key: text for key, text in before.items() if text})
        if after != before:
            setattr(known, name, after)


def _record(row: Import, known: Person | Organisation, by: User | None) -> None:
    changes = audit.changes(known)
    if isinstance(known, Organisation) and changes:
        audit.record("organisation.edited", known, by=by, forum_id=row.forum_id, changes=changes)
    elif changes:
        fields = sorted({name.partition(".")[0] for name in changes})
        audit.record("person.edited", known, by=by, forum_id=row.forum_id, fields=fields)
    db.session.flush()


def _tie(row: Import, key: int) -> None:
    if row.forum_id:
        what = "person_id" if row.sort is Sort.PERSON else "organisation_id"
        add_once(Tie, forum_id=row.forum_id, **{what: key})
