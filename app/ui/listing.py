"""Lists, a page at a time."""

from typing import Any, TypeVar

import sqlalchemy as sa
from flask import request

PAGE = 50
_LAST = 100_000
Query = TypeVar("Query", bound=sa.Select[*tuple[Any, ...]])


def asked_page() -> int:
    """The page that the address asks for, from 1; whatever is no page number is the first."""
    return min(max(1, request.args.get("page", 1, type=int)), _LAST)


def one_page(query: Query, page: int) -> Query:
    """The rows of a page, and one more when there is a next."""
    return query.limit(PAGE + 1).offset((page - 1) * PAGE)
