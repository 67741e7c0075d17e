"""Of two who change one thing the slower sees who was faster, when, and where both versions differ."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import NamedTuple

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Role
from app.audit.latest import latest_change
from app.audit.models import Entry
from app.forums.models import Forum
from app.people.models import Civility, Degree
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.i18n import day, hour, using
from app.platform.text import isolate
from tests import forms, make, make_parts
from tests.forms import held

COLLEAGUE = "administrator"  # the name of the account that `make` opens
OFFICE, SETTINGS = "/fr/office/live", "/fr/administration/settings"
FRENCH = "Français"
EMPTY = "non précisé"


class Race(NamedTuple):
    """What is changed where: what the faster one writes, what the slower one, and the field as it is told."""

    make: Callable[[Forum], str]
    field: str
    theirs: str
    mine: str
    told: tuple[str, str, str]


RACES = {
    "settings": Race(
        lambda _forum: f"{SETTINGS}/contact",
        "help_phone",
        "0535000002",
        "0535000001",
        ("Numéro d’aide", "05 35 00 00 01", "05 35 00 00 02"),
    ),
    "text": Race(
        lambda _forum: f"{SETTINGS}/texts/contact",
        "text-fr",
        "Le leur",
        "Le mien",
        (f"Texte ({FRENCH})", "Le mien", "Le leur"),
    ),
    "letter": Race(
        lambda _forum: f"{OFFICE}/messages/texts/registration.confirmed",
        "subject-fr",
        "Le leur",
        "Le mien",
        (f"Objet ({FRENCH})", "Le mien", "Le leur"),
    ),
    "session": Race(
        lambda forum: f"{OFFICE}/programme/{make.session(forum).id}",
        "kind",
        "workshop",
        "opening",
        ("Type de séance", "Séance d’ouverture", "Atelier"),
    ),
    "agreement": Race(
        lambda forum: f"{OFFICE}/agreements/{make.agreement(forum).ref}/edit",
        "place-fr",
        "Khénifra",
        "Azrou",
        (f"Lieu de signature ({FRENCH})", "Azrou", "Khénifra"),
    ),
    "person": Race(
        lambda forum: f"/fr/directory/people/{make.person(forum).id}/edit",
        "tifinagh",
        "ⴰⵎⵉⵏⴰ",
        "",
        ("Nom en tifinagh", EMPTY, "ⴰⵎⵉⵏⴰ"),
    ),
    "organisation": Race(
        lambda forum: f"/fr/directory/organisations/{make.organisation_of_event(forum).id}/edit",
        "city-ar",
        "خنيفرة",
        "أزرو",
        ("Ville (العربية)", "أزرو", "خنيفرة"),
    ),
    "event": Race(
        lambda _forum: f"{OFFICE}/event/place",
        "city-fr",
        "Khénifra",
        "Azrou",
        (f"Ville ({FRENCH})", "Azrou", "Khénifra"),
    ),
    "hall": Race(
        lambda forum: f"{OFFICE}/halls/{make.hall(forum).id}",
        "capacity",
        "200",
        "100",
        ("Capacité", "100", "200"),
    ),
    "series": Race(
        lambda _forum: f"/fr/office/series/{make_parts.series().id}",
        "name_-fr",
        "Les leurs",
        "Les miennes",
        (f"Nom de la série ({FRENCH})", "Les miennes", "Les leurs"),
    ),
}


@pytest.fixture
def slower(app: Flask) -> FlaskClient:
    return make.enter(app.test_client(), make.account(Role.ADMINISTRATOR, email="slower@example.org"))


@pytest.fixture
def faster(app: Flask) -> FlaskClient:
    return make.enter(app.test_client(), make.account(Role.ADMINISTRATOR, email="faster@example.org"))


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum()


def plain(html: str) -> str:
    return unescape(re.sub("<[^>]+>", "", html)).replace("\u00a0", " ").strip()


def notice(page: TestResponse) -> str:
    form = page.text.partition('<form class="form"')[2]
    return form.partition('class="notice attention"')[2].partition('<div class="field')[0]


def compared(page: TestResponse) -> list[tuple[str, ...]]:
    """The rows of the comparison, as they are read."""
    rows = re.findall("<tr>(.*?)</tr>", notice(page).partition("<tbody>")[2], re.DOTALL)
    return [tuple(plain(cell) for cell in re.findall("<td.*?</td>", row, re.DOTALL)) for row in rows]


def title(page: TestResponse) -> str:
    found = re.search('class="notice-title">(.*?)</p>', notice(page))
    assert found
    return plain(found[1])


def at_hour(entry: Entry) -> str:
    with using("fr"):
        return hour(entry.created_at).replace("\u00a0", " ")


def newest() -> Entry:
    changes = sa.select(Entry).where(Entry.act.not_like("%.read"))
    return db.session.scalars(changes.order_by(Entry.id.desc()).limit(1)).one()


@pytest.mark.parametrize("name", RACES)
def test_the_slower_one_sees_who_when_and_the_one_field_that_differs_and_may_keep_theirs(
    faster: FlaskClient, slower: FlaskClient, forum: Forum, name: str
) -> None:
    race = RACES[name]
    address = race.make(forum)
    typed = held(slower.get(address)) | {race.field: race.mine}
    assert forms.send(faster, address, {race.field: race.theirs}).status_code == 303
    said = at_hour(newest())
    refused = slower.post(address, data=typed)
    assert (refused.status_code, compared(refused)) == (409, [race.told])
    assert (said in title(refused), isolate(COLLEAGUE) in title(refused)) == (True, True)
    assert f'href="{address}"' in notice(refused)
    assert held(refused)[race.field].strip() == race.mine
    assert held(slower.get(address))[race.field].replace(" ", "").strip() == race.theirs.replace(" ", "")
    assert slower.post(address, data=held(refused)).status_code == 303
    assert held(slower.get(address))[race.field].replace(" ", "") == race.mine.replace(" ", "")


def test_every_fact_of_a_person_is_compared_in_words(
    faster: FlaskClient, slower: FlaskClient, forum: Forum
) -> None:
    bodies = [make.organisation_of_event(forum, name={"fr": f"Association {n}"}) for n in ("Nour", "Amal")]
    person = make.person(forum, civility=Civility.MS, organisation_id=bodies[0].id, phone="+212612345678")
    address = f"/fr/directory/people/{person.id}/edit"
    typed = held(slower.get(address))
    changed = {
        "civility": "",
        "degree": next(iter(Degree)).value,
        "printed-fr": "Dr A. Khalfi",
        "organisation_id-text": "Association Amal",
        "phone": "0612345679",
        "locale": "ar",
        "note": "À rappeler",
    }
    assert forms.send(faster, address, changed).status_code == 303
    seen = {label: (mine, theirs) for label, mine, theirs in compared(slower.post(address, data=typed))}
    assert seen.pop("Titre avant le nom")[0] == EMPTY
    assert seen == {
        "Civilité": ("Mme", EMPTY),
        f"Nom imprimé sur le badge ({FRENCH})": (EMPTY, "Dr A. Khalfi"),
        "Organisme": ("Association Nour", "Association Amal"),
        "Téléphone": ("06 12 34 56 78", "06 12 34 56 79"),
        "Langue des messages": (EMPTY, "العربية"),
        "Note pour l’équipe": (EMPTY, "À rappeler"),
    }


def test_who_was_faster_than_oneself_is_oneself_in_another_window(slower: FlaskClient, forum: Forum) -> None:
    address = f"{OFFICE}/halls/{make.hall(forum).id}"
    typed = held(slower.get(address)) | {"capacity": "100"}
    assert forms.send(slower, address, capacity="200").status_code == 303
    assert COLLEAGUE not in title(slower.post(address, data=typed))


def test_a_change_of_another_day_is_told_with_its_day(
    faster: FlaskClient, slower: FlaskClient, forum: Forum
) -> None:
    address = f"{OFFICE}/halls/{make.hall(forum).id}"
    typed = held(slower.get(address)) | {"capacity": "100"}
    assert forms.send(faster, address, capacity="200").status_code == 303
    with unit_of_work():
        entry = newest()
        entry.created_at = now() - timedelta(days=3)
    with using("fr"):
        on = day(entry.created_at)
    assert on in title(slower.post(address, data=typed))


def test_a_change_elsewhere_on_the_row_says_that_nothing_differs(
    faster: FlaskClient, slower: FlaskClient, forum: Forum
) -> None:
    typed = held(slower.get(f"{OFFICE}/event/place"))
    assert forms.send(faster, f"{OFFICE}/event/identity", {"motto-fr": "Palais"}).status_code == 303
    refused = slower.post(f"{OFFICE}/event/place", data=typed)
    assert (refused.status_code, compared(refused)) == (409, [])
    assert slower.post(f"{OFFICE}/event/place", data=held(refused)).status_code == 303


def test_a_reading_is_no_change(slower: FlaskClient, forum: Forum) -> None:
    person = make.person(forum)
    slower.get(f"/fr/directory/people/{person.id}")
    found = latest_change(person)
    assert found is not None
    assert found.act == "person.added"


def test_of_an_agreement_a_new_party_counts_as_a_change(
    faster: FlaskClient, slower: FlaskClient, forum: Forum
) -> None:
    record = f"{OFFICE}/agreements/{make.agreement(forum).ref}"
    typed = held(slower.get(f"{record}/edit")) | {"place-fr": "Azrou"}
    party = {"party-organisation_id": str(make.organisation().id), "party-signatory-fr": "Zineb Berrada"}
    assert forms.send(faster, f"{record}/parties", party, page=record).status_code == 303
    refused = slower.post(f"{record}/edit", data=typed)
    assert (refused.status_code, isolate(COLLEAGUE) in title(refused)) == (409, True)


def test_a_row_without_a_change_in_the_log_has_none(app: Flask) -> None:
    assert latest_change() is None
