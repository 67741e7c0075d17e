"""The fictional people of the fictional event: the same for the same seed. Pure."""

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import product

from app.demo.content import read
from app.people.names import pairs
from app.platform.clock import at
from app.registrations.words import State

SEED = 20_190_622
FIRST_DAYS_BEFORE = 20
_STATES = (State.CONFIRMED, State.HELD, State.PENDING, State.REFUSED, State.WAITING)
_NAMES = ("given_ar", "family_ar", "given_latin", "family_latin")


@dataclass(frozen=True)
class Guest:
    """What one person says of themself, in which category, how it stands, since when; `writes`: a real letter
    is asked for.
    """

    category: str
    state: State
    person: dict[str, str]
    since: datetime
    writes: bool = False

    @property
    def waiting(self) -> bool:
        return self.state is State.WAITING


def guests(day: date) -> list[Guest]:
    """Everybody who registered before `day`, in the order in which they came."""
    rng = random.Random(SEED)  # noqa: S311 - for content that is the same each time, not for secrets
    seats = _seats(rng)
    identities = _identities(rng, [category for category, _ in seats])
    moments = sorted(_moment(rng, day) for _ in seats)
    made = []
    for place, ((category, state), (gender, names)) in enumerate(zip(seats, identities, strict=True)):
        person = _person(rng, place, category, state, gender, names)
        made.append(Guest(category, state, person, moments[place]))
    return _with_letters(made)


def _seats(rng: random.Random) -> list[tuple[str, State]]:
    """Category and state, mixed; those who have no place of a category come after those who have one."""
    categories = read("live")["categories"]
    seats = {
        state: [(one["key"], state) for one in categories for _ in range(one.get(state, 0))]
        for state in _STATES
    }
    rng.shuffle(seats[State.CONFIRMED])
    return [seat for state in _STATES for seat in seats[state]]


def _identities(rng: random.Random, categories: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Gender (0 masculine, 1 feminine) and names: first the hard ones of the content, then no pair twice."""
    hard: dict[str, list[dict[str, str]]] = {}
    for one in read("names")["as_written"]:
        hard.setdefault(one["category"], []).append(one)
    used: set[tuple[str, str]] = set()
    for place, category in enumerate(categories):
        if hard.get(category):
            one = hard[category].pop(0)
            yield "mf".index(one["gender"]), {name: one[name] for name in _NAMES}
            continue
        gender = rng.randrange(2)
        given, family = _pair(rng, gender, used)
        yield gender, _in_scripts(place, given, family)


def _pair(
    rng: random.Random, gender: int, used: set[tuple[str, str]]
) -> tuple[tuple[str, str], tuple[str, str]]:
    while True:
        given = rng.choice(pairs("given", "f" if gender else "m"))
        family = rng.choice(pairs("family"))
        if (given[0], family[0]) not in used:
            used.add((given[0], family[0]))
            return given, family


def _in_scripts(place: int, given: tuple[str, str], family: tuple[str, str]) -> dict[str, str]:
    """Both scripts; of thirteen people one wrote Arabic alone and one Latin letters alone."""
    names = dict(zip(_NAMES, (given[0], family[0], given[1], family[1]), strict=True))
    left_out = {3: "latin", 9: "ar"}.get(place % 13)
    return {name: "" if left_out and name.endswith(left_out) else text for name, text in names.items()}


def _person(
    rng: random.Random, place: int, category: str, state: State, gender: int, names: dict[str, str]
) -> dict[str, str]:
    crowd = read("crowd")
    content = crowd["categories"][category]
    if names["given_ar"] and names["given_latin"]:
        locale = rng.choice(("ar", "ar", "fr"))
    else:
        locale = "ar" if names["given_ar"] else "fr"
    reachable = place % 7  # one in seven by phone alone, one by mail alone
    mail = f"{_ascii(names['given_latin']) or 'participant'}.{place + 1:03}@{crowd['mail']}"
    return {
        **names,
        "function": rng.choice(content["functions"])[locale][gender],
        "organisation": rng.choice(content["organisations"])[locale],
        "email": "" if reachable == 2 and state is not State.HELD else mail,
        "phone": "" if reachable == 5 else f"{crowd['phone']}{place + 1:05}",
        "locale": locale,
    }


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "".join(letter for letter in plain.lower() if letter.isalpha())


def _moment(rng: random.Random, day: date) -> datetime:
    before = day - timedelta(days=rng.randint(1, FIRST_DAYS_BEFORE))
    return at(before, rng.randint(8, 22), rng.randrange(60))


def _with_letters(made: list[Guest]) -> list[Guest]:
    """The last who can be written to, in both languages, confirmed and waiting, are written to for real."""
    chosen = set()
    for state, locale in product((State.CONFIRMED, State.WAITING), ("ar", "fr")):
        chosen.add(
            max(
                place
                for place, one in enumerate(made)
                if one.state is state and one.person["locale"] == locale and one.person["email"]
            )
        )
    quiet = [one for place, one in enumerate(made) if place not in chosen]
    return quiet + [replace(one, writes=True) for place, one in enumerate(made) if place in chosen]
