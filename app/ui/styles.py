"""The living style page: every piece in the language of the page, in demo and test modes only."""

from typing import Any

from flask import Flask, redirect, render_template, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, FileField, RadioField, SelectField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, Optional

from app.platform.i18n import current, preferred
from app.ui.forms import AllLanguages, AnyLanguage, Bilingual, Form, Mail, Phone, WholeNumber, Words
from app.ui.samples import SAMPLES


class SampleForm(Form):
    """One field of each kind."""

    class Meta(Form.Meta):
        csrf = False

    title = Bilingual(validators=[AllLanguages(), Length(max=120)])
    about = Bilingual(validators=[AnyLanguage(), Length(max=800)], rows=4)
    name = Words(validators=[InputRequired(), Length(max=80)])
    phone = Phone(validators=[InputRequired()])
    mail = Mail(validators=[Optional()])
    seats = WholeNumber(validators=[InputRequired()], least=1, most=500)
    kind = SelectField(choices={})
    language = RadioField(choices={"ar": "العربية", "fr": "Français"}, default="ar")
    day = DateField(validators=[Optional()])
    hour = TimeField(validators=[Optional()])
    note = TextAreaField(validators=[Optional(), Length(max=400)])
    scan = FileField(validators=[Optional()])
    read = BooleanField(validators=[InputRequired()])

    def __init__(self, **kwargs: Any) -> None:
        words = SAMPLES[current()]
        super().__init__(**kwargs)
        self.kind.choices = {str(place): kind for place, kind in enumerate(words["kinds"])}
        for field, label in zip(self, words["labels"], strict=True):
            field.label.text = label


def init(app: Flask) -> None:
    """Answer `/styles`, and the page itself in each language."""
    locales = ", ".join(app.config["SETTINGS"].locales)
    app.add_url_rule("/styles", "styles_root", to_styles)
    for name, view in (("styles", styles), ("styles_desk", styles_desk), ("styles_office", styles_office)):
        path = name.replace("_", "/")
        app.add_url_rule(f"/<any({locales}):locale>/{path}", name, view)


def to_styles() -> Response:
    """The style page in the language that the browser prefers."""
    return redirect(url_for("styles", locale=preferred()))


def styles() -> str:
    """Public patterns and every macro."""
    return render_template("ui/styles/public.html", **_words())


def styles_office() -> str:
    """The back office: navigation, table, a form that was refused."""
    names = SAMPLES[current()]["nav"]
    nav = [{"label": name, "url": "#", "current": place == 3} for place, name in enumerate(names)]
    return render_template("ui/styles/office.html", form=_refused_form(), office_nav=nav, **_words())


def styles_desk() -> str:
    """The three verdicts of the desk."""
    return render_template("ui/styles/desk.html", **_words())


for _view in (to_styles, styles, styles_office, styles_desk):
    _view.__dict__["door"] = "public"


def _words() -> dict[str, Any]:
    return {"t": SAMPLES[current()]}


def _refused_form() -> SampleForm:
    sent = {"title-ar": SAMPLES["ar"]["motto"], "title-fr": "", "phone": "05 35 12", "seats": "640"}
    sent |= {"kind": "0", "language": "ar"}
    form = SampleForm(formdata=MultiDict(sent))
    form.validate()
    return form
