"""What the personal page says of a registration, in the reader's language."""

from dataclasses import dataclass
from typing import Any

from app.forums.models import Forum
from app.forums.public_rules import is_open
from app.platform.db import db
from app.platform.i18n import listing
from app.registrations import (
    changing_rules,
    consents,
    queries,
    question_fields,
    question_queries,
    typed_moments,
    workshop_choice,
    workshop_lines,
)
from app.registrations.consents import Given
from app.registrations.models import Delegation, Registration
from app.registrations.words import ARRANGEMENT_WORDS, Arrangement, ConsentKind, State


@dataclass(frozen=True)
class Ways:
    """What the person can do now, and until when in words."""

    change: bool
    transfer: bool
    cancel: bool
    change_until: str
    cancel_until: str
    register_again: bool


def ways(registration: Registration, forum: Forum) -> Ways:
    """By the state and the rules of the event."""
    changes, cancelling = changing_rules.changes_close(forum), changing_rules.cancelling_closes(forum)
    return Ways(
        changing_rules.may_change(registration, forum),
        changing_rules.may_transfer(registration, forum),
        changing_rules.may_cancel(registration, forum),
        typed_moments.said_until(changes) if changes else "",
        typed_moments.said_until(cancelling) if cancelling else "",
        registration.state in (State.LAPSED, State.CANCELLED) and is_open(forum),
    )


def written(registration: Registration) -> dict[str, Any]:
    """What was chosen and answered besides the person: for registrations/mine.html."""
    delegation = (
        db.session.get(Delegation, registration.delegation_id) if registration.delegation_id else None
    )
    answers = question_queries.answers([registration.id])
    chosen = workshop_choice.of([registration.id])[registration.id]
    return {
        "delegation": delegation.name if delegation else None,
        "workshops": workshop_lines.titled(chosen),
        "arrangements": listing(
            [str(ARRANGEMENT_WORDS[Arrangement(one)]) for one in registration.arrangements]
        ),
        "answers": [(one.question.label.said(), question_fields.told(one)) for one in answers],
        "rank": queries.rank(registration) if registration.state is State.WAITING else None,
        "held_until": typed_moments.said_until(registration.hold_until) if registration.hold_until else "",
    }


def agreed(registration: Registration, forum: Forum) -> tuple[bool, list[Given]]:
    """Whether the notice was acknowledged, and each consent."""
    told = consents.told(registration, forum)
    read = any(one.kind is ConsentKind.NOTICE and one.is_given for one in told)
    return read, [one for one in told if one.kind is not ConsentKind.NOTICE]
