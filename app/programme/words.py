"""What the programme's kinds and parts are called."""

from enum import StrEnum

from app.platform.i18n import lazy_context


class Kind(StrEnum):
    """What a session is."""

    OPENING = "opening"
    PLENARY = "plenary"
    SCIENTIFIC = "scientific"
    WORKSHOP = "workshop"
    ROUND_TABLE = "round_table"
    ADDRESS = "address"
    CEREMONY = "ceremony"
    BREAK = "break"
    CLOSING = "closing"
    OTHER = "other"


KIND_WORDS = {
    Kind.OPENING: lazy_context("session", "Opening session"),
    Kind.PLENARY: lazy_context("session", "Plenary session"),
    Kind.SCIENTIFIC: lazy_context("session", "Scientific session"),
    Kind.WORKSHOP: lazy_context("session", "Workshop"),
    Kind.ROUND_TABLE: lazy_context("session", "Round table"),
    Kind.ADDRESS: lazy_context("session", "Address"),
    Kind.CEREMONY: lazy_context("session", "Signing ceremony"),
    Kind.BREAK: lazy_context("session", "Break"),
    Kind.CLOSING: lazy_context("session", "Closing session"),
    Kind.OTHER: lazy_context("session", "Other session"),
}


class Part(StrEnum):
    """What somebody does in a session; in the order of precedence where nobody set another."""

    ADDRESS = "address"
    CHAIR = "chair"
    MODERATOR = "moderator"
    SPEAKER = "speaker"
    RAPPORTEUR = "rapporteur"
    GENERAL_RAPPORTEUR = "general_rapporteur"


PART_WORDS = {
    Part.ADDRESS: lazy_context("part", "Address"),
    Part.CHAIR: lazy_context("part", "Chair"),
    Part.MODERATOR: lazy_context("part", "Moderator"),
    Part.SPEAKER: lazy_context("part", "Speaker"),
    Part.RAPPORTEUR: lazy_context("part", "Rapporteur"),
    Part.GENERAL_RAPPORTEUR: lazy_context("part", "General rapporteur"),
}


class Answer(StrEnum):
    """What a person with a part says to it."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


ANSWER_WORDS = {
    Answer.OPEN: lazy_context("speaker", "No answer yet"),
    Answer.CONFIRMED: lazy_context("speaker", "Confirmed"),
    Answer.DECLINED: lazy_context("speaker", "Declined"),
}
