"""Acts on many rows: which were ticked, and the page that says what will happen before it does."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from flask import render_template, request

from app.platform.db import db
from app.platform.errors import Conflict
from app.platform.http import LARGEST_KEY
from app.platform.i18n import lazy
from app.ui.listing_asked import asked
from app.ui.listing_parts import Listing
from app.ui.listing_read import rows_of

SAMPLE = 5
MOST_TICKED = 1000  # one by one; all that match may be more


@dataclass(frozen=True)
class Chosen:
    """The rows of a bulk act, in the order of the list. `ids` are read once: act on these, so that nothing
    happens to what came in between.
    """

    listing: Listing
    select: sa.Select[*tuple[Any, ...]]

    @cached_property
    def ids(self) -> list[int]:
        keys = self.select.with_only_columns(self.listing.model.id, maintain_column_froms=True)
        return list(db.session.scalars(keys))

    @property
    def count(self) -> int:
        return len(self.ids)


def chosen(listing: Listing, select: sa.Select[*tuple[Any, ...]]) -> Chosen:
    """The ticked rows of a posted list, or all that match the filters of the address. What `select` does not
    give cannot be ticked: give those with which the act is possible. Raises Conflict when none is left.
    """
    wanted = asked(listing)
    if "all" in request.form:
        select = wanted.found(select)
    else:
        ticked = {int(one) for one in request.form.getlist("id") if one.isascii() and one.isdigit()}
        if not ticked:
            raise Conflict(lazy("Nothing is ticked. Please go back and tick at least one row."))
        keys = sorted(one for one in ticked if one <= LARGEST_KEY)[:MOST_TICKED]
        select = select.where(listing.model.id.in_(keys))
    rows = Chosen(listing, select.order_by(None).order_by(*wanted.order))
    if not rows.count and "count" not in request.form:
        raise Conflict(lazy("This cannot be done with any of the ticked rows."))
    return rows


def ask(
    rows: Chosen,
    *,
    heading: str,
    text: str,
    submit: str,
    back_url: str,
    template: str = "ui/listing_bulk.html",
    again: bool = False,
    **more: Any,
) -> str | None:
    """The page that shows how many rows an act concerns, the first of them, and what will happen; None when
    the person has seen it and said yes. Raises Conflict when there are no longer as many as were shown.

    The page posts to its own address. `template` may extend `ui/listing_bulk.html` by what else is to be said
    (block fields); it gets `more`, such as kind="danger" for what destroys. `again`: yes was said, but what
    those fields hold is wrong.
    """
    shown = request.form.get("count")
    if shown is not None and not again:
        if shown != str(rows.count):
            raise Conflict(lazy("The rows have changed meanwhile. Nothing was done. Go back and look again."))
        return None
    return render_template(
        template,
        heading=heading,
        text=text,
        submit=submit,
        back_url=back_url,
        rows=rows,
        sample=rows_of(rows.select.limit(SAMPLE)),
        everything="all" in request.form,
        **more,
    )
