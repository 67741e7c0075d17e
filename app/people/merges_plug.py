"""What duplicates and merges add to the application."""

from flask import Flask

from app.people import ports, views_merges, views_merges_past
from app.platform import http
from app.platform.i18n import lazy, plural
from app.ui.areas import Desk


def plug(app: Flask) -> None:
    """The pages, the entry in the directory's navigation, and what moves inside the directory, in words."""
    http.pages(app, views_merges.bp)
    http.pages(app, views_merges_past.bp)
    ports.open_directory(Desk(lazy("Duplicates"), "merges.index", "people.merge", 30))
    ports.nothing_in(lazy("It holds no name, only which two entries may be the same."), "alike_pair")
    ports.moved |= {
        ("person", "organisation_id"): lambda n: plural(
            "%(num)d person of the organisation", "%(num)d persons of the organisation", n
        ),
        ("organisation", "parent_id"): lambda n: plural(
            "%(num)d organisation that is part of it", "%(num)d organisations that are part of it", n
        ),
        ("organisation", "took_over_from_id"): lambda n: plural(
            "%(num)d organisation that took over its attributions",
            "%(num)d organisations that took over its attributions",
            n,
        ),
        ("tie", "person_id"): _tied,
        ("tie", "organisation_id"): _tied,
        ("exercise", "person_id"): lambda n: plural(
            "%(num)d request about personal data", "%(num)d requests about personal data", n
        ),
    }


def _tied(count: int) -> str:
    words = plural(
        "%(num)d place in the directory of an event", "%(num)d places in the directories of events", count
    )
    return str(words)
