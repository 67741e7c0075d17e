"""Registrations in every state, and the addresses of their pages."""

from datetime import timedelta
from typing import Any

from flask import Flask

from app.forums.models import Forum
from app.platform import jobs, mail
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.registrations import links
from app.registrations.models import Category, Registration
from app.registrations.words import State
from tests import make


def page(registration: Registration, rest: str = "", locale: str = "ar") -> str:
    """The address of a personal page as it is now."""
    db.session.refresh(registration)
    return f"/{locale}/my/{links.token(registration)}{rest}"


def confirming(registration: Registration) -> str:
    """The path of the link that proves the e-mail."""
    db.session.refresh(registration)
    return links.contact_url(registration).partition("8000")[2]


def edit(row: Any, **values: Any) -> None:
    """Write columns of a row."""
    with unit_of_work():
        for name, value in values.items():
            setattr(row, name, value)


def held(forum: Forum, category: Category, **person: Any) -> Registration:
    """Somebody for whom a place is kept until the e-mail answers."""
    edit(category, hold_hours=24)
    made = make.registration(forum, category, **person)
    assert made.state is State.HELD
    return made


def in_state(forum: Forum, category: Category, state: State) -> Registration:
    """A registration in a state, without the places that go with it."""
    made = make.registration(forum, category)
    edit(
        made, state=state, reason="The hall is too small" if state in (State.REFUSED, State.WITHDRAWN) else ""
    )
    if state is State.HELD:
        edit(made, hold_until=now() + timedelta(hours=3))
    return made


def carried(app: Flask) -> list[tuple[str, str, str]]:
    """(to, subject, text) of the letters that left, after those on their way did."""
    jobs.run_due(app)
    return [
        (str(one["To"]), str(one["Subject"]), one.get_body(("plain",)).get_content())
        for one in mail.carried()
    ]
