"""What the audit log adds to the application."""

from flask import Flask

from app.audit import words


def plug(app: Flask) -> None:
    """The names of the acts; the pages that show the log belong to those whose acts they are."""
    app.jinja_env.globals["act_words"] = words.ACT_WORDS
