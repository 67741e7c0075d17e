"""What the public pages of a programme say: hours, languages, changes, prayers, counts."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar, cast

from flask import g, url_for

from app.forums.models import Forum
from app.forums.words import LANGUAGE_WORDS, spoken
from app.platform.clock import local
from app.platform.i18n import _, context, current, day, hour, listing, plural
from app.programme.change_words import TURN_TONES, TURN_WORDS
from app.programme.conflicts import Band
from app.programme.diffing import Turn
from app.programme.prayer_words import PRAYER_WORDS, Prayer
from app.programme.release_rows import Release
from app.programme.schedule_reading import Item
from app.programme.words import KIND_WORDS, PART_WORDS, Kind, Part

Said = TypeVar("Said")


def _once(words: Callable[..., Said]) -> Callable[..., Said]:
    """Said once on a page: what many of its sessions share is put into words a single time."""

    @wraps(words)
    def said(*about: Any) -> Said:
        known = g.setdefault("schedule_words", {})
        key = (words, current(), about)
        if key not in known:
            known[key] = words(*about)
        return cast(Said, known[key])

    return said


@_once
def hours(begin: datetime | None, end: datetime | None) -> str:
    """«from 9 h to 10 h», « 9 h » where the end is not known; nothing without a beginning."""
    if begin is None:
        return ""
    if end is None:
        return hour(begin)
    return str(context("hours", "from %(begin)s to %(end)s", begin=hour(begin), end=hour(end)))


def marks(item: Item) -> list[tuple[str, str]]:
    """What the current release changed of a session: (words, tone) of each; of a detail nothing is said."""
    return [_mark(turn) for turn in TURN_WORDS if turn in item.kinds and turn is not Turn.DETAILED]


def languages(item: Item) -> str:
    """«Arabic; interpretation: French and Amazigh»; nothing where nobody says it."""
    row = item.row
    return "" if row.kind is Kind.BREAK else _spoken(tuple(row.languages), tuple(row.interpretation))


@_once
def _spoken(languages: tuple[str, ...], interpretation: tuple[str, ...]) -> str:
    told = [listing(spoken(list(languages)))] if languages else []
    if interpretation:
        told.append(str(_("interpretation: %(languages)s", languages=listing(spoken(list(interpretation))))))
    return " · ".join(told)


@_once
def kind(of: Kind) -> str:
    """What kind of session it is."""
    return str(KIND_WORDS[of])


@_once
def parts() -> dict[Part, str]:
    """In what part somebody is there."""
    return {part: str(word) for part, word in PART_WORDS.items()}


@_once
def _mark(turn: Turn) -> tuple[str, str]:
    return str(TURN_WORDS[turn]), TURN_TONES.get(turn, "calm")


@_once
def theme_page(forum: Forum, key: int) -> str:
    """The address of what stands under a theme."""
    return url_for("schedule.theme", forum=forum, theme_id=key)


def language(code: str) -> str:
    return str(LANGUAGE_WORDS[code])


def prayer(band: Band) -> str:
    """«Prayer time: Asr», or Friday's by its own name."""
    if band.prayer is Prayer.FRIDAY:
        return str(PRAYER_WORDS[Prayer.FRIDAY])
    return str(_("Prayer time: %(prayer)s", prayer=PRAYER_WORDS[band.prayer]))


def sessions(count: int) -> str:
    return str(plural("%(num)d session", "%(num)d sessions", count))


def released(release: Release) -> str:
    """«Released programme no. 3, Friday 4 December 2026»."""
    on = day(local(release.created_at).date())
    return str(_("Released programme no. %(number)s, %(day)s", number=release.number, day=on))
