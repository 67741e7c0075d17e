"""The base of every form, and the fields that WTForms lacks. What was typed is shown again, never lost."""

from collections.abc import Sequence
from typing import Any

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from flask_wtf import FlaskForm
from wtforms import Field, FieldList, HiddenField, IntegerField, StringField
from wtforms.meta import DefaultMeta
from wtforms.validators import Length, NumberRange, StopValidation, ValidationError
from wtforms.widgets import EmailInput, TelInput, TextArea, TextInput

from app.platform.i18n import _, current, language_name, locales
from app.platform.text import digits, one_line, tidy
from app.ui.wording import NOT_A_NUMBER, FieldWords

REGION = "MA"


class Form(FlaskForm):
    """A form whose errors speak as page 6 of the design asks; `summary` stands at the top of the page."""

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            if issubclass(unbound_field.field_class, HiddenField) and not unbound_field.args:
                # Nobody reads its label; WTForms would load its catalogue at each request to make one.
                unbound_field.kwargs.setdefault("label", "")
            field = DefaultMeta.bind_field(self, form, unbound_field, options)
            field._translations = FieldWords(field)
            return field

    def summary(self) -> list[tuple[str, str]]:
        """Each error as (identifier of the input to go to, sentence), in the order of the fields.

        Errors of rows are told by their rows.
        """
        found: list[tuple[str, str]] = []
        for field in self:
            target = getattr(field, "first_wrong", None) or field.id
            if field.type == "RadioField":
                target = f"{field.id}-0"
            found.extend((target, str(error)) for error in field.errors if not isinstance(error, dict))
            for entry in field if isinstance(field, FieldList) else ():
                found.extend(entry.form.summary())
        return found


class Words(StringField):
    """Text without spaces at its ends, doubled ones or marks that hide its direction.

    It is one line, whatever was sent, unless its widget is a TextArea: a name with line ends could say
    anything in a letter.
    """

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if valuelist:
            lines = isinstance(self.widget, TextArea)
            self.data = tidy(valuelist[0] if lines else one_line(valuelist[0]))
            self.raw_data = [self.data]  # so that spaces alone do not count as an answer


