"""Accounts, what each may do where, and what proves who somebody is."""

import secrets
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask_security import UserMixin
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.platform.db import Model, choice
from app.platform.text import Searched


class Role(StrEnum):
    """What a person is in a forum; in the whole installation when the membership names no forum."""

    ADMINISTRATOR = "administrator"
    ORGANISER = "organiser"
    PROGRAMME_EDITOR = "programme_editor"
    REGISTRAR = "registrar"
    DESK = "desk"
    PROTOCOL = "protocol"
    COMMUNICATIONS = "communications"
    RAPPORTEUR = "rapporteur"
    RAPPORTEUR_GENERAL = "rapporteur_general"
    LEGAL_DESK = "legal_desk"
    LEGAL_APPROVER = "legal_approver"
    MINISTERS_OFFICE = "ministers_office"
    READER = "reader"


class User(UserMixin, Searched, Model):
    """One who signs in. `handle` names the account to passkeys, which keep it: it says nothing of the person.

    `totp_secret` is encrypted with a key of the settings; `totp_step` is the last thirty seconds whose code
    was taken, so that no code serves twice.
    """

    __tablename__ = "account"

    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    password: Mapped[str] = mapped_column(sa.String(255))
    active: Mapped[bool] = mapped_column(default=True)
    locale: Mapped[str] = mapped_column(sa.String(10), default="ar")
    # Flask-Security asks for it; sign-ins are rows of our own.
    fs_uniquifier: Mapped[str] = mapped_column(sa.String(64), unique=True)
    handle: Mapped[str] = mapped_column(sa.String(64), unique=True, default=lambda: secrets.token_hex(32))
    totp_secret: Mapped[str | None] = mapped_column(sa.Text)
    totp_since: Mapped[datetime | None]
    totp_step: Mapped[int | None]
    password_changed_at: Mapped[datetime | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    memberships: Mapped[list["Membership"]] = relationship(back_populates="user", lazy="raise_on_sql")

    # Flask-Security asks for its own kind of roles; ours are per forum and live in `Membership`.
    roles: Any = ()

    if TYPE_CHECKING:  # Flask-Security says it is a plain number
        id: Mapped[int]

    def searched(self) -> list[str]:
        return [self.name, self.email]

    def sorted_by(self, locale: str) -> str:
        return self.name


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


class SignIn(Model):
    """One device on which an account is signed in. The cookie carries a random id; the row its SHA-256.

    `strong`: a second factor or a passkey was shown. `confirmed_at`: the last proof of who the person is.
    """

    __tablename__ = "sign_in"

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    strong: Mapped[bool] = mapped_column(default=False)
    agent: Mapped[str] = mapped_column(sa.String(200), default="")
    confirmed_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Passkey(Model):
    """A public key of WebAuthn whose private half stays in the person's device."""

    __tablename__ = "passkey"

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(sa.LargeBinary(1023), unique=True)
    public_key: Mapped[bytes] = mapped_column(sa.LargeBinary)
    sign_count: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    transports: Mapped[list[Any]] = mapped_column(sa.JSON, default=list)
    name: Mapped[str] = mapped_column(sa.String(100))
    last_used_at: Mapped[datetime | None]


class RecoveryCode(Model):
    """One of the codes that replace a lost second factor, each once. Only its HMAC is kept."""

    __tablename__ = "recovery_code"

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"))
    code_hash: Mapped[str] = mapped_column(sa.String(64))
    used_at: Mapped[datetime | None]

    __table_args__ = (sa.UniqueConstraint("account_id", "code_hash"),)


class Purpose(StrEnum):
    """What an expiring link of an account is for."""

    RECOVERY = "recovery"
    ADDRESS = "address"


class AccountLink(Model):
    """A link sent to the person of an account; its token is derived from the row, and stands nowhere.

    `new_email` is the address to confirm when the purpose is a change of address.
    """

    __tablename__ = "account_link"

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[Purpose] = mapped_column(choice(Purpose))
    public_id: Mapped[str] = mapped_column(sa.String(32), unique=True)
    new_email: Mapped[str] = mapped_column(sa.String(254), default="")
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class InvitationState(StrEnum):
    """Of an invitation. One that nobody answered in time is pending still: sent again, it opens."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


_PENDING, _EVERYWHERE = "state = 'pending'", "state = 'pending' AND forum_id IS NULL"


class Invitation(Model):
    """A role offered by mail, in a forum or (without `forum_id`) in the installation.

    Answered, withdrawn or expired it opens nothing; sent again it has a new `serial`, which voids the old.
    `account_id` is the account that accepted.
    """

    __tablename__ = "invitation"

    email: Mapped[str] = mapped_column(sa.String(254), index=True)
    name: Mapped[str] = mapped_column(sa.String(200), default="")
    locale: Mapped[str] = mapped_column(sa.String(10))
    role: Mapped[Role] = mapped_column(choice(Role))
    forum_id: Mapped[int | None] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    invited_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id", ondelete="SET NULL"))
    public_id: Mapped[str] = mapped_column(sa.String(32), unique=True)
    serial: Mapped[int] = mapped_column(default=0)
    state: Mapped[InvitationState] = mapped_column(choice(InvitationState), default=InvitationState.PENDING)
    expires_at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id", ondelete="SET NULL"))

    __table_args__ = (
        # Nobody is invited twice to the same: also when two do it at once.
        sa.Index(
            "uq_invitation_pending",
            "email",
            "forum_id",
            "role",
            unique=True,
            sqlite_where=sa.text(_PENDING),
            postgresql_where=sa.text(_PENDING),
        ),
        sa.Index(
            "uq_invitation_pending_installation",
            "email",
            "role",
            unique=True,
            sqlite_where=sa.text(_EVERYWHERE),
            postgresql_where=sa.text(_EVERYWHERE),
        ),
    )
