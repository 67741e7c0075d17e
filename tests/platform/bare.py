"""The seams without any feature: a Flask application with a database, jobs, mail, storage and backups."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flask import Flask

from app import FEATURES
from app.platform import backups, i18n, jobs, mail, storage
from app.platform.db import Model, db
from config import Settings


def build(folder: Path, database_url: str, **chosen: Any) -> Flask:
    """The application with its data in `folder`; its tables are there, whatever the migrations say."""
    app = build_empty(folder, database_url, **chosen)
    with app.app_context():
        # Every table, since the seams look into all of them (a file is kept while any row names it).
        for feature in FEATURES:
            if find_spec(f"app.{feature}.models"):
                import_module(f"app.{feature}.models")
        Model.metadata.create_all(db.engine)
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
