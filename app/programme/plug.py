"""What the programme adds to the application."""

from flask import Flask

from app.audit import ports as audit_ports
from app.forums import ports
from app.people import ports as people_ports
from app.platform import http
from app.platform.i18n import lazy, plural
from app.programme import (
    conflict_words,
    directory,
    editor_plug,
    prayer_words,
    queries,
    release_plug,
    released,
    rights,
    rule_rows,
    schedule_plug,
    speaker_rows,
    speakers_plug,
    views_conflicts,
    views_prayers,
    words,
)
from app.ui.areas import Desk

TABLES = (rule_rows, speaker_rows)  # their tables are known from here on


def plug(app: Flask) -> None:
    """The programme editor, and the programme on the forum's page."""
    editor_plug.plug(app)
    http.pages(app, views_conflicts.bp)
    http.pages(app, views_prayers.bp)
    release_plug.plug(app)
    schedule_plug.plug(app)
    speakers_plug.plug(app)
    rights.declare()
    audit_ports.values["acceptance", "clash"] = conflict_words.CLASH_WORDS
    app.jinja_env.globals["session_conflicts"] = views_conflicts.of_session
    app.jinja_env.globals["clash_words"] = conflict_words.CLASH_WORDS
    app.jinja_env.globals["severity_words"] = conflict_words.SEVERITY_WORDS
    app.jinja_env.globals["session_words"] = words.KIND_WORDS
    app.jinja_env.globals["part_words"] = words.PART_WORDS
    app.jinja_env.globals["prayer_words"] = prayer_words.PRAYER_WORDS
    people_ports.appear(
        people_ports.people,
        people_ports.Presence(
            "programme", queries.people_within, released.people_shown, directory.told, opens=False
        ),
    )
    people_ports.moved["participation", "person_id"] = lambda n: plural(
        "%(num)d part in a session", "%(num)d parts in sessions", n
    )
    people_ports.moved["released_part", "person_id"] = lambda n: plural(
        "%(num)d part in a released session", "%(num)d parts in released sessions", n
    )
    people_ports.moved["speaker", "person_id"] = lambda n: plural(
        "%(num)d programme with its answer", "%(num)d programmes with their answers", n
    )
    people_ports.moved["availability", "person_id"] = lambda n: plural(
        "%(num)d time of presence", "%(num)d times of presence", n
    )
    people_ports.moved["told", "person_id"] = lambda n: plural(
        "%(num)d letter about a programme", "%(num)d letters about programmes", n
    )
    ports.open_office(Desk(lazy("Programme"), "programme.index", "programme.edit", 20))
