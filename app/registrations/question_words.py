"""What the editor of questions says: the kinds, their limits, and why a question is refused."""

from typing import Any

from app.platform.i18n import lazy
from app.registrations.sensitive_terms import Kind
from app.registrations.words import QuestionKind

# The labels of the two limits.
BOUNDS: dict[QuestionKind, tuple[Any, Any]] = {
    QuestionKind.SHORT: (lazy("At least how many characters"), lazy("At most how many characters")),
    QuestionKind.LONG: (lazy("At least how many characters"), lazy("At most how many characters")),
    QuestionKind.SEVERAL: (lazy("At least how many answers"), lazy("At most how many answers")),
    QuestionKind.NUMBER: (lazy("Smallest number"), lazy("Largest number")),
}
ABOUT_KINDS: dict[QuestionKind, Any] = {
    QuestionKind.SHORT: lazy("A line: a city, the number of a vehicle."),
    QuestionKind.LONG: lazy("A few lines: an expectation, a remark."),
    QuestionKind.CHOICE: lazy("One answer of several that you write."),
    QuestionKind.SEVERAL: lazy("As many as suit of several that you write."),
    QuestionKind.NUMBER: lazy("A whole number: how many come along."),
    QuestionKind.DATE: lazy("A day: of arrival, of departure."),
    QuestionKind.FILE: lazy("A PDF or a picture: a mandate, a letter of the institution."),
    QuestionKind.CONSENT: lazy("One box: the house rules are accepted."),
}
SENSITIVE: dict[Kind, Any] = {
    Kind.HEALTH: lazy(
        "This asks for a person’s health («%(word)s»). Law 09-08 protects it: we keep nothing of it."
    ),
    Kind.RELIGION: lazy(
        "This asks for a person’s religion («%(word)s»). Law 09-08 protects it: we keep nothing of it."
    ),
    Kind.POLITICS: lazy(
        "This asks for a person’s political opinions («%(word)s»). Law 09-08 protects them: we keep none."
    ),
    Kind.UNION: lazy(
        "This asks whether a person belongs to a trade union («%(word)s»). Law 09-08 protects it: we keep "
        "nothing of it."
    ),
    Kind.ORIGIN: lazy(
        "This asks for a person’s origin («%(word)s»). Law 09-08 protects it: we keep nothing of it."
    ),
    Kind.IDENTITY: lazy(
        "This asks for an identity document («%(word)s»). Its number is asked for on the page of the rules "
        "alone, under an authorisation of the CNDP."
    ),
}
