"""What both kinds of events are made of: halls, themes, partners, sessions with their people."""

from collections.abc import Mapping
from typing import Any

from app.accounts.models import User
from app.demo.directory import Directory
from app.forums import parts_actions as actions
from app.forums.models import Forum, Hall, PartnerRole, Theme
from app.programme.models import Kind, Part, Participation

Places = tuple[list[Theme], list[Hall]]


def add_parts(forum: Forum, content: Mapping[str, Any], directory: Directory, *, by: User) -> Places:
    """Add themes, halls and partners in the order of the content; gives the first two."""
    themes = [actions.add_theme(forum, by=by, **one) for one in content["themes"]]
    halls = [actions.add_hall(forum, by=by, **one) for one in content.get("halls", ())]
    for key, role in content["partners"]:
        organisation = directory.organisations[key]
        actions.add_partner(forum, organisation_id=organisation.id, role=PartnerRole(role), by=by)
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
