"""What a spreadsheet brought, before anybody confirmed it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.people.merge_rows import Sort
from app.platform import storage
from app.platform.db import Model, choice
from app.platform.text import isolate


class Step(StrEnum):
    """How far an import has come."""

    MAPPING = "mapping"
    CHECKING = "checking"
    CHECKED = "checked"
    SAVING = "saving"
    SAVED = "saved"
    TAKING_BACK = "taking_back"
    TAKEN_BACK = "taken_back"
    DROPPED = "dropped"


class Decision(StrEnum):
    """What becomes of a row."""

    ADD = "add"
    FILL = "fill"  # what is empty in the one that is there already
    SKIP = "skip"


class Import(Model):
    """One spreadsheet of persons or organisations; nothing of it is in the directory before it is SAVED."""

    __tablename__ = "import"

    sort: Mapped[Sort] = mapped_column(choice(Sort))
    forum_id: Mapped[int | None] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id", ondelete="SET NULL"))
    filename: Mapped[str] = mapped_column(sa.String(200))
    file_key: Mapped[str | None] = mapped_column(storage.Key)
    step: Mapped[Step] = mapped_column(choice(Step), default=Step.MAPPING)
    heads: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    # The first rows, to show beside the heads while columns are chosen.
    sample: Mapped[list[list[str]]] = mapped_column(sa.JSON, default=list)
    other_sheets: Mapped[int] = mapped_column(default=0)
    # Column, from 0, as a word → key of a field.
    mapping: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    # Organisations that the persons brought with them: folded name → key.
    organisations: Mapped[dict[str, int]] = mapped_column(sa.JSON, default=dict)
    rows: Mapped[int] = mapped_column(default=0)
    wrong: Mapped[int] = mapped_column(default=0)
    alike: Mapped[int] = mapped_column(default=0)
    # What became of its rows, once it is saved: the rows themselves are forgotten after a week.
    added: Mapped[int] = mapped_column(default=0)
    completed: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    brought: Mapped[int] = mapped_column(default=0)  # organisations
    job_id: Mapped[int | None]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @property
    def named(self) -> str:
        """The name of its file for a text of either direction: what it ends with stays behind the rest."""
        stem, dot, end = self.filename.rpartition(".")
        return isolate(stem + isolate(dot + end) if stem else self.filename)


class ImportRow(Model):
    """A line of the spreadsheet: what stood in it, what it would make, and what is wrong with it.

    `faults`: {"code", "column", "params"}, put into words for whoever reads (import_words.py). A row is alike
    one of the directory or an earlier one of the file. Once saved, it tells what it made or that it filled.
    """

    __tablename__ = "import_row"

    import_id: Mapped[int] = mapped_column(sa.ForeignKey("import.id", ondelete="CASCADE"))
    number: Mapped[int]
    cells: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    values: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    faults: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    wrong: Mapped[bool] = mapped_column(default=False)
    alike_id: Mapped[int | None]
    alike_row: Mapped[int | None]
    decision: Mapped[Decision] = mapped_column(choice(Decision), default=Decision.ADD)
    made_id: Mapped[int | None]
    filled: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        sa.UniqueConstraint("import_id", "number"),
        sa.UniqueConstraint("import_id", "made_id"),
    )
