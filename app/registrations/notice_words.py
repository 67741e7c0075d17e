"""The sentences of the notice (page 6 §2.9 of the design), filled with what an organiser set."""

from app.forums import organisers
from app.forums.models import Forum
from app.platform import operator
from app.platform.i18n import _, plural
from app.platform.text import isolate
from app.registrations.rule_rows import Rules
from app.ui.forms import shown_phone

CNDP_SITE = "www.cndp.ma"


def first(kept_for: str, contact_: str) -> str:
    """The first layer, in plain words."""
    return str(
        _(
            "We ask for these data only to organise this event and to write to you about it. The organising "
            "team sees them, and they are deleted %(retention)s. You may consult them, correct them, and "
            "object to their processing: %(contact)s.",
            retention=kept_for,
            contact=contact_,
        )
    )


def contact(forum: Forum, of: Rules) -> str:
    """Whom to write to or call: what the organiser set, else who helps, else the operator."""
    held = operator.held()
    found = of.rights_contact or forum.help_phone or held.contact_email or operator.help_phone()
    return isolate(found if "@" in found else shown_phone(found)) if found else organisers.named(forum)


def kept(months: int) -> str:
    """«12 months after the event»."""
    return str(plural("%(num)d month after the event", "%(num)d months after the event", months))


def kept_apart(of: Rules) -> str:
    """How long what ended early is kept, where that is another time."""
    said = _("They are deleted %(retention)s.", retention=kept(of.keep_months))
    if of.keep_refused_months == of.keep_months:
        return str(said)
    apart = _(
        "Those of requests that were not accepted, and of cancelled registrations: %(retention)s.",
        retention=kept(of.keep_refused_months),
    )
    return f"{said} {apart}"


def recipients(of: Rules) -> str:
    """The team, and whom the organiser names."""
    team = str(_("The organising team of the event."))
    return f"{team} {of.recipients.said()}".strip()


def needed() -> str:
    """What is required, and what follows from leaving it out."""
    return str(
        _(
            "A name, a phone or an e-mail, and what the form calls required: we cannot register you "
            "without them."
        )
    )


def receipt(of: Rules) -> str:
    """The number of the receipt: the event's own, else the installation's."""
    number = of.cndp_number or operator.held().cndp_number
    if not number:
        return str(_("Declaration to the CNDP in progress"))
    return str(_("CNDP receipt no. %(number)s", number=isolate(number)))


def card(of: Rules) -> str:
    """Under which authorisation the identity card is asked for; "" where it is not."""
    if not of.asks_cin:
        return ""
    return str(
        _(
            "Its number is asked for under the authorisation of the CNDP no. %(number)s. It is kept sealed; "
            "only its last two signs are shown.",
            number=isolate(of.cin_authorisation),
        )
    )


def rights(contact_: str) -> str:
    """What the law gives, and where it is asked for."""
    return str(
        _(
            "Law 09-08 gives you the right to consult your data, to correct them, to object to their "
            "processing and to ask for their deletion: by your personal link, or through %(contact)s.",
            contact=contact_,
        )
    )


def appeal() -> str:
    """Whom one turns to next."""
    return str(
        _(
            "The national commission for the protection of personal data (CNDP) hears you: %(site)s.",
            site=isolate(CNDP_SITE),
        )
    )
