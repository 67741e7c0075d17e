"""The words of registrations: how one stands, how a category is entered, what a question asks."""

from enum import StrEnum

from app.platform.i18n import lazy, lazy_context


class State(StrEnum):
    """How a registration stands."""

    HELD = "held"  # a place is kept until the contact is confirmed
    PENDING = "pending"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    TRANSFERRED = "transferred"


STATE_WORDS = {
    State.HELD: lazy_context("registration", "Contact to be confirmed"),
    State.PENDING: lazy_context("registration", "Awaiting approval"),
    State.CONFIRMED: lazy_context("registration", "Confirmed"),
    State.WAITING: lazy_context("registration", "On the waiting list"),
    State.REFUSED: lazy_context("registration", "Not accepted"),
    State.CANCELLED: lazy_context("registration", "Cancelled by the person"),
    State.WITHDRAWN: lazy_context("registration", "Cancelled by the organiser"),
    State.LAPSED: lazy_context("registration", "Contact not confirmed in time"),
    State.TRANSFERRED: lazy_context("registration", "Transferred to another person"),
}
STATE_TONES = {
    State.HELD: "attention",
    State.PENDING: "attention",
    State.CONFIRMED: "good",
    State.WAITING: "attention",
    State.REFUSED: "calm",
    State.CANCELLED: "calm",
    State.WITHDRAWN: "calm",
    State.LAPSED: "calm",
    State.TRANSFERRED: "calm",
}


class Source(StrEnum):
    """Who typed it."""

    PUBLIC = "public"
    OFFICE = "office"


SOURCE_WORDS = {
    Source.PUBLIC: lazy_context("registration", "Registered on the site"),
    Source.OFFICE: lazy_context("registration", "Added by the team"),
}


class Entry(StrEnum):
    """How one enters a category."""

    OPEN = "open"
    APPROVAL = "approval"
    INVITATION = "invitation"


ENTRY_WORDS = {
    Entry.OPEN: lazy_context("category", "Open: the place is given at once"),
    Entry.APPROVAL: lazy_context("category", "On approval: the team answers each request"),
    Entry.INVITATION: lazy_context("category", "By invitation: only with the link of the category"),
}


class Seen(StrEnum):
    """Who sees that a category exists."""

    EVERYONE = "everyone"
    LINK = "link"
    TEAM = "team"


SEEN_WORDS = {
    Seen.EVERYONE: lazy_context("category", "Everyone"),
    Seen.LINK: lazy_context("category", "Those who have its link"),
    Seen.TEAM: lazy_context("category", "The team alone, which registers people itself"),
}


class Covers(StrEnum):
    """What a quota counts the places of."""

    EVENT = "event"
    CATEGORY = "category"
    DELEGATION = "delegation"
    WORKSHOP = "workshop"


class QuestionKind(StrEnum):
    """What is answered: the form of the answer."""

    SHORT = "short"
    LONG = "long"
    CHOICE = "choice"
    SEVERAL = "several"
    NUMBER = "number"
    DATE = "date"
    FILE = "file"
    CONSENT = "consent"


QUESTION_WORDS = {
    QuestionKind.SHORT: lazy_context("question", "Short text"),
    QuestionKind.LONG: lazy_context("question", "Long text"),
    QuestionKind.CHOICE: lazy_context("question", "One choice"),
    QuestionKind.SEVERAL: lazy_context("question", "Several choices"),
    QuestionKind.NUMBER: lazy_context("question", "Number"),
    QuestionKind.DATE: lazy_context("question", "Date"),
    QuestionKind.FILE: lazy_context("question", "File"),
    QuestionKind.CONSENT: lazy_context("question", "Box to tick"),
}


class ConsentKind(StrEnum):
    """What a person agrees to, each apart and refusable; and the notice, which is only acknowledged."""

    NOTICE = "notice"
    PHOTO = "photo"
    DIRECTORY = "directory"
    LATER = "later"


# Row 296 of page 6 of the design; the notice is row 295.
CONSENT_WORDS = {
    ConsentKind.NOTICE: lazy("I have read the notice about my personal data"),
    ConsentKind.PHOTO: lazy("I agree to be photographed and to the publication of the pictures"),
    ConsentKind.DIRECTORY: lazy("I agree to be listed in the directory"),
    ConsentKind.LATER: lazy("I agree to receive news of later events"),
}


class Arrangement(StrEnum):
    """What we can prepare for somebody: the arrangement, never a condition (row 213 of page 6)."""

    WHEELCHAIR = "wheelchair"
    SIGNING = "signing"
    LARGE_PRINT = "large_print"
    FRONT_SEAT = "front_seat"
    COMPANION = "companion"


ARRANGEMENT_WORDS = {
    Arrangement.WHEELCHAIR: lazy("A place for a wheelchair"),
    Arrangement.SIGNING: lazy("Sign language"),
    Arrangement.LARGE_PRINT: lazy("Documents in large print"),
    Arrangement.FRONT_SEAT: lazy("A seat near the front"),
    Arrangement.COMPANION: lazy("A place for somebody who comes along to help"),
}
