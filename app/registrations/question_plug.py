"""What the questions of an organiser add to the application."""

from flask import Flask

from app.audit import ports as audit_ports
from app.forums import ports as forum_ports
from app.platform import http
from app.platform.i18n import lazy
from app.registrations import (
    ports,
    question_answers,
    question_copying,
    question_file_views,
    question_views,
    words,
)

PAGES = (question_answers, question_views)  # of one blueprint


def plug(app: Flask) -> None:
    """The editor, the answers, the files."""
    http.pages(app, question_views.bp)
    http.pages(app, question_file_views.bp)
    audit_ports.values["question", "kind"] = words.QUESTION_WORDS
    app.jinja_env.globals["question_words"] = words.QUESTION_WORDS
    ports.offer(question_file_views.offer)
    forum_ports.copy("questions", lazy("Questions of the form"), question_copying.copy)
