"""The words of an act on many registrations; the button says what happens, with its count."""

from typing import Any

from app.platform.i18n import lazy, plural

NOTES: dict[str, Any] = {
    "approval": lazy("Where places run out, who registered first has them; the others stay as they are."),
    "letter": lazy("Each is written to as their registration stands, with the personal link."),
    "contact": lazy("Say so only of those whom you reached. A place that was kept for them is then given."),
    "waiting": lazy("They come after those who wait already, in the order in which they registered."),
    "category": lazy("Who holds a place gives it back in the earlier category and takes one in the new."),
}


def text(able: int, ticked: int) -> str:
    """«12 of 14 registrations»."""
    if able == ticked:
        return str(plural("%(num)d registration is selected.", "%(num)d registrations are selected.", able))
    return str(
        plural(
            "%(able)d of %(num)d selected registration: the other cases stand below.",
            "%(able)d of %(num)d selected registrations: the other cases stand below.",
            ticked,
            able=able,
        )
    )


def submit(deed: str, count: int) -> str:
    """What the button says."""
    said = {
        "approval": plural("Approve %(num)d registration", "Approve %(num)d registrations", count),
        "refusal": plural("Refuse %(num)d request", "Refuse %(num)d requests", count),
        "waiting": plural(
            "Put %(num)d registration on the waiting list",
            "Put %(num)d registrations on the waiting list",
            count,
        ),
        "category": plural(
            "Change the category of %(num)d registration",
            "Change the category of %(num)d registrations",
            count,
        ),
        "contact": plural("Confirm %(num)d contact", "Confirm %(num)d contacts", count),
        "letter": plural("Send %(num)d letter", "Send %(num)d letters", count),
        "withdrawal": plural("Cancel %(num)d registration", "Cancel %(num)d registrations", count),
    }
    return str(said[deed])
