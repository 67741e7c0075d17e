"""The demonstration's accounts, and where they are refused."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.accounts.models import Membership, Role, User
from app.accounts.security import is_right
from app.demo import accounts, loading
from app.demo.content import read
from app.forums.models import Forum
from app.platform.db import db
from app.ui.forms import Form, Mail
from config import BadSetting, Settings
from tests.databases import PostgreSQL, SQLite
from tests.demo.conftest import DAY


def production(app: Flask) -> Settings:
    return replace(
        app.config["SETTINGS"],
        mode="production",
        secret_key="k" * 40,
        mail_url="smtp://somebody:secret@localhost:587",
        mail_sender="forums@forums.example",
        base_url="https://forums.example",
        limits_url="memory:",
    )


def test_each_role_has_one_account_with_the_password_that_is_shown(app: Flask) -> None:
    loading.load(DAY)
    password = read("accounts")["password"]
    users = db.session.scalars(sa.select(User)).all()
    assert len(users) == len(Role)
    assert all(one.is_demo and is_right(one, password) for one in users)


def test_the_administrator_is_everywhere_and_the_others_in_two_forums(app: Flask) -> None:
    loading.load(DAY)
    query = (
        sa.select(Membership.role, Forum.slug)
        .outerjoin(Forum, Forum.id == Membership.forum_id)
        .order_by(Membership.role, Forum.slug)
    )
    held = {(role, slug) for role, slug in db.session.execute(query)}
    others = set(Role) - {Role.ADMINISTRATOR}
    two = {(role, slug) for role in others for slug in ("forum-demo", "meknes-2019")}
    assert held == {(Role.ADMINISTRATOR, None)} | two


def test_the_addresses_are_taken_by_the_sign_in_form(app: Flask) -> None:
    class One(Form):
        email = Mail("E-mail")

    for one in read("accounts")["accounts"]:
        with app.test_request_context(method="POST", data={"email": one["email"]}):
            form = One(meta={"csrf": False})
            assert form.validate_on_submit(), form.errors


def test_the_table_shows_role_address_and_password(app: Flask) -> None:
    lines = accounts.table().splitlines()
    assert len(lines) == len(Role)
    assert lines[0].split() == ["administrator", "admin@mounadara.example", read("accounts")["password"]]


def test_a_production_refuses_a_database_with_demonstration_accounts(app: Flask) -> None:
    loading.load(DAY)
    with pytest.raises(BadSetting, match=f"{len(Role)} demonstration accounts"):
        create_app(production(app))


def test_a_production_starts_on_a_database_without_them(app: Flask) -> None:
    assert create_app(production(app)).config["SETTINGS"].mode == "production"


def test_a_production_starts_on_a_database_that_is_not_laid_yet(
    built: Flask, database: SQLite | PostgreSQL
) -> None:
    database.create()
    assert create_app(production(built)).config["SETTINGS"].mode == "production"
    if isinstance(database, SQLite):
        assert not database.file.exists()


def test_a_production_does_not_start_while_its_database_does_not_answer(app: Flask) -> None:
    nowhere = "postgresql+psycopg://nobody@/nothing?host=/nonexistent"
    with pytest.raises(BadSetting, match="does not answer"):
        create_app(replace(production(app), database_url=nowhere))
