"""What both kinds of events are made of: halls, themes, partners, sessions with their people."""

from collections.abc import Mapping
from typing import Any

from app.demo.directory import Directory
from app.forums.models import Forum, Hall, Partner, PartnerRole, Theme
from app.platform.db import db
from app.programme.models import Kind, Part, Participation

Places = tuple[list[Theme], list[Hall]]


def add_parts(forum: Forum, content: Mapping[str, Any], directory: Directory) -> Places:
    """Add themes, halls and partners in the order of the content; gives the first two."""
    themes = [
        Theme(forum_id=forum.id, name=name, position=place)
        for place, name in enumerate(content["themes"], start=1)
    ]
    halls = [
        Hall(forum_id=forum.id, name=one["name"], capacity=one["capacity"], position=place)
        for place, one in enumerate(content.get("halls", ()), start=1)
    ]
    partners = [
        Partner(
            forum_id=forum.id,
            organisation_id=directory.organisations[key].id,
            role=PartnerRole(role),
            position=place,
        )
        for place, (key, role) in enumerate(content["partners"], start=1)
    ]
    db.session.add_all([*themes, *halls, *partners])
    db.session.flush()
    return themes, halls


def session_values(
    content: Mapping[str, Any], position: int, directory: Directory, places: Places
) -> dict[str, Any]:
    """What a session of the content is, without a time; themes and halls are counted from 1."""
    themes, halls = places
    theme, hall = content.get("theme"), content.get("hall")
    return {
        "kind": Kind(content["kind"]),
        "title": content["title"],
        "note": content["note"],
        "position": position,
        "theme_id": themes[theme - 1].id if theme else None,
        "hall_id": halls[hall - 1].id if hall else None,
        "people": [
            _participation(one, place, directory) for place, one in enumerate(content["people"], start=1)
        ],
    }


def _participation(content: Mapping[str, Any], position: int, directory: Directory) -> Participation:
    person = directory.people[content["person"]] if "person" in content else None
    return Participation(
        person_id=person.id if person else None,
        unnamed=content.get("unnamed", {}),
        part=Part(content["part"]),
        position=position,
    )
