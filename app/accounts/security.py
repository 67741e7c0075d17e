"""Flask-Security behind our own pages: it keeps passwords; it writes and routes nothing."""

from typing import Any

from argon2 import PasswordHasher
from flask import Flask, current_app
from flask_security import RoleMixin, Security, SQLAlchemyUserDatastore, hash_password
from flask_security.utils import verify_password

from app.accounts.models import User
from app.platform.db import db

# 19 MiB, two passes: the default costs 175 ms a sign-in (page 2).
ARGON2 = {"argon2__memory_cost": 19_456, "argon2__time_cost": 2, "argon2__parallelism": 1}
_HASHER = PasswordHasher(
    memory_cost=ARGON2["argon2__memory_cost"],
    time_cost=ARGON2["argon2__time_cost"],
    parallelism=ARGON2["argon2__parallelism"],
)
SETTINGS = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": ARGON2,
    "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},
    "SECURITY_JOIN_USER_ROLES": False,
    "SECURITY_USE_REGISTER_V2": True,
    "SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS": False,
    # Its commands would answer "done" and write nothing: ours are `flask accounts`.
    "SECURITY_CLI_USERS_NAME": False,
    "SECURITY_CLI_ROLES_NAME": False,
}


class _NoRole(RoleMixin):
    """Roles are per forum and our own: Flask-Security has none to look after."""


class _Accounts(SQLAlchemyUserDatastore):
    def commit(self) -> None:
        """The edge commits, never a library."""


def init(app: Flask) -> None:
    """Attach Flask-Security without its routes."""
    app.config.update(SETTINGS)
    app.config["SECURITY_PASSWORD_SALT"] = app.config["SECRET_KEY"]
    Security(app, _Accounts(db, User, _NoRole), register_blueprint=False)
    _only_doors_ask(app)
    with app.app_context():  # here, so that no visitor waits for it
        app.extensions["decoy_hash"] = hashed("nobody has this password")


def hashed(password: str) -> str:
    """The argon2 hash of a password. Slow by design: never inside a unit of work."""
    return str(hash_password(password))


def is_right(user: User | None, password: str) -> bool:
    """Whether the password is that of the account; as slow for an unknown address as for a known one."""
    known = user.password if user else str(current_app.extensions["decoy_hash"])
    return bool(verify_password(password, known)) and user is not None and user.active


def renewed(user: User, password: str) -> str | None:
    """A new hash of the right password when the kept one was made with other costs. As slow as `hashed`."""
    return hashed(password) if _HASHER.check_needs_rehash(user.password) else None


def _only_doors_ask(app: Flask) -> None:
    """Take away what the libraries do at every request: they read who asks, which ties public pages to a
    cookie. The doors read it, where it matters.
    """
    hooks: Any
    for hooks in (app.before_request_funcs, app.after_request_funcs, app.template_context_processors):
        libraries = ("flask_login", "flask_principal")
        hooks[None] = [one for one in hooks[None] if not one.__module__.startswith(libraries)]
