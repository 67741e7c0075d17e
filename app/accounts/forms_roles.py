"""What is filled in to invite somebody, to join, and to give a role."""

from collections.abc import Iterable
from typing import Any

from wtforms import SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from app.accounts.access import OF_THE_INSTALLATION
from app.accounts.forms_profile import NewPasswordForm, language_field
from app.accounts.models import Role
from app.accounts.ports import Event
from app.accounts.words import ROLE_WORDS
from app.platform.i18n import _, lazy
from app.ui.forms import Form, Mail, Words

IN_A_FORUM = [SelectChoice(role.value, ROLE_WORDS[role]) for role in Role if role not in OF_THE_INSTALLATION]


class AdministratorForm(Form):
    """Who is invited to administer the platform."""

    email = Mail(lazy("E-mail"), validators=[InputRequired(), Length(max=254)])
    name_ = Words(lazy("Name"), validators=[Length(max=200)])
    language = language_field(lazy("Language of the message"))

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {
            "email": self.email.data,
            "name": self.name_.data or "",
            "locale": self.language.data,
            "role": Role.ADMINISTRATOR,
        }


class InviteForm(AdministratorForm):
    """Who is invited to a forum, as what."""

    role = SelectField(lazy("Role"), choices=IN_A_FORUM, default=Role.READER.value)

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return super().values() | {"role": Role(self.role.data)}


class RoleForm(Form):
    """Another role in the same forum."""

    role = SelectField(lazy("Role"), choices=IN_A_FORUM)


class GiveRoleForm(Form):
    """A role in one of the forums, or administrator of the whole platform."""

    event = SelectField(lazy("Event"))
    role = SelectField(
        lazy("Role"),
        # Nothing is chosen beforehand: the first of the list is everything everywhere.
        choices=[SelectChoice("", "—"), *(SelectChoice(role.value, ROLE_WORDS[role]) for role in Role)],
        validators=[InputRequired()],
    )

    def __init__(self, events: Iterable[Event], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = ("", _("The whole platform"))
        self.event.choices = [whole, *((str(event.id), event.name.said()) for event in events)]

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {
            "role": Role(self.role.data),
            "forum_id": int(self.event.data) if self.event.data else None,
        }


class JoinForm(NewPasswordForm):
    """The account that an invited person opens."""

    name_ = Words(lazy("Your name"), validators=[InputRequired(), Length(max=200)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = (*self.known, self.name_.data or "")
