"""What the pages about speakers add to the application."""

from collections.abc import Mapping
from typing import Any

from flask import Flask

from app.audit import ports as audit_ports
from app.forums import ports
from app.forums.models import Forum
from app.forums.ports import Need
from app.people import ports as people_ports
from app.platform import http
from app.platform.db import db
from app.platform.i18n import _, plural
from app.programme import (
    letter_addresses,
    schedule_files,
    speaker_jobs,
    speaker_letters,
    speaker_queries,
    views_asking,
    views_sheets,
    views_speakers,
    views_speaking,
    words,
)
from app.programme.words import Answer

PAGES = (views_asking, views_sheets)  # they stand on blueprints of others
JOBS = (speaker_jobs,)
TONES = {Answer.OPEN: "calm", Answer.CONFIRMED: "good", Answer.DECLINED: "urgent"}


def plug(app: Flask) -> None:
    """The office's pages, the personal page, the files that the public takes away, the letter."""
    http.pages(app, views_speakers.bp)
    http.pages(app, views_speaking.bp)
    http.pages(app, schedule_files.bp)
    app.jinja_env.globals["answer_words"] = words.ANSWER_WORDS
    app.jinja_env.globals["answer_tones"] = TONES
    audit_ports.values["speaker", "answer"] = words.ANSWER_WORDS
    speaker_letters.declare()
    letter_addresses.declare()
    people_ports.weights["speaker"] = _weight
    people_ports.completed["speaker"] = ("biography", "answer_note", "asked_at")
    ports.today(25, "speakers", _declined)


def _weight(row: Mapping[str, Any]) -> tuple[bool, bool, bool]:
    """Of two rows about one person in one programme: an answer, then a biography, then a question weighs."""
    return row["answer"] != Answer.OPEN, any(row["biography"].values()), row["asked_at"] is not None


def _declined(forum: Forum) -> list[Need]:
    """Who declined stays in the draft until the team has seen to it."""
    count = db.session.scalar(speaker_queries.declined(forum.id)) or 0
    if not count:
        return []
    title = plural("%(num)d person declined", "%(num)d persons declined", count)
    text = _("They still stand in the draft of the programme: find somebody else, or take them out.")
    return [
        Need(title, text, "speakers.index", "programme.edit", {"answer": Answer.DECLINED.value}, "urgent")
    ]
