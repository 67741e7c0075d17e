"""A small application with the look and nothing else: no database, no feature, the English source texts."""

from pathlib import Path

from flask import Blueprint, Flask, abort, render_template_string, request
from flask_wtf import CSRFProtect

from app.platform import http, i18n, text
from app.platform.errors import Conflict, Gone
from app.platform.i18n import lazy
from app.ui import plug
from config import Mode, Settings

PAGE = """{% extends "ui/base.html" %}{% import "ui/macros.html" as ui %}
{% block title %}{{ heading }}{% endblock %}{% block main %}{{ ui.page_head(heading) }}{% endblock %}"""
site = Blueprint("site", __name__)


@site.get("/")
def home() -> str:
    return render_template_string(PAGE, heading="Home")


@site.get("/cities/<name>")
def city(name: str) -> str:
    return render_template_string(PAGE, heading=name)


@site.route("/breaks/<kind>", methods=["GET", "POST"])
def breaks(kind: str) -> str:
    if kind == "conflict":
        raise Conflict(lazy("The last place was taken."))
    if kind == "gone":
        raise Gone(lazy("The link was used."))
    if kind == "bug":
        raise ZeroDivisionError
    abort(int(kind))


@site.post("/only-sent")
def only_sent() -> str:
    return request.form["name"]


def build(folder: Path, mode: Mode = "demo") -> Flask:
    """The application; its errors are drawn, as in production."""
    settings = Settings(
        mode=mode,
        secret_key="a key for tests, long enough for anything",
        instance=folder,
        database_url="sqlite:////nowhere/unused.sqlite",
        jobs_url="memory:",
        storage_url="memory:",
        mail_url="smtp://localhost:25" if mode == "production" else "memory:",
        mail_sender="assises@assises.example",
        help_phone="+212537000000",
        base_url="https://assises.example" if mode == "production" else "http://localhost:8000",
    )
    app = Flask("app", static_folder=None)
    app.config.update(SETTINGS=settings, SECRET_KEY=settings.secret_key)
    CSRFProtect(app)
    i18n.init(app)
    app.extensions["babel"].translation_directories = []
    http.init(app)
    app.jinja_env.filters.update(ltr=text.ltr)
    app.context_processor(i18n.template_words)
    plug.plug(app)
    http.pages(app, site)
    return app
