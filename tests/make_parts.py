"""Builders of the parts of a forum that have no page of their own for the public; see make.py. All commit."""

from datetime import time
from typing import Any

import sqlalchemy as sa

from app.forums import parts_actions, series_actions
from app.forums.models import Contact, Day, Document, Forum, Hall, Series, Theme
from app.platform import storage
from app.platform.db import db, unit_of_work
from app.platform.text import Translated


def day(of: Forum, **values: Any) -> Day:
    """The first day of a forum, with its title and hours."""
    filled = {"on": of.starts_on, "title": Translated(ar="اليوم الأول", fr="Premier jour")}
    filled |= {"opens_at": time(8, 30), "closes_at": time(18)}
    with unit_of_work():
        return parts_actions.add(of, Day, filled | values, by=None)


def contact(of: Forum, **values: Any) -> Contact:
    """A desk that the public may call."""
    filled = {"label": Translated(ar="التسجيل", fr="Inscriptions"), "phone": "+212537000001"}
    with unit_of_work():
        return parts_actions.add(of, Contact, filled | values, by=None)


def document(of: Forum, data: bytes = b"%PDF-1.7 a map", **values: Any) -> Document:
    """A document of a forum, for the team alone."""
    stored = storage.put(data, suffix=".pdf")
    filled = {
        "ref": stored.sha256[:12] + stored.key[3:11],
        "title": Translated(ar="خريطة", fr="Plan"),
        "key": stored.key,
        "size": stored.size,
        "sha256": stored.sha256,
        "filename": "plan.pdf",
        "content_type": "application/pdf",
    }
    with unit_of_work():
        return parts_actions.add(of, Document, filled | values, by=None)


def series(name: str = "المناظرات الوطنية") -> Series:
    """A series without editions."""
    with unit_of_work():
        return series_actions.add({"ar": name, "fr": "Assises nationales"}, by=None)


def hall(of: Forum, name: str = "القاعة الكبرى", capacity: int = 300) -> Hall:
    """A hall of a forum; from the second on its name bears its number."""
    known = db.session.scalar(sa.select(sa.func.count(Hall.id)).where(Hall.forum_id == of.id))
    number = f" {known + 1}" if known else ""
    names = Translated(ar=f"{name}{number}", fr=f"Grande salle{number}")
    with unit_of_work():
        return parts_actions.add_hall(of, name=names, capacity=capacity, by=None)


def theme(of: Forum, name: str = "الحكامة") -> Theme:
    """A theme of a forum."""
    with unit_of_work():
        return parts_actions.add_theme(of, name=Translated(ar=name, fr="Gouvernance"), by=None)
