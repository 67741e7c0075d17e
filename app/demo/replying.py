"""What the fictional people answer: the same for the same seed. Pure but for the keys it is given."""

import random
from dataclasses import dataclass
from typing import Any

from app.demo.asking import Asked
from app.demo.content import read
from app.demo.crowd import Guest
from app.registrations.words import Arrangement, ConsentKind

_ARRANGEMENTS = list(Arrangement)


@dataclass(frozen=True)
class Reply:
    """The keys of workshops, the answers by the key of the question, the consents, the arrangements."""

    workshops: tuple[int, ...]
    answers: dict[int, Any]
    consents: dict[ConsentKind, bool]
    arrangements: list[str]


def reply(place: int, guest: Guest, asked: Asked) -> Reply:
    """What the guest at this place of the list answers."""
    rng = random.Random(f"{place} {guest.person['email']}")  # noqa: S311 - the same each time, no secret
    return Reply(
        tuple(key for key in asked.workshops if rng.random() < 0.16),
        _answers(rng, guest, asked),
        {
            ConsentKind.NOTICE: True,
            ConsentKind.PHOTO: rng.random() < 0.75,
            ConsentKind.LATER: rng.random() < 0.5,
        },
        [str(rng.choice(_ARRANGEMENTS))] if place % 31 == 4 else [],
    )


def _answers(rng: random.Random, guest: Guest, asked: Asked) -> dict[int, Any]:
    replies, locale = read("registration")["replies"], guest.person["locale"]
    travels = rng.random() < 0.6
    said: dict[str, Any] = {"travels": asked.options["travels"]["yes" if travels else "no"]}
    if rng.random() < 0.8:
        said["expects"] = rng.choice(list(asked.options["expects"].values()))
    if rng.random() < 0.7:
        said["documents"] = [asked.options["documents"][locale]]
    if travels:
        said["city"] = rng.choice(replies["cities"][locale])
    if guest.category == "associations" and rng.random() < 0.7:
        said["members"] = rng.randint(8, 240)
    if guest.category == "press":
        said["press_card"] = f"P-{rng.randint(1000, 9999)}"
    if guest.category == "citizens":
        said["why"] = rng.choice(replies["why"][locale])
    return {asked.questions[key].id: value for key, value in said.items()}
