"""What releases add to the application."""

from flask import Flask

from app.forums import ports as forum_ports
from app.platform import http
from app.programme import change_words, concerned, ports, release_letters, release_port, views_releases
from app.programme import views_release_acts as views_release_acts


def plug(app: Flask) -> None:
    """The screen of releases, the letters to those concerned, and what an organiser is told."""
    http.pages(app, views_releases.bp)  # and those that `views_release_acts` adds to it
    app.jinja_env.globals["turn_words"] = change_words.TURN_WORDS
    app.jinja_env.globals["turn_tones"] = change_words.TURN_TONES
    release_letters.declare()
    ports.concern("programme", concerned.by_parts)
    forum_ports.ask(release_port.missing)
    forum_ports.today(10, "programme", release_port.today_needs)
    forum_ports.stake("programme", release_port.at_stake)
