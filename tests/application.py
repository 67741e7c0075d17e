"""The application as tests see it: built once per worker, its files and letters forgotten between tests."""

import shutil
from contextvars import Context
from pathlib import Path
from typing import Any, Literal

from alembic import command
from flask import Flask, has_app_context
from flask.testing import FlaskClient

from app import create_app
from app.audit import anchor
from app.platform import mail, page_cache
from app.platform.db import db
from config import ROOT, Settings


class Client(FlaskClient):
    """Each request stands alone, as in production: it shares no `g` and no rows with the test around it.

    What the test has loaded is read again afterwards, so that it sees what the request has changed.
    """

    def open(self, *args: Any, **kwargs: Any) -> Any:
        answer = Context().run(super().open, *args, **kwargs)
        if has_app_context():
            db.session.rollback()
            db.session.expire_all()
        return answer


def build(
    database_url: str, folder: Path, mode: Literal["test", "demo"] = "test", mail_url: str = "memory:"
) -> Flask:
    """The application, its data in `folder`."""
    app = create_app(
        Settings(
            mode=mode,
            secret_key="a key for tests, long enough for anything",
            instance=folder,
            database_url=database_url,
            jobs_url="memory:",
            storage_url=f"file:{folder / 'files'}",
            mail_url=mail_url,
            mail_sender="ne-pas-repondre@forums.example",
            limits_url="none:" if mode == "test" else "memory:",
        )
    )
    app.test_client_class = Client
    return app


def upgrade(app: Flask, revision: str = "head") -> None:
    """Bring the application's database up to a revision, and close every connection to it."""
    with app.app_context():
        command.upgrade(app.extensions["migrate"].migrate.get_config(ROOT / "migrations"), revision)
        db.engine.dispose()


def forget(app: Flask) -> None:
    """Close every connection; drop the files and letters of the test that ends. Inside the context."""
    db.session.remove()
    db.engine.dispose()
    shutil.rmtree(app.config["SETTINGS"].instance / "files", ignore_errors=True)
    anchor.forget()
    mail.carried().clear()
    page_cache.forget(app)
