"""What a programme editor fills in."""

from datetime import datetime
from typing import Any

from wtforms import DateField, SelectField, TimeField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from app.forums.models import Forum
from app.platform import clock
from app.platform.i18n import _, lazy
from app.platform.text import Translated
from app.programme.models import KIND_WORDS, Session
from app.ui.forms import AnyLanguage, Bilingual, Form, Version, WholeNumber


class SessionForm(Form):
    """A session: what, where, when."""

    kind = SelectField(
        lazy("Kind of session"), choices=[SelectChoice(key.value, word) for key, word in KIND_WORDS.items()]
    )
    title = Bilingual(lazy("Title"), validators=[AnyLanguage(), Length(max=300)])
    note = Bilingual(lazy("Note"), validators=[Length(max=500)])
    hall_id = SelectField(lazy("Hall"))
    theme_id = SelectField(lazy("Theme"))
    day = DateField(lazy("Day"), validators=[Optional()])
    hour = TimeField(lazy("Begins at"), validators=[Optional()])
    minutes = WholeNumber(lazy("Length in minutes"), validators=[Optional()], least=5, most=720)
    version = Version()

    def __init__(self, forum: Forum, session: Session | None = None, **kwargs: Any) -> None:
        if session and session.starts_at:
            begin = clock.local(session.starts_at)
            kwargs |= {"day": begin.date(), "hour": begin.time()}
        super().__init__(obj=session, **kwargs)
        self.forum = forum
        none = [("", _("not stated"))]
        self.hall_id.choices = none + [(str(hall.id), hall.name.said()) for hall in forum.halls]
        self.theme_id.choices = none + [(str(theme.id), theme.name.said()) for theme in forum.themes]

    def validate_hour(self, field: TimeField) -> None:
        if field.data and not self.day.data:
            raise ValidationError(_("Please give the day as well."))

    def validate_day(self, field: DateField) -> None:
        if field.data and not self.hour.raw_data[0]:
            raise ValidationError(_("Please give the hour as well."))
        first, last = self.forum.starts_on, self.forum.ends_on or self.forum.starts_on
        if field.data and first and last and not first <= field.data <= last:
            raise ValidationError(_("This day is outside the days of the event."))

    def values(self) -> dict[str, Any]:
        """What the action takes; a session without an hour is one whose time is not known."""
        return {
            "kind": self.kind.data,
            "title": Translated(self.title.data),
            "note": Translated(self.note.data),
            "hall_id": int(self.hall_id.data) if self.hall_id.data else None,
            "theme_id": int(self.theme_id.data) if self.theme_id.data else None,
            "starts_at": self._starts_at(),
            "minutes": self.minutes.data,
        }

    def _starts_at(self) -> datetime | None:
        if not self.day.data or not self.hour.data:
            return None
        return clock.at(self.day.data, self.hour.data.hour, self.hour.data.minute)
