"""The labelled pairs, read: persons and organisations that are the same, and such as only look it."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from app.people import alike, alike_institutions
from app.people.models import EarlierName, Kind

FOLDER = Path(__file__).parent / "data"
Side = TypeVar("Side")


@dataclass(frozen=True)
class Somebody:
    given_ar: str = ""
    family_ar: str = ""
    given_latin: str = ""
    family_latin: str = ""
    email: str = ""
    phone: str = ""
    organisation_id: int | None = None


@dataclass(frozen=True)
class Institution:
    name: dict[str, str]
    kind: Kind
    city: dict[str, str]
    acronym: dict[str, str] = field(default_factory=dict)
    earlier_names: list[EarlierName] = field(default_factory=list)
    email: str = ""
    phone: str = ""


def people(part: str) -> list[tuple[bool, Somebody, Somebody]]:
    """The pairs of persons of a part, "tuned" or "held_out", with whether they are the same."""
    return [(same, _somebody(one), _somebody(other)) for same, one, other in _lines(f"pairs_{part}.txt")]


def institutions(part: str) -> list[tuple[bool, Institution, Institution]]:
    """The pairs of organisations of a part."""
    return [
        (same, _institution(one), _institution(other))
        for same, one, other in _lines(f"institutions_{part}.txt")
    ]


def measured(part: str) -> dict[str, tuple[float, float, list[str]]]:
    """For persons and organisations: precision, recall, and what was judged wrongly."""
    return {
        "persons": _measured([(*one, alike.people(*one[1:]).score) for one in people(part)]),
        "organisations": _measured(
            [(*one, alike_institutions.institutions(*one[1:]).score) for one in institutions(part)]
        ),
    }


def _measured(judged: list[tuple[bool, Side, Side, float]]) -> tuple[float, float, list[str]]:
    found = [(same, score >= alike.SUGGESTED) for same, _one, _other, score in judged]
    right = found.count((True, True))
    wrong = [
        f"{score:.2f} {'same' if same else 'two'}: {one} | {other}"
        for same, one, other, score in judged
        if same != (score >= alike.SUGGESTED)
    ]
    suggested = sum(shown for _same, shown in found)
    return right / suggested, right / sum(same for same, _shown in found), wrong


def _lines(name: str) -> list[tuple[bool, str, str]]:
    lines = [line for line in (FOLDER / name).read_text().splitlines() if line[:1] in ("=", "!")]
    return [(line[0] == "=", *map(str.strip, line[1:].split("|"))) for line in lines]  # type: ignore[misc]


def _somebody(text: str) -> Somebody:
    known = dict(re.findall(r" (mail|tel|org)=(\S+)", text))
    values: dict[str, str] = {}
    for name in re.sub(r" (mail|tel|org)=\S+", "", text).split("+"):
        given, family = (part.strip() for part in name.split("/"))
        script = "ar" if re.search("[\u0620-\u064a]", name) else "latin"
        values |= {f"given_{script}": given, f"family_{script}": family}
    organisation = int(known["org"]) if "org" in known else None
    return Somebody(
        **values, email=known.get("mail", ""), phone=known.get("tel", ""), organisation_id=organisation
    )


def _institution(text: str) -> Institution:
    found = re.fullmatch(r"(.+) \((\w+)\)(?: @ (.+))?", text)
    assert found, text
    name, kind, city = found.groups()
    return Institution(_by_script(name), Kind(kind), _by_script(city or ""))


def _by_script(text: str) -> dict[str, str]:
    if not text:
        return {}
    return {"ar" if re.search("[\u0620-\u064a]", text) else "fr": text}
