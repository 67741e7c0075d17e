"""Reading a list from the database: how many rows there are, and those of one page."""

from collections import Counter
from collections.abc import Sequence
from math import ceil
from typing import Any

import sqlalchemy as sa

from app.platform.db import db
from app.ui.listing_asked import PAGE, Asked, asked
from app.ui.listing_page import Act, Address, Page
from app.ui.listing_parts import Listing


def read(
    listing: Listing,
    select: sa.Select[*tuple[Any, ...]],
    *,
    address: Address,
    export: Address | None = None,
    acts: Sequence[Act] = (),
) -> Page:
    """The page that the request asks for, in two questions (and those of the filters' choices).

    `select` gives the rows that the person may see, without order: of the model alone, or of the model and
    more. `address(**words)` and `export(suffix=…, **words)` make addresses: `partial(url_for, ".index")`.
    """
    wanted = asked(listing)
    tally = Tally(wanted)
    found = wanted.found(select, tally.not_counted)
    keys: Any = tally.one_by_one(found) if wanted.query else None
    if keys is None:
        tally.in_groups(found)
    number = min(wanted.page, max(1, ceil(tally.total / PAGE)))
    first = (number - 1) * PAGE
    if keys is None:
        # Wide rows are read after the sorting, and only those of the page.
        ordered = wanted.found(select).with_only_columns(listing.model.id, maintain_column_froms=True)
        keys = ordered.order_by(None).order_by(*wanted.order).limit(PAGE).offset(first)
    else:
        keys = keys[first : first + PAGE]
    chosen = select.where(listing.model.id.in_(keys)).order_by(None).order_by(*wanted.order)
    rows = rows_of(chosen) if tally.total else []
    return Page(wanted, rows, number, tally.total, tally.counts, address, export, acts)


def rows_of(select: sa.Select[*tuple[Any, ...]]) -> Sequence[Any]:
    """The models, or rows where the query selects more than one thing."""
    rows: Sequence[Any] = db.session.execute(select).all()
    return [row[0] for row in rows] if len(select.column_descriptions) == 1 else rows


class Tally:
    """How many rows are found, and how many each value of the counted filters would show with the others."""

    def __init__(self, wanted: Asked) -> None:
        filters = wanted.listing.filters
        self.wanted = wanted
        self.counted = [one for one in filters if one.counted is not None]
        self.not_counted = [one for one in filters if one.counted is None]
        self.total = 0
        self.counts = {one.key: Counter[str]() for one in self.counted}

    def in_groups(self, found: sa.Select[*tuple[Any, ...]]) -> None:
        """Let the database count."""
        by = [one.counted for one in self.counted]
        grouped = found.with_only_columns(*by, sa.func.count(), maintain_column_froms=True)
        for *values, count in db.session.execute(grouped.order_by(None).group_by(*by)):
            self._add(values, count)

    def one_by_one(self, found: sa.Select[*tuple[Any, ...]]) -> list[int]:
        """Count what a search finds, which reads every row there is: once, and not again for the page.
        Returns the keys of the rows that the filters leave, in the order of the list.
        """
        by = [one.counted for one in self.counted]
        each = found.with_only_columns(self.wanted.listing.model.id, *by, maintain_column_froms=True)
        rows = db.session.execute(each.order_by(None).order_by(*self.wanted.order))
        return [key for key, *values in rows if self._add(values, 1)]

    def _add(self, values: list[Any], count: int) -> bool:
        told = ["" if value is None else str(value) for value in values]
        on = self.wanted.on
        fits = [
            not on[one.key] or value in on[one.key] for one, value in zip(self.counted, told, strict=True)
        ]
        self.total += count if all(fits) else 0
        for place, one in enumerate(self.counted):
            if all(fits[:place] + fits[place + 1 :]):
                self.counts[one.key][told[place]] += count
        return all(fits)
