"""The workshops that a person chooses: what is offered, and the part of a form that asks for it."""

from collections.abc import Collection, Iterable
from itertools import combinations, groupby
from typing import Any

from wtforms import SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.forums.models import Forum
from app.platform.clock import local, now
from app.platform.i18n import _, day, lazy, plural
from app.platform.text import Translated, isolate
from app.programme.schedule_words import hours
from app.registrations import rules, workshop_reading
from app.registrations.workshop_reading import Offered
from app.ui.forms import Form


def offered(forum: Forum) -> list[Offered]:
    """The workshops of the released programme that the public sees and can choose, full ones too, by their
    hour. One statement.
    """
    return [one for one in workshop_reading.every(forum.id) if one.is_released]


def of(registration_ids: Collection[int]) -> dict[int, list[Offered]]:
    """What each registration chose, with hour and hall, those too that are no longer in the programme."""
    return workshop_reading.of_registrations(registration_ids)


def named(registration_ids: Collection[int]) -> dict[int, list[Translated]]:
    """The titles of what each registration chose, by their hour. Two statements for any number of them."""
    return {key: [one.title for one in found] for key, found in of(registration_ids).items()}


class WorkshopsForm(Form):
    """Which workshops a person attends; draw it with `workshops` of registrations/_workshops.html.

    `held`: keys of what the person chose before. It may be kept, also when it is full, over or no longer in
    the programme; nothing full is newly chosen. Whether a place is left is decided when it is claimed.
    """

    class Meta(Form.Meta):
        csrf = False

    workshops = SelectMultipleField(
        lazy("Workshops"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def __init__(self, forum: Forum, held: Iterable[int] = (), **kwargs: Any) -> None:
        self.held = frozenset(held)
        every = workshop_reading.every(forum.id)
        self.offers = [one for one in every if one.workshop.id in self.held or _is_ahead(one)]
        self.most = rules.of(forum.id).workshops_most
        super().__init__(data={"workshops": [one.workshop.id for one in self._kept()]}, **kwargs)
        self.workshops.choices = [SelectChoice(one.workshop.id, one.title) for one in self.offers]

    def chosen(self) -> list[int]:
        """The keys of the workshops."""
        return list(self.workshops.data or ())

    def is_closed(self, one: Offered) -> bool:
        """Whether it cannot be newly chosen: full, or closed by the team."""
        return one.workshop.id not in self.held and (one.is_full or one.workshop.is_closed)

    def by_day(self) -> list[tuple[str, list[Offered]]]:
        """What is offered under its day; what has no hour stands under "" at the end."""
        grouped = groupby(self.offers, lambda one: one.starts_at and local(one.starts_at).date())
        return [(day(on) if on else "", list(found)) for on, found in grouped]

    def when(self, one: Offered) -> str:
        """«from 9 h to 10 h»; "" where no hour is known."""
        return hours(one.starts_at, one.ends_at)

    def validate_workshops(self, field: SelectMultipleField) -> None:
        mine = [one for one in self.offers if one.workshop.id in self.chosen()]
        for one in (one for one in mine if self.is_closed(one)):
            title = isolate(one.title.said())
            if one.is_full:
                raise ValidationError(
                    _("This workshop is full: %(title)s. Choose another, or none.", title=title)
                )
            raise ValidationError(
                _("This workshop takes no new choices: %(title)s. Choose another, or none.", title=title)
            )
        for one, other in combinations(mine, 2):
            if one.clashes(other):
                titles = {"first": isolate(one.title.said()), "second": isolate(other.title.said())}
                raise ValidationError(
                    _("Two workshops at the same time: %(first)s, %(second)s. Keep one of them.", **titles)
                )
        if self.most is not None and len(mine) > self.most:
            raise ValidationError(
                plural(
                    "At most %(num)d workshop. Take a tick away.",
                    "At most %(num)d workshops. Take a tick away.",
                    self.most,
                )
            )

    def _kept(self) -> list[Offered]:
        return [one for one in self.offers if one.workshop.id in self.held]


def _is_ahead(one: Offered) -> bool:
    return one.is_released and (one.starts_at is None or one.starts_at > now())
