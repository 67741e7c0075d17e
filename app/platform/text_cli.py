"""`flask text reindex`: the keys by which rows are found and sorted, made anew."""

from collections.abc import Sequence
from typing import Any

import click
import sqlalchemy as sa
from flask import Flask
from flask.cli import AppGroup

from app.platform.db import Model, db, unit_of_work
from app.platform.i18n import lazy
from app.platform.jobs import every
from app.platform.text import Searched, indexed

BLOCK = 200
group = AppGroup("text", help="The keys of search and of sorting.")


@group.command("reindex")
def reindex_command() -> None:
    """Write the keys again: after an upgrade that folds otherwise, or of ICU. May be repeated and stopped."""
    for table, (seen, changed) in reindex().items():
        click.echo(f"{table}: {seen} rows, {changed} changed")


@every(24 * 3600, "text.reindex", label=lazy("Keys of search and of sorting"))
def keep_in_step() -> None:
    """The same by itself, so that what an older version wrote is found after an upgrade."""
    reindex()


def reindex() -> dict[str, tuple[int, int]]:
    """Write the keys of every searched row that are not what they should be, in blocks; by table, how many
    rows were looked at and how many changed. Their versions stay: a page that is being filled in still saves.
    """
    models = {
        str(one.local_table): one.class_ for one in Model.registry.mappers if issubclass(one.class_, Searched)
    }
    return {table: _reindex(models[table]) for table in sorted(models)}


def _reindex(model: Any) -> tuple[int, int]:
    seen = changed = last = 0
    while True:
        rows = db.session.scalars(_block(model, last)).all()
        keys, stale = [row.id for row in rows], _stale(rows)
        if stale:  # nobody waits for a block in which nothing is to be done
            with unit_of_work():
                again = db.session.scalars(_block(model, last).with_for_update()).all()
                for row_id, values in _stale(again).items():
                    # Not through the row: that would raise its version under somebody who has it open.
                    table = model.__table__
                    db.session.execute(sa.update(table).where(table.c.id == row_id).values(**values))
        seen, changed = seen + len(keys), changed + len(stale)
        db.session.rollback()
        db.session.expunge_all()
        if len(keys) < BLOCK:
            return seen, changed
        last = keys[-1]


def _block(model: Any, after: int) -> sa.Select[Any]:
    return sa.select(model).where(model.id > after).order_by(model.id).limit(BLOCK)


def _stale(rows: Sequence[Any]) -> dict[int, dict[str, Any]]:
    return {row.id: keys for row in rows if (keys := indexed(row)) != _held(row)}


def _held(row: Searched) -> dict[str, Any]:
    return {"search": row.search, "sort_ar": row.sort_ar, "sort_fr": row.sort_fr}


def init(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(group)
