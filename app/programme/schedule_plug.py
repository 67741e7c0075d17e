"""What the public pages of a programme add to the application."""

from flask import Flask

from app.forums import ports
from app.platform import http
from app.programme import (
    schedule,
    schedule_block,
    schedule_changes,
    schedule_mine,
    schedule_now,
    schedule_people,
    schedule_sessions,
)

# They add their pages to the blueprint of `schedule`.
_PAGES = (schedule_changes, schedule_mine, schedule_now, schedule_people, schedule_sessions)


def plug(app: Flask) -> None:
    """The pages, and the programme on the page of its event."""
    http.pages(app, schedule.bp)
    ports.fill_block(20, "programme", schedule_block.block)
