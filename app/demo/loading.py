"""The whole demonstration: added to an empty installation, or put in place of what is there."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from flask import current_app

from app.accounts.models import Role, User
from app.audit import anchor
from app.demo import accounts, directory, history, live, registering, scan
from app.demo.content import read
from app.forums.models import Forum
from app.installation import actions as installation
from app.platform import storage
from app.platform.db import Model, db, unit_of_work


def is_empty() -> bool:
    """Whether the installation has neither an event nor an account."""
    counted = [sa.select(sa.func.count()).select_from(model) for model in (Forum, User)]
    return not any(db.session.scalar(query) for query in counted)


def load(day: date) -> None:
    """Add everything as if it were `day`. Hashing, signing and setting come before the transactions."""
    anchor.forget()  # a new log begins
    hashes = accounts.hashes()
    prepared = registering.prepare(day)
    papers, documents = scan.papers(), scan.documents()
    with unit_of_work():
        known = accounts.open_all(hashes)
        administrator = known[Role.ADMINISTRATOR]
        persons = directory.load(by=administrator)
        forums = history.load(persons, by=administrator)
        institution = read("operator")
        filled = {name: institution[name] for name in ("name", "department", "address")}
        installation.change(filled, version=0, by=administrator)
    with unit_of_work():
        forum = live.load(persons, known, papers, documents, day=day)
        accounts.grant_all(known, forums | {forum.slug: forum})
    with unit_of_work():
        asked = live.open_registration(forum, known)
    registering.register_all(forum, asked, prepared, day=day)


def refuse_real_data() -> None:
    """Raise RealData when the installation holds what the demonstration did not put there."""
    if is_empty():
        return
    held = sa.select(sa.func.count()).select_from(User)
    demo = db.session.scalar(held.where(User.is_demo.is_(True)))
    others = db.session.scalar(held.where(User.is_demo.is_(False)))
    if others or not demo:
        raise RealData("This database is not a demonstration: nothing was changed.")


class RealData(RuntimeError):
    """What would be replaced belongs to somebody."""


def reset(day: date) -> None:
    """Remove every row, file and letter, then load. Raises RealData where there is no demonstration."""
    refuse_real_data()
    files = storage.all_keys()
    with unit_of_work():
        for table in reversed(Model.metadata.sorted_tables):
            db.session.execute(sa.delete(table))
    for key in files:
        storage.delete(key)
    for letter in _letters():
        letter.unlink(missing_ok=True)
    load(day)


def _letters() -> Iterable[Path]:
    url = current_app.config["SETTINGS"].mail_url
    return Path(url.removeprefix("folder:")).glob("*.eml") if url.startswith("folder:") else ()
