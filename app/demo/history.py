"""The events of the past, with what their sources say and nothing else."""

import secrets
from typing import Any

from app.accounts.models import User
from app.audit import actions as audit
from app.demo.content import day, read, sources
from app.demo.directory import Directory
from app.demo.parts import add_parts, session_values
from app.forums import actions as forums
from app.forums import series_actions as series
from app.forums.lifecycle import State as ForumState
from app.forums.models import Forum
from app.forums.models import Kind as ForumKind
from app.memoranda.models import Agreement, Kind, Party, Signatory, State
from app.platform.db import db
from app.platform.text import Translated
from app.programme import actions as programme
from app.programme import releasing

_AS_GIVEN = (
    "slug",
    "edition",
    "title",
    "other_titles",
    "motto",
    "about",
    "city",
    "region",
    "venue",
    "date_note",
)


def load(directory: Directory, *, by: User) -> dict[str, Forum]:
    """Add the events that are over, with their programme and agreements; by slug."""
    content = read("history")
    rows = {one["key"]: series.add(one["name"], by=by) for one in content["series"]}
    db.session.flush()
    keys = {key: row.id for key, row in rows.items()}
    return {one["slug"]: _forum(one, keys.get(one["series"]), directory, by) for one in content["forums"]}


def _forum(content: dict[str, Any], series_id: int | None, directory: Directory, by: User) -> Forum:
    values = {name: content[name] for name in _AS_GIVEN} | {
        "kind": ForumKind(content["kind"]),
        "state": ForumState.CLOSED,
        "series_id": series_id,
        "starts_on": day(content["starts_on"]),
        "sources": sources(content["sources"]),
    }
    forum = forums.create(values, by=by)
    places = add_parts(forum, content, directory, by=by)
    for position, one in enumerate(content["sessions"], start=1):
        programme.add(forum, session_values(one, position, directory, places), by=by)
    if content["sessions"]:
        note = Translated(content["release_note"])
        releasing.release(forum, name=Translated(content["release_name"]), note=note, by=by)
    for one in content["agreements"]:
        _agreement(forum, one, directory, by)
    return forum


def _agreement(forum: Forum, content: dict[str, Any], directory: Directory, by: User) -> None:
    """A record of what was signed: it never was a draft here, and has neither scan nor summary to show."""
    agreement = Agreement(
        forum_id=forum.id,
        ref=secrets.token_hex(5),
        kind=Kind(content["kind"]),
        state=State.SIGNED,
        title=content["title"],
        place=content["place"],
        note=content["note"],
        sources=sources(content["sources"]),
        parties=parties(content["parties"], directory),
    )
    db.session.add(agreement)
    audit.record("agreement.prepared", agreement, by=by)


def parties(content: list[dict[str, Any]], directory: Directory) -> list[Party]:
    """Parties in their order, each under the name that the source prints, else under its own."""
    made = []
    for position, one in enumerate(content, start=1):
        organisation = directory.organisations[one["organisation"]] if one["organisation"] else None
        made.append(
            Party(
                organisation_id=organisation.id if organisation else None,
                name=one.get("name") or dict(organisation.name if organisation else {}),
                position=position,
                signatories=[
                    Signatory(name=who["name"], capacity=who["capacity"], position=place)
                    for place, who in enumerate(one["signatories"], start=1)
                ],
            )
        )
    return made
