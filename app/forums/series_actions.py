"""What changes the series."""

from collections.abc import Mapping

from app.accounts.models import User
from app.audit import actions as audit
from app.forums.models import Series
from app.platform.db import db
from app.platform.errors import Overtaken
from app.platform.text import Translated


def add(name: Mapping[str, str], *, by: User | None) -> Series:
    """Add a series without editions."""
    series = Series(name=Translated(name))
    db.session.add(series)
    audit.record("series.added", series, by=by)
    return series


def rename(series: Series, name: Mapping[str, str], *, version: int, by: User | None) -> None:
    """Give a series another name. Raises Overtaken when it is no longer the version that was opened."""
    if series.version != version:
        raise Overtaken()
    series.name = Translated(name)
    audit.record("series.renamed", series, by=by, changes=audit.changes(series))
