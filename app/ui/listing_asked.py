"""What the address of a list asks for: words to find, filters, order, page; and the query that answers."""

from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import request

from app.platform.text import search_words, tidy
from app.ui.listing_parts import Filter, Listing

PAGE = 50
_LAST = 100_000
Query = TypeVar("Query", bound=sa.Select[*tuple[Any, ...]])


def asked_page() -> int:
    """The page that the address asks for, from 1; whatever is no page number is the first."""
    return min(max(1, request.args.get("page", 1, type=int)), _LAST)


def one_page(query: Query, page: int) -> Query:
    """The rows of a page, and one more when there is a next."""
    return query.limit(PAGE + 1).offset((page - 1) * PAGE)


@dataclass(frozen=True)
class Asked:
    """`choices` and `on`: by the key of a filter, what there is to choose and what is chosen."""

    listing: Listing
    query: str
    choices: dict[str, list[tuple[str, Any]]]
    on: dict[str, list[str]]
    sort: str
    page: int

    @property
    def narrows(self) -> bool:
        return bool(self.query or any(self.on.values()))

    def words(self, **other: Any) -> dict[str, Any]:
        """The address in words, with some of them other; what is as at first is left out."""
        kept = {"q": self.query, **self.on, "sort": self.sort if self.sort != self.listing.order else ""}
        return {key: value for key, value in (kept | other).items() if value}

    def found(self, select: Query, filters: list[Filter] | None = None) -> Query:
        """The rows that the search finds and the filters (all, or only these) leave."""
        for word in search_words(self.query) if self.listing.searched else ():
            select = select.where(self.listing.model.search.contains(word, autoescape=True))
        for one in self.listing.filters if filters is None else filters:
            if values := self.on[one.key]:
                select = select.where(sa.or_(*map(one.where, values)))
        return select

    @property
    def order(self) -> list[Any]:
        """What to sort by: the column asked for, then the key of the row, so that no page shows one twice."""
        key = self.sort.removeprefix("-")
        column = next((one for one in self.listing.columns if one.key == key), None)
        given = column.order() if column and column.order else ()
        by = [*(given if isinstance(given, list | tuple) else (given,)), self.listing.model.id]
        return [(one.desc() if self.sort.startswith("-") else one.asc()).nulls_last() for one in by]


def asked(listing: Listing) -> Asked:
    """What the present request asks of a list. What the list does not know is ignored."""
    choices = {one.key: [(str(value), label) for value, label in one.choices()] for one in listing.filters}
    on = {
        key: [value for value, _label in known if value in request.args.getlist(key)]
        for key, known in choices.items()
    }
    sortable = {one.key for one in listing.columns if one.order}
    sort = request.args.get("sort", "")
    return Asked(
        listing=listing,
        query=tidy(request.args.get("q", ""))[:200],
        choices=choices,
        on=on,
        sort=sort if sort.removeprefix("-") in sortable else listing.order,
        page=asked_page(),
    )
