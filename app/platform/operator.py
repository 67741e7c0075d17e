"""Who runs this installation: one row that an administrator fills; what it leaves empty the settings give."""

import logging
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from flask import current_app, g
from sqlalchemy.orm import Mapped, mapped_column

from app.platform import storage
from app.platform.db import Model, db
from app.platform.pictures import Mark
from app.platform.storage import Key
from app.platform.text import Translated, translated

log = logging.getLogger(__name__)
ONLY = 1  # the key of the only row


class Operator(Model):
    """The institution in whose name the platform speaks, and the texts of its legal pages (Markdown)."""

    __tablename__ = "operator"

    site_name: Mapped[Translated] = translated()
    name: Mapped[Translated] = translated()
    tifinagh: Mapped[str] = mapped_column(sa.String(200), default="")
    department: Mapped[Translated] = translated()
    address: Mapped[Translated] = translated()
    director: Mapped[Translated] = translated()
    host: Mapped[Translated] = translated()
    help_phone: Mapped[str] = mapped_column(sa.String(20), default="")
    contact_email: Mapped[str] = mapped_column(sa.String(254), default="")
    mail_sender: Mapped[str] = mapped_column(sa.String(254), default="")
    mails_per_minute: Mapped[int | None]
    cndp_number: Mapped[str] = mapped_column(sa.String(60), default="")
    log_months: Mapped[int] = mapped_column(default=24)
    logo_key: Mapped[str | None] = mapped_column(Key)
    logo: Mapped[Mark | None] = mapped_column(sa.JSON(none_as_null=True))
    arms_key: Mapped[str | None] = mapped_column(Key)
    arms: Mapped[Mark | None] = mapped_column(sa.JSON(none_as_null=True))
    legal_text: Mapped[Translated] = translated()
    privacy_text: Mapped[Translated] = translated()
    accessibility_text: Mapped[Translated] = translated()
    contact_text: Mapped[Translated] = translated()
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


def held() -> Operator:
    """The row, read once for each request or job; an empty one, never saved, before anybody filled it.

    Also when the database does not answer: the error page that says so has a name and a help number.
    The texts of the legal pages are left out, since every page asks; see `whole`.
    """
    if "operator" not in g:
        g.operator = _read(one for one in Operator.__table__.columns if not one.name.endswith("_text"))
    found: Operator = g.operator
    return found


def whole() -> Operator:
    """The row with the texts of the legal pages, read anew."""
    g.operator = _read(Operator.__table__.columns)
    found: Operator = g.operator
    return found


def forget() -> None:
    """Read the row anew when it is next asked for: it has changed."""
    g.pop("operator", None)


def _read(columns: Iterable[sa.ColumnElement[Any]]) -> Operator:
    if "sqlalchemy" not in current_app.extensions:
        return Operator()
    # Not through the session: its row would be expired, or would take a change along.
    query = sa.select(*columns).where(Operator.__table__.c.id == ONLY)
    try:
        row = db.session.execute(query).mappings().first()
    except sa.exc.SQLAlchemyError:
        log.exception("The operator's row cannot be read.")
        db.session.rollback()
        return Operator()
    return Operator(**(row or {}))


def site_name() -> Translated:
    """The name of the platform in each language, as the operator set it."""
    return Translated(current_app.config["SETTINGS"].site_name | dict(held().site_name))


def help_phone() -> str:
    """The number on every public page, in E.164."""
    return held().help_phone or str(current_app.config["SETTINGS"].help_phone)


def mail_sender() -> str:
    """The address that letters come from."""
    return held().mail_sender or str(current_app.config["SETTINGS"].mail_sender)


def arms() -> bytes | None:
    """The picture that stands in the heading of documents, as PNG."""
    key = held().arms_key
    if not key:
        return None
    try:
        with storage.open(key) as stored:
            return stored.read()
    except storage.Missing:
        log.error("The arms are not in the storage: %s.", key)
        return None
