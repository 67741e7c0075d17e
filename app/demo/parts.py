"""What both kinds of events are made of: halls, themes, partners, sessions with their people."""

from collections.abc import Mapping
from typing import Any

from app.accounts.models import User
from app.demo.directory import Directory
from app.forums import parts_actions as actions
from app.forums.models import Forum, Hall, PartnerRole, Theme
from app.platform.text import Translated
from app.programme.words import Kind, Part

Places = tuple[list[Theme], list[Hall]]
_AS_GIVEN = ("team_note", "capacity", "languages", "interpretation", "needs_registration", "is_public")


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
    """What a session of the content is, without a time, as actions take it; themes and halls are counted from
    1.
    """
    themes, halls = places
    theme, hall = content.get("theme"), content.get("hall")
    return {
        **{name: content[name] for name in _AS_GIVEN if name in content},
        **{name: Translated(content.get(name, {})) for name in ("title", "abstract", "note")},
        "kind": Kind(content["kind"]),
        "position": position,
        "theme_id": themes[theme - 1].id if theme else None,
        "hall_id": halls[hall - 1].id if hall else None,
        "people": _people(content, directory),
        "talks": [
            {
                "title": Translated(one["title"]),
                "abstract": Translated(one.get("abstract", {})),
                "minutes": one["minutes"],
                "people": _people(one, directory),
            }
            for one in content.get("talks", ())
        ],
    }


def _people(content: Mapping[str, Any], directory: Directory) -> list[dict[str, Any]]:
    return [
        {
            "person_id": directory.people[one["person"]].id if "person" in one else None,
            "unnamed": Translated(one.get("unnamed", {})),
            "part": Part(one["part"]),
        }
        for one in content["people"]
    ]
