"""The demonstration, walked link by link by each role: every page answers, in its language."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from app.accounts.models import Role
from app.demo import loading
from app.platform.clock import today
from tests import application, crawl
from tests.browser import pages
from tests.databases import PostgreSQL, SQLite

DIRECTIONS = {"ar": "rtl", "fr": "ltr"}
# Who is signed in is led on, who is not is led to sign in; only a served demonstration shows its letters.
EXPECTED = {
    ("accounts.sign_in", 303),
    ("forums.offices", 303),
    ("profile.show", 303),
    ("site.outbox", 404),
}
HTML = re.compile(r'<html lang="(\w+)" dir="(\w+)"')


@pytest.fixture(scope="module")
def demonstration(built: Flask, database: SQLite | PostgreSQL) -> Iterator[Flask]:
    """The application with the demonstration of today, whose event is open."""
    database.renew()
    with built.app_context():
        loading.load(today())
        yield built
        application.forget(built)


@pytest.mark.parametrize("locale", pages.LOCALES)
@pytest.mark.parametrize("role", pages.VISITORS)
def test_every_link_leads_to_an_answer_in_its_language(
    demonstration: Flask, role: Role | None, locale: str
) -> None:
    client = pages.visitor(demonstration, role)
    starts = pages.starts(demonstration, locale, role)
    visited = list(crawl.visits(demonstration, client, starts, most=2))
    wrong = {(one.endpoint, one.status) for one in visited if one.status != 200}
    assert wrong - EXPECTED == set()
    read = [HTML.findall(one.text) for one in visited if one.text is not None]
    assert read == [[(locale, DIRECTIONS[locale])]] * len(read)
