"""What the audit log adds to the application."""

from flask import Blueprint, Flask

from app.audit import chain, cli, heads, keys, retention, words  # noqa: F401 — for their jobs


def plug(app: Flask) -> None:
    """The names of the acts, the key of the chain, the commands.

    The pages that show the log belong to those whose acts they are; how an entry is drawn is here.
    """
    keys.init(app)
    app.cli.add_command(cli.group)
    app.register_blueprint(Blueprint("audit", __name__, template_folder="templates"))
    app.jinja_env.globals["act_words"] = words.ACT_WORDS
