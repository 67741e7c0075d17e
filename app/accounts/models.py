"""Accounts, and what each may do where."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask_security import UserMixin
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.platform.db import Model, choice


class Role(StrEnum):
    """What a person is in a forum; in the whole installation when the membership names no forum."""

    ADMINISTRATOR = "administrator"
    ORGANISER = "organiser"
    PROGRAMME_EDITOR = "programme_editor"
    REGISTRAR = "registrar"
    DESK = "desk"
    LEGAL_DESK = "legal_desk"
    READER = "reader"


class User(UserMixin, Model):
    """One who signs in. `fs_uniquifier` stands in the cookie: changing it ends every sign-in."""

    __tablename__ = "account"

    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    password: Mapped[str] = mapped_column(sa.String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(sa.String(64), unique=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    memberships: Mapped[list["Membership"]] = relationship(back_populates="user", lazy="raise_on_sql")

    # Flask-Security asks for its own kind of roles; ours are per forum and live in `Membership`.
    roles: Any = ()


class Membership(Model):
    """A role of an account in one forum, or in the installation when `forum_id` is empty."""

    __tablename__ = "membership"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    # Forums stand on a higher floor; a string keeps the constraint without the import.
    forum_id: Mapped[int | None] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    user: Mapped[User] = relationship(back_populates="memberships", lazy="raise_on_sql")

    __table_args__ = (
        sa.UniqueConstraint("user_id", "forum_id", "role"),
        sa.Index(
            "uq_membership_installation",
            "user_id",
            "role",
            unique=True,
            sqlite_where=sa.text("forum_id IS NULL"),
            postgresql_where=sa.text("forum_id IS NULL"),
        ),
    )
