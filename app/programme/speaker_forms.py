"""What is told of a speaker: by the speaker on the personal page, or by the team."""

from datetime import datetime, time, timedelta
from typing import Any

from wtforms import DateField, RadioField, TimeField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import TextArea

from app.forums.models import Forum
from app.forums.plausible import plausible
from app.platform.clock import at, local
from app.platform.i18n import _, lazy, lazy_context
from app.platform.text import Translated
from app.programme.speaker_actions import Span
from app.programme.speaker_rows import Availability, Speaker
from app.programme.words import ANSWER_WORDS, Answer
from app.ui.forms import Bilingual, Form, Version, Words
from app.ui.rows import Row, Rows

_MIDNIGHT = time(0)


class PresenceRow(Row):
    """When somebody is there on one day; an hour that is left empty: from the morning, until the evening."""

    on = DateField(lazy("Day"), validators=[InputRequired(), plausible])
    begins = TimeField(lazy_context("hour", "From"), validators=[Optional()])
    ends = TimeField(lazy_context("hour", "Until"), validators=[Optional()])

    def validate_ends(self, field: TimeField) -> None:
        if field.data and self.begins.data and field.data <= self.begins.data:
            raise ValidationError(_("The end must be after the beginning."))

    def span(self) -> Span:
        """The two moments."""
        begin, end = self.begins.data or _MIDNIGHT, self.ends.data
        closes = at(self.on.data, end.hour, end.minute) if end else at(self.on.data + timedelta(days=1), 0)
        return at(self.on.data, begin.hour, begin.minute), closes


class SpeakerForm(Form):
    """The biography, and when the person is there."""

    biography = Bilingual(lazy("Biography"), validators=[Length(max=3000)], rows=6)
    presence = Rows(
        PresenceRow,
        lazy("Days and hours of presence"),
        add=lazy("Add a day"),
        most=14,
        description=lazy("Without a day: always. Without an hour: from the morning, until the evening."),
    )
    version = Version()

    def __init__(self, forum: Forum, speaker: Speaker, presence: list[Availability], **kwargs: Any) -> None:
        held = {"biography": speaker.biography, "version": speaker.version}
        super().__init__(data=held | {"presence": [_row(one) for one in presence]}, **kwargs)
        self.first, self.last = forum.starts_on, forum.ends_on or forum.starts_on

    def validate_presence(self, field: Rows) -> None:
        days = [row.on.data for row in field.counting() if row.on.data]
        if self.first and self.last and any(not self.first <= one <= self.last for one in days):
            raise ValidationError(_("This day is outside the days of the event."))

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {
            "biography": Translated(self.biography.data),
            "presence": [row.span() for row in self.presence.counting()],
        }


class AnswerForm(Form):
    """What a person says to all that is asked of them, with a word to the team."""

    answer = RadioField(
        lazy("Answer"),
        choices=[SelectChoice(key.value, word) for key, word in ANSWER_WORDS.items()],
        validators=[InputRequired()],
    )
    note = Words(lazy("A word to the team"), validators=[Length(max=1000)], widget=TextArea())

    def values(self) -> tuple[Answer, str]:
        """What the action takes."""
        return Answer(self.answer.data), self.note.data or ""


def _row(one: Availability) -> dict[str, Any]:
    begin, end = local(one.starts_at), local(one.ends_at)
    return {"on": begin.date(), "begins": _hour(begin), "ends": _hour(end)}


def _hour(moment: datetime) -> time | None:
    """None for midnight: the whole morning, the whole evening."""
    shown = moment.time().replace(second=0, microsecond=0)
    return shown if shown != _MIDNIGHT else None
