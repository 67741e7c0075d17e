"""The commands of accounts."""

import click
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Invitation, Membership, Role, User
from app.platform import mail
from app.platform.db import db
from tests import forms, letters, make

GROUPS = ["accounts", "audit", "db", "demo", "jobs", "registrations", "text"]
FIRST = ["accounts", "first-admin", "Zineb@example.org", "--name", "Zineb Berrada"]
BASE = "http://localhost:8000"


def run(app: Flask, *words: str) -> tuple[int, str]:
    """The exit code and what was printed."""
    done = app.test_cli_runner().invoke(args=list(words))
    db.session.rollback()
    db.session.expire_all()
    return done.exit_code, done.output.strip()


@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_the_first_administrator_joins_by_the_link_that_is_printed(
    app: Flask, client: FlaskClient, locale: str
) -> None:
    code, printed = run(app, *FIRST, "--locale", locale)
    assert (code, printed.startswith(f"{BASE}/{locale}/account/invitations/")) == (0, True)
    assert db.session.scalars(sa.select(mail.OutgoingMail)).all() == []  # for the terminal alone
    page = printed.removeprefix(BASE)
    answer = forms.send(client, f"{page}/account", page=page, new="soleil rouge sur le toit")
    assert answer.status_code == 303
    user = db.session.scalars(sa.select(User)).one()
    assert (user.email, user.name) == ("zineb@example.org", "Zineb Berrada")
    held = db.session.scalars(sa.select(Membership)).one()
    assert (held.role, held.forum_id) == (Role.ADMINISTRATOR, None)


def test_asked_again_it_shows_a_new_link_and_the_first_opens_nothing(app: Flask, client: FlaskClient) -> None:
    (_, first), (_, second) = run(app, *FIRST), run(app, *FIRST)
    statuses = [client.get(one.removeprefix(BASE)).status_code for one in (first, second)]
    assert statuses == [410, 200]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Invitation)) == 1


def test_there_is_a_first_administrator_once(app: Flask) -> None:
    administrator = make.account(Role.ADMINISTRATOR)
    code, printed = run(app, *FIRST)
    assert (code, BASE in printed) == (1, False)
    with make.unit_of_work():
        administrator.active = False
    assert run(app, *FIRST)[0] == 0


@pytest.mark.parametrize("words", [["accounts", "first-admin", "zineb"], [*FIRST, "--locale", "xx"]])
def test_a_wrong_address_or_language_is_refused(app: Flask, words: list[str]) -> None:
    assert run(app, *words)[0] == 1
    assert db.session.scalars(sa.select(Invitation)).all() == []


def test_the_list_shows_roles_and_what_is_unusual(app: Flask) -> None:
    make.account(Role.ADMINISTRATOR)
    closed = make.account(Role.DESK, make.forum())
    with make.unit_of_work():
        closed.active, closed.totp_secret = False, "an app"
    code, printed = run(app, "accounts", "list")
    assert (code, printed.splitlines()) == (
        0,
        [
            "administrator-all@example.org · administrator · administrator",
            "desk-live@example.org · desk · desk · two steps · deactivated",
        ],
    )


def test_an_account_is_closed_but_not_the_last_administrator(app: Flask) -> None:
    make.account(Role.ADMINISTRATOR)
    desk = make.account(Role.DESK, make.forum())
    assert run(app, "accounts", "deactivate", "DESK-live@example.org")[0] == 0
    assert not db.session.get_one(User, desk.id).active
    assert run(app, "accounts", "deactivate", "administrator-all@example.org")[0] == 1
    assert run(app, "accounts", "deactivate", "nobody@example.org")[0] == 1


def test_a_lost_second_factor_is_removed_and_its_owner_told(app: Flask) -> None:
    user = make.account(Role.ADMINISTRATOR)
    with make.unit_of_work():
        user.totp_secret = "an app"
    assert run(app, "accounts", "remove-second-factor", user.email)[0] == 0
    assert db.session.get_one(User, user.id).totp_secret is None
    assert len(letters.to(app, user.email)) == 1


def test_no_command_of_a_library_says_that_it_has_done_what_it_has_not(app: Flask) -> None:
    """Flask-Security brings `users` and `roles`, whose commits are the edge's: they would write nothing."""
    groups = sorted(name for name, one in app.cli.commands.items() if isinstance(one, click.Group))
    assert groups == GROUPS
