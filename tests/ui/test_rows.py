"""Rows inside a form: added, left out and moved by buttons; their errors stand at their fields."""

from typing import Any

import pytest
from flask import Flask, render_template_string, request
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import DateField, SelectField
from wtforms.validators import InputRequired, Optional, ValidationError

from app.ui.differing import differing
from app.ui.forms import AnyLanguage, Bilingual, Form, Words
from app.ui.rows import Row, Rows, change_rows

PAGE = '{% import "ui/_rows.html" as rows %}{{ rows.rows(form.talks) }}'


class SpeakerRow(Row):
    name = Words("Name", validators=[InputRequired()])
    role = SelectField("Role", choices={"chair": "Chair", "speaker": "Speaker"})


class TalkRow(Row):
    title = Bilingual("Title", validators=[AnyLanguage()])
    day = DateField("Day", validators=[Optional()])
    speakers = Rows(SpeakerRow, "Speakers", add="Add a speaker", ordered=True)


class SessionForm(Form):
    class Meta(Form.Meta):
        csrf = False

    talks = Rows(TalkRow, "Talks", add="Add a talk", most=3, ordered=True)
    motto = Words("Motto", validators=[InputRequired()])

    def validate_talks(self, field: Rows) -> None:
        if not field.counting():
            raise ValidationError("A talk at least.")


def sent(**typed: str) -> SessionForm:
    """What a page sends; `__` stands for a hyphen."""
    return SessionForm(formdata=MultiDict({name.replace("__", "-"): text for name, text in typed.items()}))


def pressed(button: str, form: SessionForm) -> SessionForm:
    request.form = MultiDict({"rows": button})  # type: ignore[misc]
    assert change_rows(form)
    return form


def titles(form: SessionForm) -> list[str]:
    return [talk["title"].get("fr", "") for talk in form.talks.kept()]


TWO = {"talks__0__title__fr": "Un", "talks__1__title__fr": "Deux", "talks__1__day": "soon"}


def test_rows_stand_in_the_order_in_which_they_were_sent(in_french: Flask) -> None:
    form = sent(talks__10__title__fr="Dix", talks__2__title__fr="Deux", motto="M")
    assert titles(form) == ["Dix", "Deux"]
    with_files = CombinedMultiDict(
        [MultiDict(), MultiDict({f"talks-{n}-title-fr": str(n) for n in (2, 0, 1)})]
    )
    assert titles(SessionForm(formdata=with_files)) == ["2", "0", "1"]


@pytest.mark.parametrize(
    ("button", "expected"),
    [
        ("up talks-1", ["Deux", "Un"]),
        ("down talks-0", ["Deux", "Un"]),
        ("up talks-0", ["Un", "Deux"]),
        ("down talks-1", ["Un", "Deux"]),
        ("drop talks-0", ["Deux"]),
        ("drop talks-7", ["Un", "Deux"]),
        ("turn talks-0", ["Un", "Deux"]),
    ],
)
def test_a_row_is_moved_or_left_out(in_french: Flask, button: str, expected: list[str]) -> None:
    assert titles(pressed(button, sent(**TWO))) == expected


def test_nothing_is_changed_without_a_button(in_french: Flask) -> None:
    assert not change_rows(sent(**TWO))


def test_what_was_typed_stays_when_rows_change(in_french: Flask) -> None:
    form = pressed("add talks", pressed("up talks-1", sent(**TWO)))
    drawn = render_template_string(PAGE, form=form)
    assert 'name="talks-1-day" type="date" value="soon"' in drawn
    assert drawn.index("talks-1-title-fr") < drawn.index("talks-0-title-fr") < drawn.index("talks-2-title-fr")
    assert 'value="add talks"' not in drawn  # there are as many as there may be
    assert len(pressed("add talks", form).talks.entries) == 3


def test_a_row_keeps_to_what_was_held_under_its_number(in_french: Flask) -> None:
    held: dict[str, Any] = {"talks": [{"title": {"fr": "Un"}}, {"title": {"fr": "Deux", "zgh": "ⵙⵉⵏ"}}]}
    form = SessionForm(formdata=MultiDict({"talks-1-title-fr": "Deux"}), data=held)
    assert form.talks.kept()[0]["title"] == {"fr": "Deux", "zgh": "ⵙⵉⵏ"}
    assert pressed("add talks", form).talks.entries[-1].name == "talks-2"


def test_rows_inside_rows(in_french: Flask) -> None:
    role = {"talks__4__speakers__0__role": "chair"}
    form = sent(talks__4__title__fr="Un", talks__4__speakers__0__name="Amal", motto="M", **role)
    form = pressed("add talks-4-speakers", form)
    drawn = render_template_string(PAGE, form=form)
    assert 'name="talks-4-speakers-1-name"' in drawn
    assert (form.validate(), form.talks.kept()[0]["speakers"]) == (True, [{"name": "Amal", "role": "chair"}])


def test_a_row_with_a_choice_alone_is_nothing(in_french: Flask) -> None:
    form = sent(talks__0__title__fr="Un", talks__1__speakers__0__role="chair", motto="M")
    assert (form.validate(), len(form.talks.kept())) == (True, 1)


def test_errors_are_told_in_their_order_and_stand_at_their_field(in_french: Flask) -> None:
    form = sent(talks__0__day="soon", talks__1__title__fr="Un", talks__1__speakers__0__name="  ")
    assert not form.validate()
    assert form.summary() == [
        ("talks-0-title-ar", "Please enter: Title. One language is enough."),
        ("talks-0-day", "Day: the date is not complete. Example: 2019-06-22."),
        ("motto", "Please enter: Motto."),
    ]
    assert 'id="talks-0-day-error"' in render_template_string(PAGE, form=form)


def test_what_is_wrong_with_all_rows_is_said_above_them(in_french: Flask) -> None:
    form = sent(motto="M")
    assert (form.validate(), form.summary()) == (False, [("talks", "A talk at least.")])
    assert "A talk at least." in render_template_string(PAGE, form=form)


def test_two_versions_differ_in_the_rows_that_count(in_french: Flask) -> None:
    theirs = SessionForm(data={"talks": [{"title": {"fr": "Un"}}], "motto": "M"})
    mine = sent(talks__0__title__fr="Un", talks__1__speakers__0__role="chair", motto="M")
    assert differing(mine, theirs) == []
    assert [one.label for one in differing(sent(**TWO, motto="M"), theirs)] == ["Talks"]
