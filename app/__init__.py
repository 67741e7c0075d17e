"""Mounadara: national forums in Arabic and in French. This file assembles; it holds no logic."""

from importlib import import_module

from flask import Flask
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

from app.platform import (
    backups,
    clock,
    http,
    i18n,
    jobs,
    light,
    limits,
    logs,
    mail,
    page_cache,
    storage,
    text,
    text_cli,
)
from app.platform import db as database
from config import ROOT, Settings

# In the order of the floors, from the ground up; each has `plug(app)`.
FEATURES = (
    "ui",
    "audit",
    "verification",
    "accounts",
    "installation",
    "people",
    "forums",
    "programme",
    "registrations",
    "badges",
    "checkin",
    "memoranda",
    "site",
    "demo",
)


def create_app(settings: Settings) -> Flask:
    """The application for these settings. Raises BadSetting when they cannot be used together."""
    app = http.Application(__name__, static_folder=None, instance_path=str(settings.instance))
    app.config.from_mapping(flask_config(settings))
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    logs.init()
    database.db.init_app(app)
    Migrate(app, database.db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    CSRFProtect(app)
    for seam in (i18n, http, light, storage, mail, jobs, limits, backups, page_cache, text_cli):
        seam.init(app)
    app.jinja_env.filters.update(
        ltr=text.ltr,
        isolate=text.isolate,
        group=text.group,
        told=text.told,
        written=i18n.written,
        here=clock.local,
    )
    app.context_processor(i18n.template_words)
    for name in FEATURES:
        import_module(f"app.{name}.plug").plug(app)
    return app


def flask_config(settings: Settings) -> dict[str, object]:
    """Our settings in the words of Flask and its extensions."""
    secure = settings.mode == "production"
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        # The text of a database error would carry what people wrote into the logs.
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
        "MAX_CONTENT_LENGTH": settings.max_upload_bytes,
        "SESSION_COOKIE_NAME": "mounadara",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_I18N_ENABLED": True,
        "TESTING": settings.mode == "test",
    }
