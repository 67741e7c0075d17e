"""Our own texts of the letters to registered persons, after the models of page 6 §7.2 and §7.3 of the design:
the answer first, one action a line, then whom to call.
"""

from typing import Any, NamedTuple

from app.platform.i18n import lazy
from app.registrations.words import State


class Letter(NamedTuple):
    """A kind: what the office calls it, its texts, and the states of a registration of which it is true."""

    label: Any
    subject: Any
    body: Any
    states: frozenset[State]
    secrets: tuple[str, ...] = ("link",)


_STANDING = frozenset({State.HELD, State.PENDING, State.WAITING, State.CONFIRMED})
CONFIRMED, HELD = "registration.confirmed", "registration.held"
PENDING, WAITING = "registration.pending", "registration.waiting"
REFUSED, WITHDRAWN = "registration.refused", "registration.withdrawn"
CANCELLED, LAPSED = "registration.cancelled", "registration.lapsed"
TAKEN_BACK = "registration.taken_back"
TRANSFERRED, CHANGED = "registration.transferred", "registration.changed"
AGAIN, PROOF, LEFT = "registration.again", "registration.proof", "registration.left"

CONFIRMED_TEXT = lazy(
    "Hello,\n\n"
    "Your registration is confirmed.\n\n"
    "{event}\n"
    "Date: {date}. Beginning at {time}. Venue: {venue}, {city}.\n"
    "Name: {name}. You come as: {category}.\n"
    "Registered by: {registrant}.\n"
    "Registration number: {number}\n\n"
    "{workshops}\n\n"
    "Your badge is attached. Show it on your phone or on paper.\n\n"
    "To change, transfer or cancel: {link}\n"
    "Possible until {deadline}.\n\n"
    "Help: {phone}\n\n"
    "Kind regards,\n"
    "{organiser}"
)
HELD_TEXT = lazy(
    "Hello,\n\n"
    "A place is kept for you until {deadline}. One step is left: confirm that this address is yours.\n\n"
    "Confirm my registration: {confirm_link}\n\n"
    "{event}\n"
    "Date: {date}. Beginning at {time}. Venue: {venue}, {city}.\n"
    "Name: {name}. You come as: {category}.\n"
    "Registered by: {registrant}.\n\n"
    "Without your answer the place goes to somebody else.\n\n"
    "To see or change what was written: {link}\n\n"
    "Registration number: {number}\n"
    "Help: {phone}\n\n"
    "Kind regards,\n"
    "{organiser}"
)
PENDING_TEXT = lazy(
    "Hello,\n\n"
    "We have received your request. The team answers it by a message.\n\n"
    "{event}\n"
    "Date: {date}. Beginning at {time}. Venue: {venue}, {city}.\n"
    "Name: {name}. You come as: {category}.\n"
    "Registered by: {registrant}.\n\n"
    "Please do not travel before you have a confirmation.\n\n"
    "To change or cancel your request: {link}\n\n"
    "Registration number: {number}\n"
    "Help: {phone}\n\n"
    "Kind regards,\n"
    "{organiser}"
)
WAITING_TEXT = lazy(
    "Hello,\n\n"
    "We have received your request. All places are taken for now; your rank on the waiting list: {rank}.\n\n"
    "{event}, {date}.\n"
    "Name: {name}.\n\n"
    "If a place becomes free, we offer it to you by message.\n\n"
    "Please do not travel before you have a confirmation.\n\n"
    "To leave the list: {link}\n\n"
    "Registration number: {number}\n"
    "Help: {phone}\n\n"
    "Kind regards,\n"
    "{organiser}"
)
REFUSED_TEXT = lazy(
    "Hello,\n\n"
    "Thank you for your interest. Your request could not be accepted for: {event}.\n"
    "Name: {name}.\n\n"
    "Reason: {reason}\n\n"
    "Your request and your rights over your data: {link}\n\n"
    "Registration number: {number}\n"
    "Help: {phone}\n\n"
    "Kind regards,\n"
    "{organiser}"
)
WITHDRAWN_TEXT = lazy(
    "Hello,\n\n"
    "We had to cancel your registration for: {event}, {date}.\n"
    "Name: {name}.\n\n"
    "Reason: {reason}\n\n"
    "If you had a badge, it opens nothing any more. If a file is attached, it takes the event out of your "
    "calendar.\n\n"
    "Your registration and your rights over your data: {link}\n\n"
    "Registration number: {number}\n"
    "Help: {phone}\n\n"
    "Kind regards,\n"
    "{organiser}"
)
CANCELLED_TEXT = lazy(
    "Hello,\n\n"
    "Your registration is cancelled, as you asked: {event}, {date}.\n"
    "Name: {name}.\n\n"
    "If a file is attached, it takes the event out of your calendar.\n\n"
    "You can register again while places are free: {register_link}\n\n"
    "If it was not you, please call us: {phone}\n\n"
    "Your registration and your rights over your data: {link}\n\n"
    "Registration number: {number}\n\n"
    "Kind regards,\n"
    "{organiser}"
)
TAKEN_BACK_TEXT = lazy(
    "Hello,\n\n"
    "Your request is withdrawn, as you asked: {event}, {date}.\n"
    "Name: {name}.\n\n"
    "You can register again while places are free: {register_link}\n\n"
    "If it was not you, please call us: {phone}\n\n"
    "Your request and your rights over your data: {link}\n\n"
    "Registration number: {number}\n\n"
    "Kind regards,\n"
    "{organiser}"
)
LAPSED_TEXT = lazy(
    "Hello,\n\n"
    "The place that was kept for you is free again: this address was not confirmed in time.\n\n"
    "{event}, {date}.\n"
    "Name: {name}.\n\n"
    "If you still wish to come, please register again: {register_link}\n\n"
    "What was written: {link}\n\n"
    "Registration number: {number}\n"
    "Help: {phone}\n\n"
    "Kind regards,\n"
    "{organiser}"
)
TRANSFERRED_TEXT = lazy(
    "Hello,\n\n"
    "Your registration now belongs to the person whom you named: {event}, {date}.\n"
    "Your name: {name}. Registration number: {number}.\n\n"
    "We have written to this person, where we have an e-mail. Your own badge opens nothing any more, and the "
    "attached file takes the event out of your calendar.\n\n"
    "If it was not you, please call us: {phone}\n\n"
    "Your rights over your data: {link}\n\n"
    "Kind regards,\n"
    "{organiser}"
)
CHANGED_TEXT = lazy(
    "Hello,\n\n"
    "Your registration was changed. As it now stands:\n\n"
    "{event}\n"
    "Date: {date}. Beginning at {time}. Venue: {venue}, {city}.\n"
    "Name: {name}. You come as: {category}.\n"
    "{workshops}\n\n"
    "If a badge is attached, it takes the place of the one before; its code is the same.\n\n"
    "To look at it, or change it: {link}\n"
    "Possible until {deadline}.\n\n"
    "Registration number: {number}\n"
    "If it was not you, please call us: {phone}\n\n"
    "Kind regards,\n"
    "{organiser}"
)
AGAIN_TEXT = lazy(
    "Hello,\n\n"
    "You are registered already, and nothing was changed. We write because somebody looked for this "
    "registration on the site, or registered this person again.\n\n"
    "{event}\n"
    "Date: {date}. Beginning at {time}. Venue: {venue}, {city}.\n"
    "Name: {name}. You come as: {category}.\n\n"
    "Your registration: {link}\n\n"
    "Registration number: {number}\n"
    "Help: {phone}\n\n"
    "Kind regards,\n"
    "{organiser}"
)
PROOF_TEXT = lazy(
    "Hello,\n\n"
    "This address was given for a registration. If it is yours, please confirm it.\n\n"
    "Confirm my e-mail: {confirm_link}\n\n"
    "{event}, {date}.\n"
    "Name: {name}. Registration number: {number}.\n\n"
    "If you know nothing of it, you have nothing to do.\n\n"
    "Help: {phone}\n\n"
    "Kind regards,\n"
    "{organiser}"
)
LEFT_TEXT = lazy(
    "Hello,\n\n"
    "The e-mail of a registration was changed: we write to this address no more.\n\n"
    "{event}, {date}.\n"
    "Registration number: {number}.\n\n"
    "If it was not you, please call us: {phone}\n\n"
    "Kind regards,\n"
    "{organiser}"
)


