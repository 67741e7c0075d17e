"""Fields keep what was typed, understand what people write here, and answer in the design's words."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, FileField, SelectField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import TextArea

from app.ui.forms import (
    AllLanguages,
    AnyLanguage,
    Bilingual,
    Form,
    Mail,
    Phone,
    WholeNumber,
    Words,
    shown_phone,
)


class Sample(Form):
    class Meta(Form.Meta):
        csrf = False

    title = Bilingual("Title", validators=[AllLanguages(), Length(max=10)])
    motto = Bilingual("Motto", validators=[AnyLanguage()])
    name = Words("Name", validators=[InputRequired(), Length(max=12)])
    phone = Phone("Phone", validators=[Optional()])
    mail = Mail("E-mail", validators=[Optional()])
    seats = WholeNumber("Seats", validators=[Optional()], least=1, most=500)
    kind = SelectField("Kind", choices={"a": "A"}, validators=[InputRequired()])
    day = DateField("Day", validators=[Optional()])
    read = BooleanField("I read it", validators=[InputRequired()])
    scan = FileField("Scan", validators=[InputRequired()])


GOOD = {
    "title-ar": "عنوان",
    "title-fr": "Titre",
    "motto-fr": "Motto",
    "name": "Amal",
    "kind": "a",
    "read": "y",
    "scan": "a.pdf",
}


def sent(**changes: Any) -> Sample:
    named = {name.replace("__", "-"): value for name, value in changes.items()}
    form = Sample(formdata=MultiDict({**GOOD, **named}))
    form.validate()
    return form


def errors(**changes: Any) -> dict[str, list[str]]:
    return {name: [str(error) for error in all_] for name, all_ in sent(**changes).errors.items()}


def test_a_complete_form_has_no_error(in_french: Flask) -> None:
    assert errors() == {}


def test_a_text_in_two_languages_is_tidied_and_drops_what_is_empty(in_french: Flask) -> None:
    form = sent(title__ar="  عنوان   طويل ", motto__ar="   ")
    assert form.title.data == {"ar": "عنوان طويل", "fr": "Titre"}
    assert form.motto.data == {"fr": "Motto"}


def test_a_missing_language_is_named_and_the_other_is_kept(in_french: Flask) -> None:
    form = sent(title__fr="")
    assert form.errors == {"title": ["Please enter: Title (Français)."]}
    assert form.title.data == {"ar": "عنوان"}
    assert form.summary() == [("title-fr", "Please enter: Title (Français).")]


def test_one_language_is_enough_where_any_will_do(in_french: Flask) -> None:
    assert errors(motto__fr="") == {"motto": ["Please enter: Motto. One language is enough."]}


def test_a_text_too_long_says_the_limit_and_the_present_length(in_french: Flask) -> None:
    assert errors(title__fr="x" * 11) == {"title": ["Title: at most 10 characters (now 11)."]}
    assert errors(name="x" * 13) == {"name": ["Name: at most 12 characters (now 13)."]}


def test_a_language_that_is_no_longer_offered_keeps_its_text(in_french: Flask) -> None:
    row = type("Row", (), {"title": {"ar": "عنوان", "zgh": "ⴰⵣⵡⵍ"}})()
    form = Sample(formdata=MultiDict({**GOOD, "title-ar": "آخر"}), obj=row)
    assert form.title.data == {"zgh": "ⴰⵣⵡⵍ", "ar": "آخر", "fr": "Titre"}


def test_the_language_of_the_page_comes_first(in_french: Flask) -> None:
    assert Sample().title.languages == ["fr", "ar"]


def test_what_is_missing_is_asked_with_the_verb_of_its_field(in_french: Flask) -> None:
    form = Sample(formdata=MultiDict({"name": "   ", "title-ar": "ع", "title-fr": "T", "motto-ar": "م"}))
    form.validate()
    assert [message for _, message in form.summary()] == [
        "Please enter: Name.",
        "Please choose: Kind.",
        "Please tick: I read it.",
        "Please attach: Scan.",
    ]


def test_a_label_with_a_per_cent_sign_is_shown_as_it_is(in_french: Flask) -> None:
    class Rate(Form):
        class Meta(Form.Meta):
            csrf = False

        rate = Words("Rate in %", validators=[Length(max=2)])

    form = Rate(formdata=MultiDict({"rate": "abc"}))
    form.validate()
    assert form.rate.errors == ["Rate in %: at most 2 characters (now 3)."]


def test_large_figures_are_grouped(in_french: Flask) -> None:
    class Large(Form):
        class Meta(Form.Meta):
            csrf = False

        code = Words("Code", validators=[Length(max=2000)])
        places = WholeNumber("Places", least=1, most=100_000)

    form = Large(formdata=MultiDict({"code": "a" * 3000, "places": "200000"}))
    form.validate()
    assert form.code.errors == ["Code: at most 2\xa0000 characters (now 3\xa0000)."]
    assert form.places.errors == ["Places: please enter a number from 1 to 100\xa0000."]


@pytest.mark.parametrize(
    ("bounds", "message"),
    [
        ({"min": 4}, "Code: at least 4 characters (now 3)."),
        ({"min": 6, "max": 6}, "Code: exactly 6 characters (now 3)."),
    ],
)
def test_a_text_too_short_says_what_is_wanted(in_french: Flask, bounds: dict[str, int], message: str) -> None:
    class Short(Form):
        class Meta(Form.Meta):
            csrf = False

        code = Words("Code", validators=[Length(**bounds)])

    form = Short(formdata=MultiDict({"code": "abc"}))
    form.validate()
    assert form.code.errors == [message]


@pytest.mark.parametrize(
    "typed",
    [
        "0612345678",
        "06 12 34 56 78",
        "06-12-34-56-78",
        "+212612345678",
        "+212 (0)6 12 34 56 78",
        "00212612345678",
        "212612345678",
        "٠٦١٢٣٤٥٦٧٨",
        "612345678",
    ],
)
def test_the_usual_ways_to_write_a_moroccan_number_are_one(in_french: Flask, typed: str) -> None:
    form = sent(phone=typed)
    assert (form.errors, form.phone.data) == ({}, "+212612345678")


def test_a_foreign_number_is_taken_with_its_prefix(in_french: Flask) -> None:
    assert sent(phone="+33 1 42 68 53 00").phone.data == "+33142685300"


@pytest.mark.parametrize("typed", ["05 35 12", "hello", "0712", "+212 000"])
def test_an_incomplete_number_is_explained_and_shown_again_as_typed(in_french: Flask, typed: str) -> None:
    form = sent(phone=typed)
    assert form.errors == {
        "phone": [
            "The phone number is not complete. Please write 10 figures beginning with 0, "
            "or an international number preceded by +."
        ]
    }
    assert form.phone._value() == typed


def test_a_phone_number_is_shown_in_pairs_that_do_not_break() -> None:
    assert shown_phone("+212535000000") == "05\u00a035\u00a000\u00a000\u00a000"
    assert shown_phone("+33142685300") == "+33\u00a01\u00a042\u00a068\u00a053\u00a000"
    assert shown_phone("") == ""


def test_an_address_is_normalised_without_asking_the_network(in_french: Flask) -> None:
    assert sent(mail=" Amal@EXEMPLE.ma ").mail.data == "Amal@exemple.ma"


def test_an_incomplete_address_shows_an_example_and_is_kept(in_french: Flask) -> None:
    form = sent(mail="amal@exemple")
    assert form.errors == {"mail": ["E-mail: the address is not complete. Example: nom@exemple.ma."]}
    assert form.mail._value() == "amal@exemple"


@pytest.mark.parametrize(("typed", "read"), [("120", 120), ("١٢٠", 120), ("1 2 0", 120), ("", None)])
def test_a_whole_number_is_read_in_either_digits(in_french: Flask, typed: str, read: int | None) -> None:
    form = sent(seats=typed)
    assert (form.errors, form.seats.data) == ({}, read)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("many", "Seats: please use figures only. Example: 120."),
        ("1.5", "Seats: please use figures only. Example: 120."),
        ("501", "Seats: please enter a number from 1 to 500."),
    ],
)
def test_what_is_not_a_fitting_number_is_said_and_kept(in_french: Flask, typed: str, message: str) -> None:
    form = sent(seats=typed)
    assert form.errors == {"seats": [message]}
    assert form.seats._value() == typed


def test_a_choice_that_was_not_offered_and_a_broken_date_are_said(in_french: Flask) -> None:
    assert errors(kind="z", day="soon") == {
        "kind": ["Kind: please choose one of the answers offered."],
        "day": ["Day: the date is not complete. Example: 2019-06-22."],
    }


def test_a_line_is_one_line_whatever_was_sent(in_french: Flask) -> None:
    class Both(Form):
        class Meta(Form.Meta):
            csrf = False

        name = Words("Name")
        note = Words("Note", widget=TextArea())
        title = Bilingual("Title")
        body = Bilingual("Body", rows=4)

    ends = ("\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029")
    for end in ends:
        typed = f"Amina{end}{end}https://evil.example"
        names = ("name", "note", "title-fr", "body-fr")
        form = Both(formdata=MultiDict(dict.fromkeys(names, typed)))
        assert form.name.data == "Amina https://evil.example"
        assert form.title.data == {"fr": "Amina https://evil.example"}
        assert form.name.raw_data == ["Amina https://evil.example"]
    lines = Both(formdata=MultiDict({"note": "a\nb", "body-fr": "a\r\n\r\nb"}))
    assert (lines.note.data, lines.body.data) == ("a\nb", {"fr": "a\n\nb"})


NO_LONGER = "+212685000123"  # of no operator in today's plan


def held_number(typed: str) -> Sample:
    form = Sample(formdata=MultiDict({**GOOD, "phone": typed}), data={"phone": NO_LONGER})
    form.validate()
    return form


@pytest.mark.parametrize("typed", [NO_LONGER, "06 85 00 01 23", "٠٦٨٥٠٠٠١٢٣", "00212685000123"])
def test_the_number_that_is_held_is_taken_as_it_is(app: Flask, typed: str) -> None:
    form = held_number(typed)
    assert (form.errors, form.phone.data) == ({}, NO_LONGER)


def test_another_number_of_no_plan_is_refused(app: Flask) -> None:
    assert list(held_number("06 85 00 01 24").errors) == ["phone"]
    assert list(errors(phone=NO_LONGER)) == ["phone"]
