"""The office's list of who comes: its columns and its filters."""

import sqlalchemy as sa

from app.forums.models import Forum
from app.platform.db import db
from app.platform.i18n import lazy
from app.platform.text import Translated
from app.registrations.models import Category, Registration
from app.registrations.words import STATE_WORDS
from app.ui.listing import Column, Filter, Listing, by_name

_COLUMNS = (
    Column("name", lazy("Name"), lambda row: row.name, by_name(Registration), exported=False),
    Column("name_ar", lazy("Name in Arabic"), lambda row: row.name.get("ar"), shown=False),
    Column("name_latin", lazy("Name in Latin letters"), lambda row: row.name.get("fr"), shown=False),
    Column("number", lazy("Number"), lambda row: row.number, lambda: Registration.number),
    Column("category", lazy("Category"), lambda row: row.category.name),
    Column("organisation", lazy("Organisation"), lambda row: row.organisation, shown=False),
    Column("function", lazy("Capacity"), lambda row: row.function, shown=False),
    Column("phone", lazy("Phone"), lambda row: row.phone, kind="phone", shown=False),
    Column("email", lazy("E-mail"), lambda row: row.email, kind="mail", shown=False),
    Column("state", lazy("State"), lambda row: STATE_WORDS[row.state]),
    Column(
        "registered",
        lazy("Registered on"),
        lambda row: row.created_at,
        lambda: Registration.created_at,
        kind="moment",
        shown=False,
    ),
)


def registrations(forum: Forum) -> Listing:
    """The list of a forum, filtered by state and by its own categories."""

    def categories() -> list[tuple[int, Translated]]:
        mine = sa.select(Category.id, Category.name).where(Category.forum_id == forum.id)
        rows = db.session.execute(mine.order_by(Category.position, Category.id))
        return [(key, Translated(name)) for key, name in rows]

    return Listing(
        "registrations",
        Registration,
        _COLUMNS,
        filters=(
            Filter(
                "state",
                lazy("State"),
                STATE_WORDS.items,
                lambda value: Registration.state == value,
                Registration.state,
            ),
            Filter(
                "category",
                lazy("Category"),
                categories,
                lambda value: Registration.category_id == int(value),
                Registration.category_id,
            ),
        ),
        order="name",
    )
