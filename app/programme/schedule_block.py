"""The programme on the page of its event: whole while it is short, else at a glance."""

from flask import render_template

from app.forums.models import Forum
from app.forums.public_rules import is_told_by_sources
from app.programme import schedule_words
from app.programme.schedule_days import shown_days
from app.programme.schedule_reading import read

WHOLE = 8  # sessions that are shown with their people
GLANCE = 5  # of a longer programme, those of each day


def block(forum: Forum) -> str:
    """Nothing while no release has a public session."""
    programme = read(forum)
    return render_template(
        "schedule/_block.html",
        forum=forum,
        programme=programme,
        words=schedule_words,
        days=shown_days(forum, programme.standing, side_by_side=False),
        glance=None if len(programme.standing) <= WHOLE else GLANCE,
        sourced=is_told_by_sources(forum),
    )
