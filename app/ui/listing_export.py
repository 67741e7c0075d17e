"""A list taken away as a table: just what is shown, all pages of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain
from tempfile import TemporaryFile
from typing import Any, BinaryIO
from urllib.parse import quote

import sqlalchemy as sa
from flask import Response, abort, request
from werkzeug.wsgi import wrap_file

from app.platform.clock import today
from app.platform.db import db
from app.platform.i18n import direction
from app.platform.sheets import Dialled, csv_rows
from app.platform.sheets_xlsx import Head, write_xlsx
from app.ui.forms import shown_phone
from app.ui.listing_asked import asked
from app.ui.listing_parts import Listing

BLOCK = 500
Bring = Callable[[Sequence[Any]], Iterable[Any]]
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


class Table(Response):
    """The answer that carries a table, and how many rows it has: for the log."""

    rows = 0


def export(
    listing: Listing, select: sa.Select[*tuple[Any, ...]], suffix: str, title: str = "", bring: Bring = iter
) -> Table:
    """The rows that the page shows, in its order, as a file ("xlsx" or "csv"); its `rows` are for the log.
    `bring` gives the rows of a block with what else the columns read, in as many queries for many as for one.

    Rows are read and written in blocks: memory stays flat. `title` names the file and the sheet in the
    reader's language. HEAD is answered at once: a table that nobody receives is neither
    made nor logged.
    """
    if request.method == "HEAD":
        abort(Table(content_type=TYPES[suffix]))
    wanted = asked(listing)
    rows = wanted.found(select).order_by(None).order_by(*wanted.order)
    heads = [Head(str(column.label), column.kind) for column in listing.exported]
    out: BinaryIO = TemporaryFile()  # noqa: SIM115 — the answer closes it
    if suffix == "xlsx":
        count = write_xlsx(out, heads, _values(listing, rows, bring), title=title, rtl=direction() == "rtl")
    else:
        table_rows = chain([[head.label for head in heads]], _values(listing, rows, bring))
        # The mark of the encoding and the heads are no rows.
        count = sum(map(bool, map(out.write, csv_rows(table_rows)))) - 2
    size = out.tell()
    out.seek(0)
    table = Table(wrap_file(request.environ, out), content_type=TYPES[suffix], direct_passthrough=True)
    table.content_length = size
    table.headers["Content-Disposition"] = _named(f"{today()}.{suffix}", listing.name, title)
    table.rows = count
    return table


def _values(listing: Listing, select: sa.Select[*tuple[Any, ...]], bring: Bring) -> Iterator[list[Any]]:
    reads = [(column.value, column.kind == "phone") for column in listing.exported]
    alone = len(select.column_descriptions) == 1
    for block in db.session.execute(select.execution_options(yield_per=BLOCK)).partitions(BLOCK):
        for given in bring([row[0] for row in block] if alone else block):
            yield [_dialled(read(given)) if phone else _plain(read(given)) for read, phone in reads]


def _dialled(number: str) -> str:
    return Dialled(shown_phone(number).replace("\u00a0", " "))


def _plain(value: Any) -> Any:
    """What a sheet takes as it is; a word of ours, or a text in several languages, in the reader's."""
    known = value is None or isinstance(value, str | int | float | Decimal | date)
    return value if known else str(value)


def _named(end: str, ascii_name: str, title: str) -> str:
    """The name for browsers of today in any script, and one in ASCII for the others."""
    shown = "-".join("".join(c if c.isalnum() else " " for c in title).split()) or ascii_name
    return f"attachment; filename={ascii_name}-{end}; filename*=UTF-8''{quote(f'{shown}-{end}')}"
