"""A page asks the database the same number of times for one row and for three."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.forums.models import Forum
from app.platform.text import Translated
from tests import make, queries


def registration(of: Forum) -> None:
    category = make.category(of)
    make.registration(of, category, email=f"{category.id}@example.org")


def parts(of: Forum) -> None:
    make.hall(of)
    make.theme(of)
    make.partner(of)


def session(of: Forum) -> None:
    make.session(of, hall_id=make.hall(of).id, theme_id=make.theme(of).id)


def everything(of: Forum) -> None:
    """One more of all that a public page lists."""
    parts(of)
    session(of)
    make.signed(of)


def event(of: Forum) -> None:
    make.forum(f"other-{len(make.slugs())}")


def closed_event(of: Forum) -> None:
    make.signed(make.forum(f"other-{len(make.slugs())}", state=make.State.CLOSED))


LISTS: dict[str, Callable[[Forum], object]] = {
    "/fr/": closed_event,
    "/fr/forums/live/": everything,
    "/fr/office/": event,
    "/fr/office/live/": registration,
    "/fr/office/live/event": parts,
    "/fr/office/live/programme": session,
    "/fr/office/live/registrations": registration,
    "/fr/office/live/agreements": make.signed,
    "/fr/office/live/history": parts,
    "/fr/office/live/categories": make.category,
    "/fr/office/live/messages": registration,
    "/fr/office/live/gates": make.gate,
}


def asked(app: Flask, client: FlaskClient, path: str) -> int:
    """How many statements one reading of the page sends."""
    with queries.counted() as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize("path", LISTS)
def test_more_rows_do_not_mean_more_questions(app: Flask, client: FlaskClient, path: str) -> None:
    forum = make.forum()
    make.enter(client, make.account(Role.ADMINISTRATOR))
    LISTS[path](forum)
    client.get(path)  # whatever is asked once per process
    with make.unit_of_work():  # a page that was kept is drawn anew
        forum.motto = Translated(fr="Autre devise")
    one = asked(app, client, path)
    for _ in range(2):
        LISTS[path](forum)
    assert asked(app, client, path) == one > 0
