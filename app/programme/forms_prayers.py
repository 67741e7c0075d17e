"""The prayers of one day, and the rules of the programme."""

from datetime import datetime, time
from itertools import pairwise
from typing import Any

from wtforms import BooleanField, RadioField, TimeField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional

from app.platform import clock
from app.platform.i18n import _, lazy
from app.platform.text import isolate
from app.programme.prayer_days import PrayerTimes
from app.programme.prayer_words import FIVE, PRAYER_WORDS, Prayer
from app.programme.rule_rows import CHANGE_MINUTES, Rules
from app.ui.forms import Form, Version, WholeNumber

MOST_CHANGE = 120


class PrayerDayForm(Form):
    """The hours of one day that are not those computed; each field bears the name of its prayer."""

    fajr = TimeField(PRAYER_WORDS[Prayer.FAJR], validators=[Optional()])
    dhuhr = TimeField(PRAYER_WORDS[Prayer.DHUHR], validators=[Optional()])
    asr = TimeField(PRAYER_WORDS[Prayer.ASR], validators=[Optional()])
    maghrib = TimeField(PRAYER_WORDS[Prayer.MAGHRIB], validators=[Optional()])
    isha = TimeField(PRAYER_WORDS[Prayer.ISHA], validators=[Optional()])
    ramadan = RadioField(lazy("Is it a day of Ramadan?"))
    version = Version()

    def __init__(self, day: PrayerTimes, **kwargs: Any) -> None:
        typed: dict[str, time] = {one.value: clock.local(day.times[one]).time() for one in day.corrected}
        said = "" if day.said is None else ("yes" if day.said else "no")
        super().__init__(data=typed | {"ramadan": said, "version": day.version}, **kwargs)
        self.day = day
        computed = _("As computed: yes") if day.proposed else _("As computed: no")
        self.ramadan.choices = [
            SelectChoice("", computed),
            SelectChoice("yes", _("Yes")),
            SelectChoice("no", _("No")),
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """The prayers follow each other, whether their hour was typed or computed."""
        sound = bool(super().validate(extra_validators))
        known = [(prayer, begins) for prayer in FIVE if (begins := self._begins(prayer))]
        for (before, first), (prayer, second) in pairwise(known):
            if sound and second <= first:
                wrong = prayer if self[prayer.value].data else before
                self[wrong.value].errors = [_out_of_order(prayer, before, first)]
                return False
        return sound

    def _begins(self, prayer: Prayer) -> datetime | None:
        typed = self[prayer.value].data
        return clock.at(self.day.on, typed.hour, typed.minute) if typed else self.day.computed.get(prayer)

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        said = {"yes": True, "no": False}.get(self.ramadan.data)
        return {one.value: self[one.value].data for one in FIVE} | {"is_ramadan": said}


class RulesForm(Form):
    """The rules of the programme. Its fields bear the names of the columns."""

    change_minutes = WholeNumber(
        lazy("Minutes to go from one hall to another"),
        validators=[InputRequired()],
        least=0,
        most=MOST_CHANGE,
        description=lazy("Somebody with less between two sessions is told as a conflict."),
    )
    minds_prayers = BooleanField(
        lazy("Take the prayers into account"),
        description=lazy(
            "They stand as quiet lines in the programme, and a session across one is told as a warning."
        ),
    )
    version = Version()

    def __init__(self, rules: Rules | None, **kwargs: Any) -> None:
        ours = {"change_minutes": CHANGE_MINUTES, "minds_prayers": True, "version": 0}
        super().__init__(obj=rules, data=None if rules else ours, **kwargs)

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {"change_minutes": self.change_minutes.data, "minds_prayers": self.minds_prayers.data}


def _out_of_order(prayer: Prayer, before: Prayer, first: datetime) -> str:
    return str(
        _(
            "%(prayer)s comes after %(before)s (%(hour)s). Correct one of the two hours.",
            prayer=PRAYER_WORDS[prayer],
            before=PRAYER_WORDS[before],
            hour=isolate(clock.local(first).strftime("%H:%M")),
        )
    )
