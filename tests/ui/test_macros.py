"""What the macros draw: a field is wired to its hint and its error, and loses nothing."""

import re

from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired

from app.ui.forms import AllLanguages, Bilingual, Form, Phone, Words


class Sample(Form):
    class Meta(Form.Meta):
        csrf = False

    title = Bilingual("Title", validators=[AllLanguages()])
    about = Bilingual("About", rows=3)
    name = Words("Name", validators=[InputRequired()])
    phone = Phone("Phone")
    note = TextAreaField("Note")
    tongue = RadioField("Language", choices={"ar": "Arabic", "fr": "French"}, validators=[InputRequired()])


def drawn(call: str, form: Form | None = None) -> str:
    text = render_template_string('{% import "ui/macros.html" as ui %}{{ ' + call + " }}", form=form)
    return re.sub(r"\s+", " ", text).strip()


def refused(**sent: str) -> Sample:
    form = Sample(formdata=MultiDict({name.replace("__", "-"): text for name, text in sent.items()}))
    form.validate()
    return form


def test_an_error_is_wired_to_its_field_beside_the_hint(in_french: Flask) -> None:
    html = drawn('ui.field(form.name, hint="As on the badge")', refused(name=" "))
    assert 'aria-describedby="name-hint name-error" aria-invalid="true"' in html
    assert '<p class="hint" id="name-hint">As on the badge</p>' in html
    assert '<p class="error" id="name-error"><span>Please enter: Name.</span> </p>' in html
    assert 'Name <span class="need">required</span>' in html


def test_a_phone_is_left_to_right_and_keeps_what_was_typed(in_french: Flask) -> None:
    html = drawn('ui.field(form.phone, autocomplete="tel")', refused(phone="05 35"))
    assert 'type="tel" value="05 35"' in html
    assert 'dir="ltr"' in html
    assert 'autocomplete="tel"' in html


def test_choices_are_a_group_with_its_error(in_french: Flask) -> None:
    html = drawn("ui.field(form.tongue)", refused())
    assert '<fieldset class="field choices wrong" aria-describedby="tongue-error">' in html
    assert html.count('type="radio"') == 2
    assert '<a href="#tongue-0">Please choose: Language.</a>' in drawn("ui.errors_summary(form)", refused())


def test_both_languages_stand_side_by_side_and_mark_what_is_missing(in_french: Flask) -> None:
    html = drawn("ui.both(form.title)", refused(title__ar="<عنوان>"))
    assert html.index('id="title-fr"') < html.index('id="title-ar"')
    assert 'value="&lt;عنوان&gt;" id="title-ar" name="title-ar" lang="ar" dir="rtl"' in html
    assert html.count("data-missing") == 1
    assert html.count('aria-invalid="true"') == 1


def test_a_long_text_keeps_its_lines(in_french: Flask) -> None:
    text = render_template_string(
        '{% import "ui/macros.html" as ui %}{{ ui.both(form.about) }}', form=refused(about__fr="one\ntwo")
    )
    assert ">\none\ntwo</textarea>" in text


def test_the_summary_is_read_at_once_and_silent_without_errors(in_french: Flask) -> None:
    html = drawn("ui.errors_summary(form)", refused(name=""))
    assert '<div class="errors" role="alert" tabindex="-1"' in html
    assert '<a href="#name">Please enter: Name.</a>' in html
    assert drawn("ui.errors_summary(form)", Sample(formdata=None)) == ""


def test_an_unknown_fact_leaves_no_empty_line(in_french: Flask) -> None:
    html = drawn('ui.facts([("City", "Fès"), ("Venue", ""), ("Seats", none), ("Came", 0)])')
    assert re.findall(r"<dt>(\w+)</dt><dd>([^<]+)</dd>", html) == [("City", "Fès"), ("Came", "0")]


def test_a_state_is_told_by_its_shape_as_well(in_french: Flask) -> None:
    shapes = {drawn(f'ui.state("x", "{tone}")') for tone in ("calm", "good", "attention", "urgent")}
    assert len({re.sub(r'class="state \w+"', "", html) for html in shapes}) == 4


def test_arrows_mirror_and_clocks_do_not(in_french: Flask) -> None:
    assert 'class="icon mirror"' in drawn('ui.icon("forward")')
    assert 'class="icon"' in drawn('ui.icon("clock")')
    assert 'class="icon"' in drawn('ui.icon("check")')


def test_the_star_has_eight_points_and_no_circle(in_french: Flask) -> None:
    html = drawn('ui.star("m")')
    assert "circle" not in html
    outer = re.search(r'<path d="([^"]+)"', html)
    assert outer is not None
    # Each of the sixteen corners but the first is one step of the outline.
    assert len(re.findall(r"[lvhLVH]", outer[1])) == 15


def test_a_number_is_shown_from_left_to_right(in_french: Flask) -> None:
    assert drawn('ui.code("482 915")') == '<bdi class="code" dir="ltr">482 915</bdi>'
