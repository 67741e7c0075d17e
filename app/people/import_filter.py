"""The chips «Import» of the lists of persons and organisations: what one import brought."""

from typing import Any

import sqlalchemy as sa
from flask import g

from app.people.import_queries import PERMISSION, made, visible
from app.people.import_rows import Import, Step
from app.people.merge_rows import Sort
from app.people.models import Organisation, Person
from app.people.scope import scope
from app.platform.db import db
from app.platform.i18n import lazy
from app.ui.listing import Filter

KEY = "import"
_OFFERED = 5


def imported(sort: Sort) -> Filter:
    """For the list of this sort: the last imports that the person who asks may see."""
    model = Person if sort is Sort.PERSON else Organisation

    def choices() -> list[tuple[Any, Any]]:
        saved = visible(scope(PERMISSION), g.user).where(Import.sort == sort, Import.step == Step.SAVED)
        return [(str(row.id), row.filename) for row in db.session.scalars(saved.limit(_OFFERED))]

    def where(value: str) -> sa.ColumnElement[bool]:
        return model.id.in_(made(int(value)))

    return Filter(KEY, lazy("Import"), choices, where)
