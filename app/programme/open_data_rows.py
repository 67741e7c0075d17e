"""The released programme as lines of a table: a session, then each of its talks."""

from collections.abc import Iterator
from typing import Any

from app.platform.i18n import current, locales

_TEXTS = ("hall", "theme", "title", "abstract", "note")
_BEFORE = ("release", "released_at", "ref", "session", "kind", "starts_at", "ends_at", "minutes")
_AFTER = ("languages", "interpretation", "needs_registration", "url", "licence")


def rows(programme: dict[str, Any]) -> Iterator[list[Any]]:
    """The heads, then the lines, of what `open_data.programme` tells.

    `session`: of a talk, the name of its session. `people_…`: "part: name" for each, with " | " between.
    """
    yield heads()
    whole = {
        "release": programme["release"]["number"],
        "released_at": programme["release"]["released_at"],
        "licence": programme["licence"][current()],
    }
    for session in programme["sessions"]:
        yield _row(whole | _of_session(session), session)
        for talk in session["talks"]:
            of_it = {"session": session["ref"], "kind": "talk", "minutes": talk["minutes"]}
            yield _row(whole | of_it, talk)


def heads() -> list[str]:
    """The names of the columns: the same in each language of the page."""
    texts = [f"{name}_{locale}" for name in (*_TEXTS, "people") for locale in locales()]
    return [*_BEFORE, *texts, *_AFTER]


def _of_session(session: dict[str, Any]) -> dict[str, Any]:
    return {
        "languages": " ".join(session["languages"]),
        "interpretation": " ".join(session["interpretation"]),
        "needs_registration": "yes" if session["needs_registration"] else "no",
        "url": session["url"][current()],
    }


def _row(more: dict[str, Any], told: dict[str, Any]) -> list[Any]:
    cells = {name: told.get(name) for name in _BEFORE} | more
    for locale in locales():
        cells |= {f"{name}_{locale}": (told.get(name) or {}).get(locale) for name in _TEXTS}
        cells[f"people_{locale}"] = " | ".join(
            f"{one['part']}: {one['name'].get(locale) or next(iter(one['name'].values()), '')}"
            for one in told["people"]
        )
    return ["" if cells.get(head) is None else cells[head] for head in heads()]
