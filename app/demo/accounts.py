"""One account per role, with a password that everybody may know: refused wherever it would matter."""

from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import make_url

from app.accounts import actions
from app.accounts.models import Role, User
from app.accounts.security import hashed
from app.demo.content import read
from app.forums.models import Forum
from app.platform.db import db
from config import BadSetting

Accounts = dict[Role, User]


def hashes() -> dict[str, str]:
    """The hash of the password for each address. Slow by design: before any unit of work."""
    content = read("accounts")
    return {one["email"]: hashed(content["password"]) for one in content["accounts"]}


def open_all(hashes: dict[str, str]) -> Accounts:
    """Open the accounts, without a role yet; by role."""
    return {
        Role(one["role"]): actions.open_account(
            email=one["email"], name=one["name"], password_hash=hashes[one["email"]], is_demo=True
        )
        for one in read("accounts")["accounts"]
    }


def grant_all(accounts: Accounts, forums: dict[str, Forum]) -> None:
    """The administrator everywhere; each of the others in the forums that the content names."""
    content = read("accounts")
    administrator = accounts[Role.ADMINISTRATOR]
    for one in content["accounts"]:
        role = Role(one["role"])
        for forum_id in [None] if one.get("everywhere") else [forums[slug].id for slug in content["forums"]]:
            actions.grant(accounts[role], role, forum_id=forum_id, by=administrator)


def table() -> str:
    """Role, e-mail and password of each account, in columns."""
    content = read("accounts")
    rows = [(one["role"].replace("_", " "), one["email"]) for one in content["accounts"]]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        f"  {role:<{widths[0]}}  {email:<{widths[1]}}  {content['password']}" for role, email in rows
    )


def refuse_in_production(app: Flask) -> None:
    """Raise BadSetting when the database of a production holds accounts whose password is public.

    A database that is not laid yet is let through; one that does not answer is not, since nobody knows.
    """
    if app.config["SETTINGS"].mode != "production":
        return
    url = make_url(app.config["SETTINGS"].database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return  # asking would make an empty file
    with app.app_context():
        try:
            with db.engine.connect() as connection:
                held = sa.inspect(connection).has_table(User.__tablename__) and connection.scalar(
                    sa.select(sa.func.count()).select_from(User).where(User.is_demo)
                )
        except sa.exc.OperationalError as error:
            raise BadSetting("DATABASE_URL names a database that does not answer.") from error
        finally:
            db.engine.dispose()  # workers are forked after this, and share no connection
    if held:
        raise BadSetting(
            f"DATABASE_URL names a database with {held} demonstration accounts: "
            "a production starts on a database without any."
        )
