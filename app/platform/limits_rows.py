"""The rows behind the strict limits: how often something was tried in the window that is open."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.db import Model


class Attempts(Model):
    """Attempts at one thing (the password of an account, a code). `key` is a hash: it names nobody."""

    __tablename__ = "attempts"

    key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    tries: Mapped[int]
    window_ends_at: Mapped[datetime] = mapped_column(index=True)
