"""What the desk says, and in which colour and shape (page 4, "The desk")."""

from app.checkin.models import Answer
from app.platform.i18n import lazy_context

WORDS = {
    Answer.ADMITTED: lazy_context("desk", "Admitted"),
    Answer.ALREADY_IN: lazy_context("desk", "This badge is already in"),
    Answer.ASK_IDENTITY: lazy_context("desk", "Is this the person? Check the name, then admit."),
    Answer.WAITING: lazy_context("desk", "On the waiting list: see the check-in office"),
    Answer.PENDING: lazy_context("desk", "Not confirmed yet: see the check-in office"),
    Answer.CANCELLED: lazy_context("desk", "Registration cancelled"),
    Answer.REPLACED: lazy_context("desk", "Badge replaced by another"),
    Answer.OTHER_EVENT: lazy_context("desk", "Badge of another event"),
    Answer.FORGED: lazy_context("desk", "This code is not one of ours"),
    Answer.UNREADABLE: lazy_context("desk", "Not a badge code: scan again, or type the registration number"),
    Answer.UNKNOWN_NUMBER: lazy_context("desk", "No registration has this number"),
}
_URGENT = (Answer.CANCELLED, Answer.REPLACED, Answer.OTHER_EVENT, Answer.FORGED)


def tone(answer: Answer) -> str:
    """`good` is green and round, `urgent` red and square, `attention` amber and a triangle."""
    if answer is Answer.ADMITTED:
        return "good"
    return "urgent" if answer in _URGENT else "attention"
