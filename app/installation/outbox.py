"""The outbox: its pages are the same for one event and for the installation, each behind its own doors."""

from dataclasses import dataclass
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import may
from app.audit import actions as audit
from app.installation import closed_addresses, correspondence
from app.installation.message_forms import ReturnForm
from app.platform import letters, mail, mail_outbox, operator
from app.platform.db import Model, db, observe, one_or_404, unit_of_work
from app.platform.i18n import _, lazy, lazy_context, plural
from app.platform.mail_delivery import COMES_BACK, UNTRUE
from app.platform.mail_rows import OutgoingMail, State
from app.ui.listing import PAGE, asked_page, one_page

STATE_WORDS = {
    State.QUEUED: lazy_context("message", "To be sent"),
    State.SENDING: lazy_context("message", "Being sent"),
    State.SENT: lazy_context("message", "Sent"),
    State.WAITING: lazy_context("message", "Waiting"),
    State.FAILED: lazy_context("message", "Not delivered"),
    State.UNCERTAIN: lazy_context("message", "Perhaps sent"),
}
STATE_TONES = {
    State.QUEUED: "calm",
    State.SENDING: "calm",
    State.SENT: "good",
    State.WAITING: "attention",
    State.FAILED: "urgent",
    State.UNCERTAIN: "attention",
}
STUCK = (State.FAILED, State.UNCERTAIN)
# What stands in an error → what it means. The first that fits is said, and the server's own words below.
REASONS = (
    (COMES_BACK, lazy("Letters to this address come back, so it was not sent.")),
    (UNTRUE, lazy("What it says was no longer so when it was to leave, so it was not sent.")),
    ("SSLCertVerificationError", lazy("The certificate of the mail server is not valid.")),
    ("SMTPAuthenticationError", lazy("The mail server refuses our name or password.")),
    ("no encryption", lazy("The mail server offers no encryption, so the password is not sent.")),
    ("gaierror", lazy("The name of the mail server is not known.")),
    ("timed out", lazy("The mail server does not answer.")),
    ("ConnectionReset", lazy("The mail server ended the conversation.")),
    ("Disconnected", lazy("The mail server ended the conversation.")),
    ("OSError", lazy("The mail server does not answer.")),
    ("ConnectionRefused", lazy("The mail server does not answer.")),
    ("Unreachable: 4", lazy("The mail server asks us to try later.")),
    ("letters that the mail server", lazy("The mail server cannot carry letters to this kind of address.")),
)


@dataclass(frozen=True)
class Outbox:
    """Where letters are looked at: one event, or with `forum` None the whole installation."""

    forum: Any | None = None

    @property
    def forum_id(self) -> int | None:
        return self.forum.id if self.forum else None

    @property
    def of(self) -> Model:
        """What the log names when all letters are meant."""
        return self.forum or operator.held()

    def url(self, page: str, **values: Any) -> str:
        """The address of one of its pages."""
        if self.forum is None:
            return url_for(f"all_messages.{page}", **values)
        return url_for(f"messages.{page}", forum=self.forum, **values)

    def may(self, act: str) -> bool:
        """Whether the person who asks may `send` letters again or `edit` texts here."""
        return may("installation.messages" if self.forum is None else f"messages.{act}")


def index(box: Outbox) -> str:
    """The letters, a page at a time."""
    query, state, page = request.args.get("q", ""), request.args.get("state", ""), asked_page()
    closed = closed_addresses.closed(box.forum_id)
    found = mail_outbox.letters(box.forum_id, query=query, state=state, closed=closed)
    rows = db.session.scalars(one_page(found, page)).all()
    failed = mail_outbox.repeatable(box.forum_id)
    with observe() as session:
        audit.record("messages.read", box.of, by=g.user, session=session, page=page)
    return render_template(
        "outbox/index.html",
        box=box,
        rows=rows[:PAGE],
        instead=closed_addresses.instead(rows, box.forum_id),
        more=len(rows) > PAGE,
        page=page,
        query=query,
        state=state,
        counts=mail_outbox.counts(box.forum_id),
        failed=failed,
        letter_words=STATE_WORDS,
        letter_tones=STATE_TONES,
    )


def show(box: Outbox, letter_id: int) -> str:
    """One letter, without its secrets."""
    letter = _letter(box, letter_id)
    with observe() as session:
        audit.record("message.read", letter, by=g.user, session=session)
    return _page(box, letter, ReturnForm(formdata=None))


def repeat(box: Outbox, letter_id: int) -> ResponseReturnValue:
    """Send one again."""
    letter = _letter(box, letter_id)
    with unit_of_work():
        correspondence.repeat(letter, by=g.user)
    flash(_("The message is on its way again."))
    return redirect(box.url("show", letter_id=letter.id), 303)


def repeat_all(box: Outbox) -> ResponseReturnValue:
    """Send all that failed again."""
    with unit_of_work():
        count = correspondence.repeat_all(box.of, box.forum_id, by=g.user)
    flash(
        plural("%(num)d message is on its way again.", "%(num)d messages are on their way again.", count)
        if count
        else _("There is no message to send again.")
    )
    return redirect(box.url("index"), 303)


def record_return(box: Outbox, letter_id: int) -> ResponseReturnValue:
    """Record by hand that one came back."""
    letter, form = _letter(box, letter_id), ReturnForm()
    if not form.validate_on_submit():
        return _page(box, letter, form), 422
    with unit_of_work():
        correspondence.came_back(letter, form.reason.data, forum_id=box.forum_id, by=g.user)
    flash(_("Saved. Nothing more is sent to this address."))
    return redirect(box.url("show", letter_id=letter.id), 303)


def reason(error: str) -> Any:
    """What an error means, in words; "" when it is only known in those of the server."""
    found = next((words for part, words in REASONS if part in error), "")
    return found or (lazy("The mail server refused it.") if error[:1] == "5" else "")


def _letter(box: Outbox, letter_id: int) -> OutgoingMail:
    found: OutgoingMail = one_or_404(mail_outbox.letter(box.forum_id, letter_id))
    return found


def _page(box: Outbox, letter: OutgoingMail, form: ReturnForm) -> str:
    kind = letters.known(letter.kind)
    instead = closed_addresses.instead([letter], box.forum_id)
    said = letter.error if letter.error not in (COMES_BACK, UNTRUE) and letter.id not in instead else ""
    return render_template(
        "outbox/show.html",
        box=box,
        letter=letter,
        instead=instead,
        form=form,
        text=mail.shown(letter),
        kind=kind.label if kind else "",
        reason=_("This message came back.") if letter.bounced_at else reason(letter.error),
        said=said,
        can_repeat=letter.state in STUCK and box.may("send"),
        can_return=letter.state in (State.SENT, State.UNCERTAIN) and box.may("send"),
        letter_words=STATE_WORDS,
        letter_tones=STATE_TONES,
    )
