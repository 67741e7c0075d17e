"""What a spreadsheet brought, before anybody confirmed it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.people.merge_rows import Sort
from app.platform import storage
from app.platform.db import Model, choice


class Step(StrEnum):
    """How far an import has come."""

    MAPPING = "mapping"
    CHECKING = "checking"
    CHECKED = "checked"
    SAVING = "saving"
    SAVED = "saved"
    DROPPED = "dropped"


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
    mapping: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    rows: Mapped[int] = mapped_column(default=0)
    wrong: Mapped[int] = mapped_column(default=0)
    alike: Mapped[int] = mapped_column(default=0)
    job_id: Mapped[int | None]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class ImportRow(Model):
    """A line of the spreadsheet: what stood in it, what it would make, and what is wrong with it."""

    __tablename__ = "import_row"

    import_id: Mapped[int] = mapped_column(sa.ForeignKey("import.id", ondelete="CASCADE"))
    number: Mapped[int]
    cells: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    values: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    faults: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    alike_id: Mapped[int | None]
    made_id: Mapped[int | None]

    __table_args__ = (sa.UniqueConstraint("import_id", "number"),)
