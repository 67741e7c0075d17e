"""What an administrator fills in about the installation."""

from typing import Any

from flask import current_app
from flask_wtf.file import FileField, FileRequired
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from app.platform import pictures
from app.platform.i18n import _, lazy
from app.platform.text import isolate
from app.ui.differing import in_words
from app.ui.forms import Bilingual, Form, Mail, Phone, Version, WholeNumber, Words, shown_phone

LONGEST_TEXT = 20_000


class SettingsForm(Form):
    """A part of the operator's row; its fields bear the names of the columns.

    `usual`: what holds, by field, where the row says nothing; it comes from the environment.
    """

    version = Version()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usual: dict[str, str] = {}

    def told(self) -> list[tuple[str, Any]]:
        """Label and value of each field, for a page that only shows them."""
        return [
            (
                str(field.label.text),
                in_words(field) if field.data else self.usual.get(name) or _("not stated"),
            )
            for name, field in self._fields.items()
            if name not in ("csrf_token", "version")
        ]

    def values(self) -> dict[str, Any]:
        """What the action takes: a text that was not given is empty."""
        return {
            name: field.data if field.data is not None or field.type == "WholeNumber" else ""
            for name, field in self._fields.items()
            if name not in ("csrf_token", "version")
        }


class IdentityForm(SettingsForm):
    """Who runs the platform, and what it is called."""

    site_name = Bilingual(lazy("Name of the platform"), validators=[Length(max=120)])
    name = Bilingual(lazy("Name of the institution"), validators=[Length(max=200)])
    tifinagh = Words(
        lazy("Name in Tifinagh"),
        validators=[
            Optional(),
            Length(max=200),
            Regexp(
                "^[\u2d30-\u2d67\u2d6f\u2d70\u2d7f ]*$",
                message=lazy("Tifinagh letters and spaces only. Example: ⵜⴰⴳⵍⴷⵉⵜ ⵏ ⵍⵎⵖⵔⵉⴱ."),
            ),
        ],
        description=lazy("On the contact page, and in the heading of documents."),
        render_kw={"lang": "zgh", "dir": "ltr"},
    )
    department = Bilingual(
        lazy("Department"),
        validators=[Length(max=200)],
        description=lazy("Printed under the name of the institution."),
    )
    address = Bilingual(lazy("Address"), validators=[Length(max=300)], rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = current_app.config["SETTINGS"].site_name.values()
        self.usual = {"site_name": " · ".join(map(isolate, names))}
        self.site_name.description = _("Empty: %(default)s", default=self.usual["site_name"])


class PublicationForm(SettingsForm):
    """What the legal notice says beside the name of the institution."""

    director = Bilingual(
        lazy("Director of publication"),
        validators=[Length(max=200)],
        description=lazy("Name and function of the legal representative of the institution."),
    )
    host = Bilingual(
        lazy("Host"),
        validators=[Length(max=300)],
        rows=3,
        description=lazy("Who hosts the servers: name, address, phone."),
    )


class ContactForm(SettingsForm):
    """How the public reaches the institution."""

    help_phone = Phone(lazy("Help number"), validators=[Optional()])
    contact_email = Mail(
        lazy("Contact e-mail"),
        validators=[Optional(), Length(max=254)],
        description=lazy("Shown on the contact and legal pages."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usual = {"help_phone": isolate(shown_phone(current_app.config["SETTINGS"].help_phone))}
        self.help_phone.description = _(
            "Shown on every public page. Empty: %(default)s", default=self.usual["help_phone"]
        )


class MessagesForm(SettingsForm):
    """How letters leave."""

    mail_sender = Mail(lazy("Sender’s address"), validators=[Optional(), Length(max=254)])
    mails_per_minute = WholeNumber(
        lazy("Messages per minute, at most"),
        validators=[Optional()],
        least=1,
        most=10_000,
        description=lazy("Empty: no limit of ours. Write the limit of your mail server, if it has one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usual = {"mail_sender": isolate(current_app.config["SETTINGS"].mail_sender)}
        self.mail_sender.description = _(
            "Your mail server must be allowed to send in its name. Empty: %(default)s",
            default=self.usual["mail_sender"],
        )


class PersonalDataForm(SettingsForm):
    """What law 09-08 asks to be said."""

    cndp_number = Words(
        lazy("Number of the CNDP receipt"),
        validators=[Optional(), Length(max=60)],
        description=lazy("Empty: the public pages say that the declaration is in progress."),
        render_kw={"dir": "ltr"},
    )
    log_months = WholeNumber(
        lazy("Months that the details of the log are kept"), validators=[InputRequired()], least=1, most=120
    )


class TextForm(SettingsForm):
    """The operator's own text of one of the legal pages; its only field bears the name of the column."""

    text = Bilingual(
        lazy("Text"),
        validators=[Length(max=LONGEST_TEXT)],
        rows=16,
        description=lazy(
            "Empty: the text of the platform. Headings begin with #, lists with -, **two stars** are bold, "
            "[a link](https://example.ma)."
        ),
    )


class PictureForm(Form):
    """One picture."""

    file = FileField(lazy("Picture (PNG, JPEG or WebP, 5 MB at most)"), validators=[FileRequired()])

    def __init__(self, *args: Any, box: tuple[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.box = box
        self.picture: pictures.Picture | None = None

    def validate_file(self, field: FileField) -> None:
        # One byte more than allowed tells that it is too large.
        sent = field.data.stream.read(pictures.MOST_BYTES + 1)
        try:
            self.picture = pictures.redrawn(sent, box=self.box)
        except pictures.NotAPicture as refusal:
            raise ValidationError(str(refusal.sentence)) from refusal