class Bilingual(Field):
    """One text in each language of the installation: `<name>-ar`, `<name>-fr`.

    `data` is a dict from locale to text in which an empty language is absent. `rows` > 1 draws text areas;
    else each text is one line.
    Draw it with the macro `both`.
    """

    def __init__(
        self, label: Any = None, validators: Sequence[Any] | None = None, rows: int = 1, **kwargs: Any
    ) -> None:
        each = [EachLanguage(one) if isinstance(one, Length) else one for one in validators or ()]
        super().__init__(label, each, **kwargs)
        self.rows = rows
        self.wrong: set[str] = set()

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take what was sent for each language, else what the row holds."""
        self.wrong = set()
        self.process_errors: list[str] = []
        self.object_data = data
        source = data or (self.default() if callable(self.default) else self.default) or {}
        self.data = {locale: text for locale, text in dict(source).items() if text}
        self.raw_data = []
        if formdata is not None and any(self.input_name(locale) in formdata for locale in locales()):
            sent = {locale: self._sent(formdata, locale) for locale in locales()}
            # A language that the installation no longer offers keeps its text.
            kept = {locale: text for locale, text in self.data.items() if locale not in sent}
            self.data = kept | {locale: text for locale, text in sent.items() if text}
            self.raw_data = list(self.data.values())

    def _sent(self, formdata: Any, locale: str) -> str:
        typed = formdata.get(self.input_name(locale), "")
        return tidy(typed if self.rows > 1 else one_line(typed))

    def input_name(self, locale: str) -> str:
        """The name and identifier of the input of one language."""
        return f"{self.name}-{locale}"

    @property
    def languages(self) -> list[str]:
        """The languages of the installation, that of the page first: Arabic is then always on the right."""
        return sorted(locales(), key=lambda locale: locale != current())

    @property
    def most(self) -> int | None:
        """The longest text that one language may hold, in characters."""
        return next((v.inner.max for v in self.validators if isinstance(v, EachLanguage)), None)

    @property
    def needs_all(self) -> bool:
        return any(isinstance(validator, AllLanguages) for validator in self.validators)

    @property
    def first_wrong(self) -> str:
        """Where the summary of errors leads."""
        named = [locale for locale in locales() if locale in self.wrong]
        return self.input_name(named[0] if named else locales()[0])


class AnyLanguage:
    """At least one language is filled in."""

    field_flags = {"required": True}

    def __call__(self, _form: Any, field: Bilingual) -> None:
        if not field.data:
            field.wrong = set(locales())
            raise StopValidation(
                _("Please enter: %(field)s. One language is enough.", field=field.label.text)
            )


class AllLanguages:
    """Every language of the installation is filled in."""

    field_flags = {"required": True}

    def __call__(self, _form: Any, field: Bilingual) -> None:
        missing = [locale for locale in locales() if locale not in field.data]
        if missing:
            field.wrong = set(missing)
            raise StopValidation(
                _(
                    "Please enter: %(field)s (%(language)s).",
                    field=field.label.text,
                    language=language_name(missing[0]),
                )
            )


class EachLanguage:
    """A validator of plain text, put to the text of every language in turn."""

    def __init__(self, inner: Length) -> None:
        self.inner = inner

    def __call__(self, form: Any, field: Bilingual) -> None:
        whole = field.data
        for locale, text in whole.items():
            field.data = text
            try:
                self.inner(form, field)
            except ValidationError:
                field.wrong = {locale}
                raise
            finally:
                field.data = whole


class Phone(StringField):
    """A phone number: `data` is E.164 (+212535000000) or "". Moroccan unless it begins with + or 00.

    The number that the row holds already is taken as it is: numbering plans change. `is_sought`: somebody is
    looked for by it, so that whatever can be a number will do.
    """

    widget = TelInput()

    def __init__(self, *args: Any, is_sought: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_sought = is_sought

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if valuelist:
            self.data = tidy(valuelist[0])
            self.raw_data = [self.data]

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        held = self.object_data or ""
        if digits(self.data) in (held, tidy(shown_phone(held))):
            self.data = held
            return
        try:
            number = phonenumbers.parse(digits(self.data), REGION)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not (self._is_right(number) or _e164(number) == held):
            raise StopValidation(
                _(
                    "The phone number is not complete. Please write 10 figures beginning with 0, "
                    "or an international number preceded by +."
                )
            )
        self.data = _e164(number)

    def _is_right(self, number: phonenumbers.PhoneNumber) -> bool:
        right = phonenumbers.is_possible_number if self.is_sought else phonenumbers.is_valid_number
        return bool(right(number))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return shown_phone(self.data or "").replace("\u00a0", " ")


class Mail(StringField):
    """An e-mail address, checked by its form alone: no name server is asked. `data` is normalised."""

    widget = EmailInput()

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if valuelist:
            self.data = tidy(valuelist[0]).replace(" ", "")
            self.raw_data = [self.data]

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        try:
            self.data = validate_email(self.data, check_deliverability=False, allow_smtputf8=False).normalized
        except EmailNotValidError as error:
            raise StopValidation(
                _(
                    "%(field)s: the address is not complete. Example: %(example)s.",
                    field=self.label.text,
                    example="nom@exemple.ma",
                )
            ) from error


class Version(HiddenField):
    """The version of the row that the form was opened on; 0 for what is no number, which no row has."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        typed = valuelist[0] if valuelist else ""
        self.data = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class WholeNumber(IntegerField):
    """A whole number; Arabic digits and spaces between thousands are read. Bounds are inclusive."""

    widget = TextInput()

    def __init__(
        self,
        label: Any = None,
        validators: Sequence[Any] | None = None,
        least: int | None = None,
        most: int | None = None,
        **kwargs: Any,
    ) -> None:
        bounds = [NumberRange(least, most)] if (least, most) != (None, None) else []
        super().__init__(label, [*(validators or ()), *bounds], **kwargs)
        self.inputmode = "numeric"

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        typed = tidy(valuelist[0]) if valuelist else ""
        self.raw_data = [typed]
        if not typed:
            self.data = None
            return
        plain = "".join(digits(typed).split())
        if not (plain.isascii() and plain.removeprefix("-").isdigit()):
            self.data = None
            raise ValueError(self.gettext(NOT_A_NUMBER))
        self.data = int(plain)

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation  # it was said already; bounds have nothing to look at


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def shown_phone(number: str) -> str:
    """An E.164 number as it is read: `05 35 00 00 00` in Morocco, `+33 1 23 45 67 89` elsewhere.

    Its spaces do not break. What is not a number is given back as it is.
    """
    try:
        parsed = phonenumbers.parse(number, REGION)
    except phonenumbers.NumberParseException:
        return number
    if parsed.country_code == phonenumbers.country_code_for_region(REGION):
        national = f"0{parsed.national_number}"
        pairs = [national[i : i + 2] for i in range(0, len(national), 2)]
        return "\u00a0".join(pairs)
    shown = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return str(shown).replace(" ", "\u00a0")
