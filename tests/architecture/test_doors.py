"""Every address has a door."""

from flask import Flask

from app.accounts.access import PERMISSIONS


def doors(app: Flask) -> dict[str, str | None]:
    return {name: getattr(view, "door", None) for name, view in app.view_functions.items()}


def test_every_endpoint_has_a_door(built: Flask) -> None:
    assert sorted(name for name, door in doors(built).items() if door is None) == []


def test_every_door_is_one_of_ours(built: Flask) -> None:
    known = {"public", "signed in", "own account", *PERMISSIONS}
    assert {name: door for name, door in doors(built).items() if door is not None and door not in known} == {}


def test_a_view_without_a_door_is_seen() -> None:
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/", "open", lambda: "")
    assert doors(app) == {"open": None}
