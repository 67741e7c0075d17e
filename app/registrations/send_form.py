"""The public form: who, as what, and the token that makes one form one registration."""

import re
import secrets
from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField, RadioField
from wtforms.validators import DataRequired

from app.platform.i18n import lazy
from app.registrations.choosing import Choosable
from app.registrations.models import Category
from app.registrations.person_form import PersonForm
from app.ui.forms import Version

_TOKEN = re.compile("[0-9a-f]{32}")


class SendForm(PersonForm):
    """PersonForm with the category. `shown`: the category whose questions were on the page that was sent."""

    category = RadioField(lazy("You come as"), coerce=int, validate_choice=False, validators=[DataRequired()])
    shown = Version()
    token = HiddenField()

    def __init__(self, category: Category, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not _TOKEN.fullmatch(self.token.data or ""):
            self.renew_token()
        self.turned = self.shown.data not in (None, 0, category.id)
        self.category.data = self.shown.data = category.id

    def renew_token(self) -> None:
        """What is sent next is another form: the one before acted, or never will."""
        self.token.data = secrets.token_hex(16)

    def offer(self, listed: Iterable[Choosable]) -> None:
        """Put the categories that are open into the list from which one is chosen."""
        self.category.choices = [(one.category.id, one.told()) for one in listed if one.opens_at is None]
