"""The seams without any feature: a Flask application with a database, jobs, mail, storage and backups."""

from pathlib import Path
from typing import Any

from flask import Flask

from app.platform import backups, i18n, jobs, mail, storage
from app.platform.db import Model, db
from config import Settings


def build(folder: Path, database_url: str, **chosen: Any) -> Flask:
    """The application with its data in `folder`; its tables are there, whatever the migrations say."""
    app = build_empty(folder, database_url, **chosen)
    with app.app_context():
        own = [Model.metadata.tables[name] for name in ("job", "job_leader", "outgoing_mail")]
        Model.metadata.create_all(db.engine, tables=own)
    return app


def build_empty(folder: Path, database_url: str, **chosen: Any) -> Flask:
    """The application, without a table."""
    folder.mkdir(parents=True, exist_ok=True)
    choice = {
        "jobs_url": "memory:",
        "storage_url": f"file:{folder / 'files'}",
        "mail_url": "memory:",
        "mail_sender": "ne-pas-repondre@forums.example",
        **chosen,
    }
    settings = Settings(
        mode="test", secret_key="k" * 40, instance=folder, database_url=database_url, **choice
    )
    app = Flask("bare", instance_path=str(folder))
    app.config.update(SETTINGS=settings, SQLALCHEMY_DATABASE_URI=database_url, TESTING=True)
    db.init_app(app)
    for seam in (i18n, storage, mail, jobs, backups):
        seam.init(app)
    return app
