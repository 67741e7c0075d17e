"""The pages of an event: what it is, where and when, its texts, its patronage."""

from typing import Any

from wtforms import DateField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from app.forums.forms import LONGEST_TEXT, Degrees, EventPart, Markdown
from app.forums.models import KIND_WORDS, Forum
from app.forums.office_queries import all_series
from app.forums.plausible import check_days, plausible
from app.forums.queries import by_slug
from app.people.regions import REGIONS
from app.platform.db import db
from app.platform.i18n import _, current, lazy
from app.ui.forms import AnyLanguage, Bilingual, Phone, WholeNumber, Words
from app.ui.rows import Row, Rows

# Addresses of the office that stand where the address of an event stands.
_RESERVED = frozenset({"new", "series"})
_SOUTH, _NORTH, _WEST, _EAST = 20.5, 36.5, -17.6, -0.5  # a frame around the Kingdom
MARKDOWN = lazy("Headings begin with #, lists with -, **two stars** are bold, [a link](https://example.ma).")
SLUG = [
    InputRequired(),
    Length(max=60),
    Regexp(
        r"^[a-z0-9]+(-[a-z0-9]+)*$",
        message=lazy("Latin letters, figures and hyphens only. Example: meknes-2019."),
    ),
]


def key_or_none(value: Any) -> int | None:
    """The key of a row that was chosen; None for «not stated»."""
    return int(value) if value else None


def check_slug(field: Words, *, of: int | None) -> None:
    """Raise ValidationError when another event, or a page of the office, has this address."""
    taken = db.session.scalar(by_slug(field.data))
    if field.data in _RESERVED or (taken is not None and taken.id != of):
        raise ValidationError(_("Another event has this address already. Choose another."))


class OtherTitle(Row):
    """A title that some sources give."""

    title = Bilingual(lazy("Other title"), validators=[AnyLanguage(), Length(max=300)])
    note = Bilingual(lazy("Where it is found"), validators=[Length(max=300)])

    def values(self) -> dict[str, Any]:
        """The row as the column keeps it, each language under its own key."""
        notes = {f"note_{locale}": text for locale, text in self.note.data.items()}
        return dict(self.title.data) | notes


def title_row(kept: dict[str, str]) -> dict[str, Any]:
    """What the column keeps, as the fields of `OtherTitle` take it."""
    plain = {name: text for name, text in kept.items() if text and not name.startswith("note_")}
    notes = {name.removeprefix("note_"): text for name, text in kept.items() if name not in plain and text}
    return {"title": plain, "note": notes}


class IdentityForm(EventPart):
    """What the event is and is called."""

    title = Bilingual(lazy("Title"), validators=[Length(max=300)])
    kind = SelectField(
        lazy("Kind of event"), choices=[SelectChoice(key.value, word) for key, word in KIND_WORDS.items()]
    )
    series_id = SelectField(lazy("Series"), coerce=key_or_none)
    edition = WholeNumber(lazy("Edition (number)"), validators=[Optional()], least=1, most=99)
    motto = Bilingual(lazy("Theme of the edition"), validators=[Length(max=300)])
    slug = Words(
        lazy("Address of the page"),
        validators=SLUG,
        description=lazy("A link that was given to the public no longer leads here once this changes."),
        render_kw={"dir": "ltr"},
    )
    other_titles = Rows(OtherTitle, lazy("Other titles"), add=lazy("Add another title"))

    def __init__(self, *args: Any, forum: Forum | None = None, **kwargs: Any) -> None:
        if forum:
            kwargs["data"] = {"other_titles": [title_row(one) for one in forum.other_titles]} | _columns(
                forum, "title", "kind", "series_id", "edition", "motto", "slug", "version"
            )
        super().__init__(*args, **kwargs)
        self.forum = forum
        self.series_id.choices = series_choices()

    def validate_slug(self, field: Words) -> None:
        check_slug(field, of=self.forum.id if self.forum else None)


