"""The chips «Import» of the lists of persons and organisations: what one import brought."""

from typing import Any

import sqlalchemy as sa
from flask import g, request

from app.people.import_queries import PERMISSION, made, visible
from app.people.import_rows import Import, Step
from app.people.merge_rows import Sort
from app.people.models import Organisation, Person
from app.people.scope import scope
from app.platform.db import db
from app.platform.i18n import _, lazy
from app.ui.listing import Filter

KEY = "import"
_OFFERED = 5


def imported(sort: Sort) -> Filter:
    """For the list of this sort: the last imports that the person who asks may see, and those asked for."""
    model = Person if sort is Sort.PERSON else Organisation

    def choices() -> list[tuple[Any, Any]]:
        mine = visible(scope(PERMISSION), g.user).where(Import.sort == sort, Import.step == Step.SAVED)
        asked = [int(one) for one in request.args.getlist(KEY) if one.isdecimal() and len(one) < 10]
        keys = mine.with_only_columns(Import.id).limit(_OFFERED)
        found = mine.where(sa.or_(Import.id.in_(keys), Import.id.in_(asked)))
        return [(str(row.id), row.named or _("No name")) for row in db.session.scalars(found)]

    def where(value: str) -> sa.ColumnElement[bool]:
        return model.id.in_(made(int(value)))

    return Filter(KEY, lazy("Import"), choices, where)
