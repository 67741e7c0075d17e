"""What narrows the log; it stands in the address."""

from typing import Any

from flask import request
from wtforms import DateField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from app.audit import people, ports, queries
from app.audit.labels import SUBJECT_WORDS
from app.audit.words import ACT_WORDS
from app.platform.db import db
from app.platform.i18n import _, current, lazy
from app.platform.text import sort_key
from app.ui.forms import Form, WholeNumber, Words


class LogForm(Form):
    """Questions to the log of one forum, or (without one) of the whole installation."""

    act = SelectField(lazy("Act"), default="")
    person = SelectField(lazy("By"), default="")
    since = DateField(lazy("From"), validators=[Optional()])
    until = DateField(lazy("Until"), validators=[Optional()])
    words = Words(lazy("Words"), validators=[Length(max=100)])
    forum = SelectField(lazy("Event"), default="")
    kind = SelectField(lazy("About"), default="")
    subject = WholeNumber(validators=[Optional()], least=0, most=2**31 - 1)

    def __init__(self, forum_id: int | None = None) -> None:
        super().__init__(request.args, meta={"csrf": False})
        if forum_id is not None:
            del self.forum, self.kind, self.subject
        else:
            events = {key: name for ask in ports.events for key, name in ask().items()}
            self.forum.choices = _choices({str(key): str(name) for key, name in events.items()})
            self.kind.choices = _choices(_sorted(SUBJECT_WORDS))
        self.act.choices = _choices(_sorted(ACT_WORDS))
        found = db.session.execute(people.people(forum_id))
        names = {str(key): name for key, name in found}
        self.person.choices = _choices({queries.NOBODY: _("the public, or a job")} | _sorted(names))

    def validate_until(self, field: DateField) -> None:
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(_("The last day is before the first."))

    def asked(self) -> dict[str, Any]:
        """What was asked, for `queries.narrowed`."""
        return {field.name: field.data for field in self if field.data not in ("", None)}

    def in_address(self) -> dict[str, str]:
        """The same as it stands in an address."""
        return {name: str(value) for name, value in self.asked().items()}


def _choices(named: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice("", _("Any")), *(SelectChoice(key, name) for key, name in named.items())]


def _sorted(words: Any) -> dict[str, str]:
    """By their words, as the reader's alphabet has them."""
    said = {key: str(word) for key, word in words.items()}
    return dict(sorted(said.items(), key=lambda pair: sort_key(pair[1], current())))
