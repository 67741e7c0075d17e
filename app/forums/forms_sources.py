"""Where what is said about an event comes from."""

from typing import Any

from wtforms import DateField

from app.forums.forms import EventPart
from app.forums.models import Forum
from app.forums.plausible import plausible
from app.people.form_rows import SourceRow, as_rows
from app.platform.i18n import lazy
from app.ui.rows import Rows


class Source(SourceRow):
    """A source of what is said about an event."""

    def validate_date(self, field: DateField) -> None:
        plausible(self, field)


class SourcesForm(EventPart):
    """The sources of an event."""

    sources = Rows(Source, lazy("Sources"), add=lazy("Add a source"), most=30)

    def __init__(self, *args: Any, forum: Forum | None = None, **kwargs: Any) -> None:
        if forum:
            kwargs["data"] = {"sources": as_rows(forum.sources, "date"), "version": forum.version}
        super().__init__(*args, **kwargs)
        self.forum = forum
