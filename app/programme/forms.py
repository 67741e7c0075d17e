"""What a programme editor fills in."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import request
from wtforms import BooleanField, DateField, HiddenField, SelectField, TimeField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional, ValidationError
from wtforms.widgets import TextArea

from app.forums.forms import Markdown
from app.forums.models import Forum
from app.forums.plausible import plausible
from app.platform.i18n import _, lazy
from app.platform.text import Translated
from app.programme import forms_choices as choices
from app.programme.forms_held import held
from app.programme.forms_rows import (
    LONGEST_ABSTRACT,
    MOST_PEOPLE,
    MOST_TALKS,
    PartRow,
    TalkRow,
    in_usual_order,
    refuse_twins,
)
from app.programme.forms_time import LONGEST, SHORTEST, moment, until
from app.programme.models import Session
from app.programme.words import KIND_WORDS, Kind
from app.ui.forms import AnyLanguage, Bilingual, Form, Version, WholeNumber, Words
from app.ui.rows import Rows, change_rows


class SessionForm(Form):
    """A session: what, where, when, its talks, and who has a part in it."""

    kind = SelectField(
        lazy("Kind of session"),
        choices=[SelectChoice(key.value, word) for key, word in KIND_WORDS.items()],
        default=Kind.SCIENTIFIC.value,
    )
    title = Bilingual(lazy("Title"), validators=[AnyLanguage(), Length(max=300)])
    day = DateField(lazy("Day"), validators=[Optional(), plausible])
    hour = TimeField(lazy("Begins at"), validators=[Optional()])
    minutes = WholeNumber(lazy("Length in minutes"), validators=[Optional()], least=SHORTEST, most=LONGEST)
    ends = TimeField(lazy("Ends at"), validators=[Optional()])
    hall_id = choices.OfForum(lazy("Hall"), gone=lazy("This hall is no longer there. Choose another."))
    theme_id = choices.OfForum(lazy("Theme"), gone=lazy("This theme is no longer there. Choose another."))
    abstract = Markdown(lazy("Abstract"), validators=[Length(max=LONGEST_ABSTRACT)], rows=6)
    note = Bilingual(
        lazy("Note for the public"),
        validators=[Length(max=500)],
        description=lazy("One line, such as: the hall will be announced."),
    )
    talks = Rows(TalkRow, lazy("Talks"), add=lazy("Add a talk"), most=MOST_TALKS, ordered=True)
    people = Rows(
        PartRow, lazy("People of the session"), add=lazy("Add a person"), most=MOST_PEOPLE, ordered=True
    )
    usual_order = BooleanField(
        lazy("In the usual order: address, chair, moderator, speaker, rapporteur"),
        default=True,
        description=lazy("Moving somebody up or down takes the tick away: then the order is yours."),
    )
    languages = choices.languages(lazy("Languages spoken"))
    interpretation = choices.languages(lazy("Interpretation into"))
    capacity = WholeNumber(
        lazy("Places promised"),
        validators=[Optional()],
        least=1,
        most=100_000,
        description=lazy("Empty: as many as the hall holds."),
    )
    needs_registration = BooleanField(lazy("One registers for this session"))
    is_public = BooleanField(
        lazy("The public sees it once it is released; else it is for the team"), default=True
    )
    team_note = Words(
        lazy("Notes for the team"),
        validators=[Length(max=5000)],
        widget=TextArea(),
        description=lazy("Never public, in no release."),
        render_kw={"rows": 3},
    )
    version = Version()
    ref = HiddenField()

    def __init__(
        self,
        forum: Forum,
        session: Session | None = None,
        *,
        data: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data=dict(data or {}) if session is None else held(session), **kwargs)
        self.offer(forum)

    def offer(self, forum: Forum) -> None:
        """Choose among the days, halls and themes of this forum, which is `whole`."""
        self.forum = forum
        self.hall_id.offer(forum.halls)
        self.theme_id.offer(forum.themes)

    def changes_rows(self) -> bool:
        """Whether a button of the rows was pressed: it is done, and nothing is to be saved."""
        if not change_rows(self):
            return False
        act, _space, name = request.form["rows"].partition(" ")
        if act in ("up", "down") and "people-" in name:
            self.usual_order.data = False
        return True

    def validate_day(self, field: DateField) -> None:
        if field.data and not any(self.hour.raw_data or ()):
            raise ValidationError(_("Please give the hour as well."))
        first, last = self.forum.starts_on, self.forum.ends_on or self.forum.starts_on
        if field.data and first and last and not first <= field.data <= last:
            raise ValidationError(_("This day is outside the days of the event."))

    def validate_hour(self, field: TimeField) -> None:
        if field.data and not self.day.data:
            raise ValidationError(_("Please give the day as well."))

    def validate_ends(self, field: TimeField) -> None:
        day = self._day()
        if field.data and not self.day.data:
            raise ValidationError(_("Please give the day as well."))
        if not field.data or not day:
            return
        if not self.hour.data:
            raise ValidationError(_("Please give the hour at which it begins as well."))
        told = until(day, self.hour.data, field.data)
        is_new, is_longer = field.data != field.object_data, self.minutes.data != self.minutes.object_data
        if self.minutes.data and told != self.minutes.data and is_new and is_longer:
            raise ValidationError(_("The length and the end do not agree. Correct one, or empty it."))
        if self._length() == told and not SHORTEST <= told <= LONGEST:
            raise ValidationError(
                _("From the beginning to the end it lasts less than 5 minutes or more than 12 hours.")
            )

    def validate_talks(self, field: Rows) -> None:
        length, told = self._length(), sum(row["minutes"] or 0 for row in field.kept())
        if length and told > length:
            raise ValidationError(
                _("The talks last %(told)d minutes, the session %(length)d.", told=told, length=length)
            )

    def validate_people(self, field: Rows) -> None:
        refuse_twins(field)

    def values(self) -> dict[str, Any]:
        """What the action takes; a session without an hour is one whose time is not known."""
        plain = ("capacity", "needs_registration", "is_public", "team_note")
        found = {name: self[name].data for name in plain}
        found |= {name: Translated(self[name].data) for name in ("title", "abstract", "note")}
        found |= {name: list(self[name].data or ()) for name in ("languages", "interpretation")}
        found |= {"hall_id": self.hall_id.key, "theme_id": self.theme_id.key, "kind": Kind(self.kind.data)}
        found |= {"starts_at": self._starts_at(), "minutes": self._length()}
        order = in_usual_order if self.usual_order.data else list
        talks = [talk | {"people": order(talk["people"])} for talk in self.talks.kept()]
        return found | {"talks": talks, "people": order(self.people.kept())}

    def _starts_at(self) -> datetime | None:
        day = self._day()
        return moment(day, self.hour.data) if day and self.hour.data else None

    def _day(self) -> date | None:
        """The day, unless it is none of the event: a year far away is beyond what can be reckoned with."""
        return None if self.day.errors else self.day.data

    def _length(self) -> int | None:
        """The minutes; of a length and an end that do not agree, the one that was changed is meant."""
        day = self._day()
        if not (self.ends.data and day and self.hour.data):
            return self.minutes.data
        if self.minutes.data is None:
            return until(day, self.hour.data, self.ends.data)
        if self.ends.data == self.ends.object_data or self.minutes.data != self.minutes.object_data:
            return self.minutes.data
        return until(day, self.hour.data, self.ends.data)
