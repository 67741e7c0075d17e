"""The list of the events of an account: its columns and its filters."""

from datetime import date

import sqlalchemy as sa

from app.forums.models import KIND_WORDS, STATE_WORDS, Forum, Series
from app.forums.queries import of
from app.platform.db import db
from app.platform.i18n import lazy
from app.platform.text import Translated
from app.ui.listing import Column, Filter, Listing, by_name

_COLUMNS = (
    Column("name", lazy("Event"), lambda row: row.name, by_name(Forum)),
    Column("dates", lazy("Dates"), lambda row: row.starts_on, lambda: Forum.starts_on, kind="date"),
    Column("state", lazy("State"), lambda row: STATE_WORDS[row.state]),
)


def events(forum_ids: frozenset[int] | None) -> Listing:
    """The list of these events (None: of all), filtered by state, kind, year and series."""

    def years() -> list[tuple[str, str]]:
        days = db.session.scalars(of(forum_ids).with_only_columns(Forum.starts_on)).all()
        found = sorted({day.year for day in days if day}, reverse=True)
        return [(str(year), str(year)) for year in found] if len(found) > 1 else []

    def series() -> list[tuple[int, Translated]]:
        mine = of(forum_ids).with_only_columns(Forum.series_id).order_by(None)
        rows = db.session.execute(sa.select(Series.id, Series.name).where(Series.id.in_(mine)))
        return [(key, Translated(name)) for key, name in rows]

    return Listing(
        "events",
        Forum,
        _COLUMNS,
        filters=(
            Filter(
                "state", lazy("State"), STATE_WORDS.items, lambda value: Forum.state == value, Forum.state
            ),
            Filter("kind", lazy("Kind of event"), KIND_WORDS.items, lambda value: Forum.kind == value),
            Filter("year", lazy("Year"), years, _in_year),
            Filter("series", lazy("Series"), series, lambda value: Forum.series_id == int(value)),
        ),
        order="-dates",
    )


def _in_year(value: str) -> sa.ColumnElement[bool]:
    return Forum.starts_on.between(date(int(value), 1, 1), date(int(value), 12, 31))
