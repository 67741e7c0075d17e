"""The notice in a form: acknowledged, with each consent apart."""

from typing import Any

from wtforms import BooleanField, HiddenField
from wtforms.validators import ValidationError

from app.forums.models import Forum
from app.platform.i18n import _
from app.registrations import notices, rules
from app.registrations.words import CONSENT_WORDS, ConsentKind
from app.ui.forms import Form


class NoticeForm(Form):
    """A part of the form of registration, without a token of its own. Draw it with the macro `notice` of
    `registrations/_notice.html`. A consent that the organiser does not ask for has no field; none is ever
    ticked beforehand, and leaving one out is an answer.
    """

    class Meta(Form.Meta):
        csrf = False

    # Which words were on the page that was sent: others came into force meanwhile → they are read first.
    notice_words = HiddenField()
    notice_read = BooleanField(CONSENT_WORDS[ConsentKind.NOTICE])
    consent_photo = BooleanField(CONSENT_WORDS[ConsentKind.PHOTO])
    consent_directory = BooleanField(CONSENT_WORDS[ConsentKind.DIRECTORY])
    consent_later = BooleanField(CONSENT_WORDS[ConsentKind.LATER])

    def __init__(self, forum: Forum, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.forum, self.told, self.now = forum, notices.told(forum), notices.digest(forum)
        self.before, self.notice_words.data = self.notice_words.data, self.now
        self.kinds = notices.asked(rules.of(forum.id))
        for kind in (ConsentKind.PHOTO, ConsentKind.DIRECTORY, ConsentKind.LATER):
            if kind not in self.kinds:
                delattr(self, f"consent_{kind}")
        if self.before and self.before != self.now:
            self.notice_read.data = False

    def validate_notice_read(self, field: BooleanField) -> None:
        if self.before and self.before != self.now:
            raise ValidationError(
                _("The notice has changed since you opened this page. Please read it, then tick this box.")
            )
        if not field.data:
            raise ValidationError(_("Please read the notice, then tick this box."))

    def given(self) -> dict[ConsentKind, bool]:
        """What was answered: for `registering.Wish.consents`, with the key of `notices.in_force(forum)`."""
        answered = {kind: bool(self[f"consent_{kind}"].data) for kind in self.kinds}
        return {ConsentKind.NOTICE: True} | answered
