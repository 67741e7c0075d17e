"""The rows of a session's form: its talks, and those who have a part in it or in one of them."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from app.forums.forms import Markdown
from app.people.fields_person import ChosenPerson
from app.platform.i18n import _, lazy, lazy_context
from app.platform.text import Translated
from app.programme.words import PART_WORDS, Part
from app.ui.forms import AnyLanguage, Bilingual, Version, WholeNumber
from app.ui.rows import Row, Rows

MOST_TALKS, MOST_PEOPLE, MOST_SPEAKERS = 30, 40, 12
LONGEST_ABSTRACT = 10_000
_ORDER = list(Part)


class RowKey(Version):
    """The key of the row of the draft that this one is; 0 of a new one, and of what is no key."""


class PartRow(Row):
    """Somebody's part, or that of a group whose names are not given."""

    key = RowKey()
    person_id = ChosenPerson(lazy_context("part", "Person"))
    part = SelectField(
        lazy_context("session", "Part"),
        choices=[SelectChoice(key.value, word) for key, word in PART_WORDS.items()],
        default=Part.SPEAKER.value,
    )
    unnamed = Bilingual(
        lazy("Or a group whose names are not given"),
        validators=[Length(max=200)],
        description=lazy("In words, such as: other speakers."),
    )

    def validate_unnamed(self, field: Bilingual) -> None:
        if field.data and self.person_id.text:
            raise ValidationError(_("Either a person or a group: leave one of the two empty."))

    def values(self) -> dict[str, Any]:
        """The part as `talks_people` takes it."""
        return {
            "key": self.key.data,
            "person_id": self.person_id.data,
            "unnamed": Translated(self.unnamed.data),
            "part": Part(self.part.data),
        }


class TalkRow(Row):
    """A talk, and who gives it."""

    key = RowKey()
    title = Bilingual(lazy("Title of the talk"), validators=[AnyLanguage(), Length(max=300)])
    minutes = WholeNumber(lazy("Length in minutes"), validators=[Optional()], least=1, most=720)
    abstract = Markdown(lazy("Abstract of the talk"), validators=[Length(max=LONGEST_ABSTRACT)], rows=4)
    people = Rows(PartRow, lazy("Who gives it"), add=lazy("Add a speaker"), most=MOST_SPEAKERS, ordered=True)

    def validate_people(self, field: Rows) -> None:
        refuse_twins(field)

    def values(self) -> dict[str, Any]:
        """The talk as `talks_people` takes it."""
        return {
            "key": self.key.data,
            "title": Translated(self.title.data),
            "abstract": Translated(self.abstract.data),
            "minutes": self.minutes.data,
            "people": self.people.kept(),
        }


def refuse_twins(field: Rows) -> None:
    """Raise ValidationError when somebody has the same part twice in one list."""
    seen = set()
    for row in field.counting():
        mark = (row.person_id.data, row.part.data)
        if row.person_id.data is not None and mark in seen:
            raise ValidationError(_("%(name)s has the same part twice.", name=row.person_id.in_words()))
        seen.add(mark)


def in_usual_order(parts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Parts as the protocol has them where nobody set another order: addresses, chairs …, then as typed."""
    return sorted(parts, key=lambda one: _ORDER.index(one["part"]))


def is_usual(parts: Sequence[dict[str, Any]]) -> bool:
    """Whether parts stand in that order."""
    return list(parts) == in_usual_order(parts)
