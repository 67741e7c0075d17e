"""Whatever row of a public page changes, the page that was kept changes with it."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.forums.models import Contact, Day, Document, Forum, Hall, Partner, Series, Theme
from app.memoranda.models import Agreement, Party, Signatory
from app.people.models import Organisation, Person
from app.platform import operator, pictures, storage
from app.platform.db import Model, db, unit_of_work
from app.platform.text import Translated
from app.programme import releasing
from app.programme.models import Participation, Session
from app.programme.release_rows import Release
from app.programme.rule_rows import PrayerDay
from app.programme.speaker_rows import Speaker
from app.programme.words import Part
from tests import make

NEW = Translated(ar="جديد كل الجدة", fr="Tout nouveau")
SHOW, PRACTICAL, HOME, LIST = "/fr/forums/live/", "/fr/forums/live/practical", "/fr/", "/fr/forums/"

AGREEMENT = "/fr/forums/live/agreements/{ref}"
PROGRAMME = "/fr/forums/live/programme/"
SPEAKER, RELEASES = f"{PROGRAMME}people/{{person}}", f"{PROGRAMME}changes"


@pytest.fixture
def forum(app: Flask) -> Forum:
    """An event with one of everything."""
    made = make.forum()
    make.partner(made)
    make.signed(made)
    session = make.session(made, hall_id=make.hall(made).id, theme_id=make.theme(made).id)
    stored = storage.put(b"%PDF-1.7 a plan", suffix=".pdf")
    person = Person(given_latin="Zineb", family_latin="Alaoui")
    series = Series(name=Translated(fr="Les assises"))
    with unit_of_work():
        db.session.add_all([person, series])
        db.session.flush()
        made.series_id = series.id
        db.session.add_all(
            [
                Participation(session_id=session.id, person_id=person.id, part=Part.SPEAKER),
                Day(forum_id=made.id, on=made.starts_on),
                Contact(forum_id=made.id, label=Translated(fr="Accueil"), phone="+212535000000"),
                Document(
                    forum_id=made.id,
                    ref="plan",
                    title=Translated(fr="Plan"),
                    is_public=True,
                    key=stored.key,
                    filename="plan.pdf",
                    content_type="application/pdf",
                    size=stored.size,
                    sha256=stored.sha256,
                ),
            ]
        )
    make.release(made)
    return made


def release_retitled() -> None:
    only(Session).title = NEW
    db.session.flush()
    releasing.release(only(Forum), name=Translated(), note=Translated(), by=None)


def corrected_prayer() -> None:
    forum = only(Forum)
    db.session.add(PrayerDay(forum_id=forum.id, on=forum.starts_on, dhuhr=time(10, 37)))


def only(model: type[Model]) -> Any:
    return db.session.scalars(sa.select(model).order_by(sa.inspect(model).primary_key[0]).limit(1)).one()


def give(model: type[Model], name: str, value: Any = NEW) -> Callable[[], None]:
    return lambda: setattr(only(model), name, value)


def of_partner(name: str, value: Any) -> Callable[[], None]:
    return lambda: setattr(db.session.get(Organisation, only(Partner).organisation_id), name, value)


def new_edition() -> None:
    made = Forum(slug="next", kind="forum", title=NEW, series_id=only(Series).id, state="announced")
    db.session.add(made)


CHANGES: dict[str, tuple[str, Callable[[], None], str]] = {
    "event": (SHOW, give(Forum, "motto"), "Tout nouveau"),
    "event on home": (HOME, give(Forum, "title"), "Tout nouveau"),
    "event in the list": (LIST, give(Forum, "city"), "Tout nouveau"),
    "hall": (PRACTICAL, give(Hall, "access"), "Tout nouveau"),
    "theme": (SHOW, give(Theme, "about"), "Tout nouveau"),
    "colour of a theme": (SHOW, give(Theme, "colour", "#86295f"), 'fill="#86295f"'),
    "day": (PRACTICAL, give(Day, "opens_at", time(8, 30)), "8\u00a0h\u00a030"),
    "contact": (PRACTICAL, give(Contact, "label"), "Tout nouveau"),
    "document": (SHOW, give(Document, "title"), "Tout nouveau"),
    "organisation": (SHOW, of_partner("name", NEW), "Tout nouveau"),
    "logo": (SHOW, of_partner("logo", pictures.Mark(digest="a1b2", width=9, height=9)), "/logos/a1b2.png"),
    "person": (SHOW, give(Person, "given_latin", "Zeineb"), "Zeineb Alaoui"),
    "released session": (SHOW, release_retitled, "Tout nouveau"),
    "hall of a programme": (PROGRAMME, give(Hall, "name"), "Tout nouveau"),
    "theme of a programme": (PROGRAMME, give(Theme, "name"), "Tout nouveau"),
    "person of a programme": (PROGRAMME, give(Person, "function"), "Tout nouveau"),
    "title of a day": (PROGRAMME, give(Day, "title"), "Tout nouveau"),
    "prayer times": (PROGRAMME, corrected_prayer, "10:37"),
    "biography": (SPEAKER, give(Speaker, "biography"), "Tout nouveau"),
    "release": (RELEASES, release_retitled, 'id="release-2"'),
    "agreement": (SHOW, give(Agreement, "title"), "Tout nouveau"),
    "party of an agreement": (AGREEMENT, give(Party, "name"), "Tout nouveau"),
    "signatory of an agreement": (AGREEMENT, give(Signatory, "name"), "Tout nouveau"),
    "agreement on home": (HOME, give(Agreement, "title"), "Tout nouveau"),
    "other edition": (SHOW, new_edition, "/fr/forums/next/"),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_what_changes_is_on_the_page_at_once(client: FlaskClient, forum: Forum, kind: str) -> None:
    path, change, seen = CHANGES[kind]
    path = path.format(ref=only(Agreement).ref, person=only(Speaker).ref)
    assert seen not in client.get(path).text
    assert seen not in client.get(path).text
    with unit_of_work():
        change()
    assert seen in client.get(path).text


@pytest.mark.parametrize("model", [Hall, Theme, Day, Contact, Document, Partner, Release])
def test_what_is_removed_leaves_the_page_at_once(
    client: FlaskClient, forum: Forum, model: type[Model]
) -> None:
    pages = [client.get(path).text for path in (SHOW, PRACTICAL)]
    row = only(model)
    with unit_of_work():
        db.session.delete(row)
    assert [client.get(path).text for path in (SHOW, PRACTICAL)] != pages


def test_the_name_of_the_site_changes_on_every_page_at_once(client: FlaskClient, forum: Forum) -> None:
    paths = (SHOW, PRACTICAL, HOME, LIST, "/fr/legal", "/fr/contact")
    for path in paths:
        client.get(path)
    make.operator(site_name={"fr": "Un autre nom"})
    operator.forget()
    for path in paths:
        assert "Un autre nom" in client.get(path).text


def test_what_is_typed_into_the_draft_of_a_programme_changes_nothing_that_is_read(
    client: FlaskClient, forum: Forum
) -> None:
    before = client.get(SHOW)
    with unit_of_work():
        only(Session).title = NEW
        only(Participation).part = Part.MODERATOR
    assert client.get(SHOW).headers["ETag"] == before.headers["ETag"]


def test_an_agreement_in_preparation_changes_nothing_that_is_read(client: FlaskClient, forum: Forum) -> None:
    before = client.get(SHOW)
    make.agreement(forum)
    assert client.get(SHOW).headers["ETag"] == before.headers["ETag"]