class PlaceForm(EventPart):
    """Where and when it is, and whom to call."""

    starts_on = DateField(lazy("First day"), validators=[Optional(), plausible])
    ends_on = DateField(lazy("Last day"), validators=[Optional(), plausible])
    date_note = Bilingual(
        lazy("Note on the date"),
        validators=[Length(max=300)],
        description=lazy("What is known where the days are not, or what a source says of them."),
    )
    city = Bilingual(lazy("City"), validators=[Length(max=80)])
    region = SelectField(lazy("Region"), validators=[Optional()])
    venue = Bilingual(lazy("Venue"), validators=[Length(max=200)])
    address = Bilingual(lazy("Address"), validators=[Length(max=300)], rows=2)
    latitude = Degrees(
        lazy("Latitude"),
        validators=[Optional()],
        example="33.8935",
        description=lazy("Example: 33.8935"),
        render_kw={"dir": "ltr"},
    )
    longitude = Degrees(
        lazy("Longitude"),
        validators=[Optional()],
        example="-5.5473",
        description=lazy("Example: -5.5473"),
        render_kw={"dir": "ltr"},
    )
    directions = Markdown(
        lazy("How to get there"), validators=[Length(max=5000)], rows=6, description=MARKDOWN
    )
    help_phone = Phone(lazy("Help number"), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region.choices = region_choices()

    def validate_ends_on(self, field: DateField) -> None:
        check_days(self.starts_on, field)

    def validate_latitude(self, field: Degrees) -> None:
        self._check_point(field, self.longitude, _SOUTH, _NORTH)

    def validate_longitude(self, field: Degrees) -> None:
        self._check_point(field, self.latitude, _WEST, _EAST)

    def _check_point(self, field: Degrees, other: Degrees, least: float, most: float) -> None:
        if field.data is None:
            return
        if other.data is None and not other.errors:
            raise ValidationError(_("Please give both, or leave both empty."))
        if not least <= field.data <= most:
            raise ValidationError(
                _("This point is not in Morocco. Latitude first (33.89), then longitude (-5.55).")
            )

    def values(self) -> dict[str, Any]:
        """A day that stands alone is both the first and the last."""
        self.ends_on.data = self.ends_on.data or self.starts_on.data
        return super().values()


class TextsForm(EventPart):
    """What is said about the event."""

    about = Bilingual(
        lazy("Presentation"),
        validators=[Length(max=5000)],
        rows=5,
        description=lazy("A few sentences, at the top of the page of the event."),
    )
    concept = Markdown(
        lazy("Concept note"), validators=[Length(max=LONGEST_TEXT)], rows=14, description=MARKDOWN
    )


class PatronageForm(EventPart):
    """Under whose patronage it stands. Never proposed by the platform (page 6 §6 of the design)."""

    patronage = Bilingual(
        lazy("Patronage"),
        validators=[Length(max=300)],
        rows=2,
        description=lazy("Shown first on the page, word for word as it is written here."),
    )
    patronage_ref = Words(
        lazy("Reference of the letter that grants it"),
        validators=[Length(max=120)],
        description=lazy("For the office alone. Without it the patronage is not kept."),
    )

    def validate_patronage(self, field: Bilingual) -> None:
        if self.patronage_ref.data and not field.data:
            raise ValidationError(_("Please write the patronage too, or leave both empty."))

    def validate_patronage_ref(self, field: Words) -> None:
        if self.patronage.data and not field.data:
            raise ValidationError(_("Please give the reference of the letter that grants the patronage."))


def series_choices() -> list[tuple[str, str]]:
    """«not stated», then every series."""
    return [("", _("not stated")), *((str(one.id), one.name.said()) for one in all_series())]


def region_choices() -> list[tuple[str, str]]:
    """«not stated», then the twelve regions."""
    return [("", _("not stated")), *((code, names[current()]) for code, names in REGIONS.items())]


def _columns(forum: Forum, *names: str) -> dict[str, Any]:
    return {name: getattr(forum, name) for name in names}
