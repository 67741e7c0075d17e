"""How often what the public sees has changed, by scope: part of the key under which a page is cached."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.db import Model


class PageVersion(Model):
    """The number of changes that a scope has seen; "forum:12", or "site" for what stands on every page."""

    __tablename__ = "page_version"

    scope: Mapped[str] = mapped_column(sa.String(40), unique=True)
    number: Mapped[int] = mapped_column(default=0)
