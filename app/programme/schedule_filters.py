"""The ways to read a part of a programme: by hall, theme or language; each is an address of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.forums.models import Forum
from app.forums.words import LANGUAGE_WORDS
from app.platform.i18n import _
from app.programme.schedule_reading import Item


@dataclass(frozen=True)
class Chip:
    """One part, and the address where it is read; `colour`: that of a theme."""

    label: Any
    url: str
    colour: str = ""


@dataclass(frozen=True)
class Group:
    """The parts of one kind."""

    label: str
    chips: list[Chip]


def groups(forum: Forum, items: Iterable[Item]) -> list[Group]:
    """What leads on from these sessions; a kind with a single part is left out, since it parts nothing."""
    rows = [item.row for item in items]
    halls = {row.hall.id: row.hall for row in rows if row.hall}
    themes = {row.theme.id: row.theme for row in rows if row.theme}
    spoken = {code for row in rows for code in (*row.languages, *row.interpretation)}
    found = [
        Group(
            str(_("By hall")),
            [
                Chip(one.name, url_for("schedule.hall", forum=forum, hall_id=one.id))
                for one in sorted(halls.values(), key=lambda one: (one.position, one.id))
            ],
        ),
        Group(
            str(_("By theme")),
            [
                Chip(one.name, url_for("schedule.theme", forum=forum, theme_id=one.id), one.colour)
                for one in sorted(themes.values(), key=lambda one: (one.position, one.id))
            ],
        ),
        Group(
            str(_("By language")),
            [
                Chip(word, url_for("schedule.language", forum=forum, code=code))
                for code, word in LANGUAGE_WORDS.items()
                if code in spoken
            ],
        ),
    ]
    return [group for group in found if len(group.chips) > 1]


def speaks(item: Item, code: str) -> bool:
    """Whether one can follow a session in this language, from the speakers or the interpreters."""
    return code in item.row.languages or code in item.row.interpretation
