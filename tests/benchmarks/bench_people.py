"""The directory with 20,000 persons, on both databases: its list, its search, the hints of organisations."""

from collections.abc import Iterator
from itertools import cycle, islice, product
from time import perf_counter

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.forums.models import Forum
from app.people import names
from app.people.models import Kind, Organisation, Person, Tie
from app.platform.db import db, unit_of_work
from app.platform.text import Translated
from tests import make
from tests.benchmarks import installation, report
from tests.queries import counted

PERSONS, ORGANISATIONS, BLOCK, TIMES = 20_000, 400, 200, 15
PAGES = {
    "list, first page": "/ar/directory/people",
    "list, page 200": "/ar/directory/people?page=200",
    "list, narrowed by region": "/ar/directory/people?region=fem",
    "search, one Arabic word": "/ar/directory/people?q=الخلفي",
    "search, the other script": "/fr/directory/people?q=khalfi+mohamed",
    "search, nobody": "/fr/directory/people?q=zorglub",
    "organisations": "/ar/directory/organisations",
    "hint of an organisation": "/ar/directory/organisations/hints?q=جمعية+12",
    "page of a person": "/ar/directory/people/10000",
}


def main() -> None:
    """Fill the directory, then ask each page in turn: who sees everything, and who sees one event."""
    for database in installation.DATABASES:
        with installation.empty(database) as made:
            made.flask("db", "upgrade")
            app = made.app()
            with app.app_context():
                forum_id = make.forum().id
                began = perf_counter()
                _fill(forum_id)
                report.figure(f"{database}: {PERSONS} persons written", f"{perf_counter() - began:.0f} s")
                for role in (Role.ADMINISTRATOR, Role.ORGANISER):
                    user = make.account(role, db.session.get_one(Forum, forum_id), f"{role}@example.org")
                    client = make.enter(app.test_client(), user)
                    _measure(app, client, f"{database}, {role}")


def _measure(app: Flask, client: FlaskClient, who: str) -> None:
    for name, address in PAGES.items():
        with counted() as statements:
            answer = client.get(address)
        asked, took = len(statements), []
        for _ in range(TIMES):
            began = perf_counter()
            client.get(address)
            took.append(perf_counter() - began)
        high = sorted(took)[int(TIMES * 0.95)]
        told = f"{report.spread(took)}, p95 {high * 1000:.1f} ms, {asked} statements, {answer.status_code}"
        report.figure(f"{who}: {name}", told, "≤ 60 ms p50, 5 queries for the rows")


def _fill(forum_id: int) -> None:
    regions = cycle(["fem", "cas", "rsk", None])
    with unit_of_work():
        db.session.add_all(
            Organisation(
                name=Translated(ar=f"جمعية {number}", fr=f"Association {number}"),
                kind=Kind.ASSOCIATION,
                region=next(regions),
            )
            for number in range(ORGANISATIONS)
        )
    keys = list(db.session.scalars(sa.select(Organisation.id)))
    people = _people(keys)
    while block := list(islice(people, BLOCK)):
        with unit_of_work():
            db.session.add_all(block)
            db.session.flush()
            db.session.add_all(Tie(forum_id=forum_id, person_id=row.id) for row in block)
        db.session.expunge_all()


def _people(organisations: list[int]) -> Iterator[Person]:
    given = names.pairs("given", "m") + names.pairs("given", "f")
    pairs = product(names.pairs("family"), given)
    for number, (family, first) in enumerate(islice(pairs, PERSONS)):
        script = number % 4
        yield Person(
            given_ar=first[0] if script != 1 else "",
            family_ar=family[0] if script != 1 else "",
            given_latin=first[1] if script != 2 else "",
            family_latin=family[1] if script != 2 else "",
            function=Translated(ar="عضو", fr="membre"),
            organisation_id=organisations[number % len(organisations)],
            phone=f"+2126{number:08}",
            email=f"person.{number}@example.org",
            locale="ar",
        )


if __name__ == "__main__":
    main()