def _only(state: State) -> frozenset[State]:
    return frozenset({state})


LETTERS = {
    CONFIRMED: Letter(
        lazy("Registration confirmed"),
        lazy("Your registration is confirmed: {event}, {date}"),
        CONFIRMED_TEXT,
        _only(State.CONFIRMED),
    ),
    HELD: Letter(
        lazy("A place is kept until the e-mail is confirmed"),
        lazy("Please confirm your registration: {event}"),
        HELD_TEXT,
        _only(State.HELD),
        ("confirm_link", "link"),
    ),
    PENDING: Letter(
        lazy("Awaiting approval"),
        lazy("Request received: {event}, {date}"),
        PENDING_TEXT,
        _only(State.PENDING),
    ),
    WAITING: Letter(
        lazy("On the waiting list"), lazy("Waiting list: {event}"), WAITING_TEXT, _only(State.WAITING)
    ),
    REFUSED: Letter(
        lazy("Request not accepted"), lazy("Your request: {event}"), REFUSED_TEXT, _only(State.REFUSED)
    ),
    WITHDRAWN: Letter(
        lazy("Cancelled by the organiser"),
        lazy("Your registration is cancelled: {event}, {date}"),
        WITHDRAWN_TEXT,
        _only(State.WITHDRAWN),
    ),
    CANCELLED: Letter(
        lazy("Cancelled by the person"),
        lazy("Your registration is cancelled: {event}, {date}"),
        CANCELLED_TEXT,
        _only(State.CANCELLED),
    ),
    TAKEN_BACK: Letter(
        lazy("Request withdrawn by the person"),
        lazy("Your request is withdrawn: {event}, {date}"),
        TAKEN_BACK_TEXT,
        _only(State.CANCELLED),
    ),
    LAPSED: Letter(
        lazy("E-mail not confirmed in time"),
        lazy("The place is free again: {event}"),
        LAPSED_TEXT,
        _only(State.LAPSED),
    ),
    TRANSFERRED: Letter(
        lazy("Transferred, to who gave it away"),
        lazy("Your registration was transferred: {event}"),
        TRANSFERRED_TEXT,
        _only(State.TRANSFERRED),
    ),
    CHANGED: Letter(
        lazy("Registration changed"),
        lazy("Your registration was changed: {event}, {date}"),
        CHANGED_TEXT,
        _STANDING,
    ),
    AGAIN: Letter(
        lazy("Registered already: looked for, or registered again"),
        lazy("You are registered already: {event}"),
        AGAIN_TEXT,
        _STANDING,
    ),
    PROOF: Letter(
        lazy("An e-mail is to be confirmed"),
        lazy("Please confirm your e-mail: {event}"),
        PROOF_TEXT,
        _STANDING,
        ("confirm_link",),
    ),
    LEFT: Letter(
        lazy("The e-mail was changed, to the one before"),
        lazy("The e-mail of your registration was changed: {event}"),
        LEFT_TEXT,
        frozenset(State),
        (),
    ),
}
# Which of them tells of a state that a registration has just come to; of a request, TAKEN_BACK.
OF_STATE = {
    state: name
    for name, letter in LETTERS.items()
    for state in letter.states
    if len(letter.states) == 1 and name != TAKEN_BACK
}
