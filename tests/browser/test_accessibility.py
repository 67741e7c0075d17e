"""Every page against WCAG 2.2 AA, in both languages, by day and by night, on a phone and on a desk."""

from collections.abc import Iterator
from itertools import product
from typing import Any
from zlib import crc32

import pytest
from flask import Flask
from playwright.sync_api import Browser

from app.accounts.models import Role
from app.demo import loading
from app.platform.clock import today
from tests import application
from tests.browser import pages
from tests.browser.conftest import DESK, PHONE, Scheme, serving
from tests.browser.wcag import faults
from tests.databases import PostgreSQL, SQLite

SCHEMES: tuple[Scheme, ...] = ("light", "dark")
SIZES = (PHONE, DESK)
everybody = pytest.mark.parametrize(("role", "locale"), list(product(pages.VISITORS, pages.LOCALES)))
Address = tuple[str, Scheme, tuple[int, int]]


@pytest.fixture(scope="module")
def demonstration(built: Flask, database: SQLite | PostgreSQL) -> Iterator[tuple[Flask, str]]:
    """The application with the demonstration of today, and where it is served."""
    database.renew()
    with built.app_context():
        loading.load(today())
        with serving(built) as base:
            yield built, base
        application.forget(built)


def look(
    chromium: Browser, demonstration: tuple[Flask, str], role: Role | None, locale: str, choose: Any
) -> list[str]:
    """The faults of this role's pages, at the addresses that `choose` makes of (endpoint, paths)."""
    app, base = demonstration
    client = pages.visitor(app, role)
    wrong: list[str] = []
    mine, _seen = pages.shown_to(app, client, role, locale)
    wanted = [address for name, paths in mine.items() for address in choose(name, paths)]
    for scheme in SCHEMES:
        context = chromium.new_context(base_url=base, color_scheme=scheme)
        context.add_cookies(pages.cookies(client, base))
        page = context.new_page()
        for path, _scheme, (width, height) in (one for one in wanted if one[1] == scheme):
            page.set_viewport_size({"width": width, "height": height})
            page.goto(path)
            wrong += [f"{path} {scheme} {width}: {fault}" for fault in faults(page, locale)]
        context.close()
    return wrong


@everybody
def test_a_page_of_each_kind_is_open_to_everybody(
    chromium: Browser, demonstration: tuple[Flask, str], role: Role | None, locale: str
) -> None:
    def pairwise(name: str, paths: list[str]) -> list[Address]:
        """Each page once a language; what is light and small in one is dark or large in the other."""
        number = crc32(name.encode()) + (locale == "fr")
        return [(paths[0], SCHEMES[number % 2], SIZES[(number // 2 + (locale == "fr")) % 2])]

    assert look(chromium, demonstration, role, locale, pairwise) == []


@pytest.mark.audit
@everybody
def test_every_page_in_every_mode_is_open_to_everybody(
    chromium: Browser, demonstration: tuple[Flask, str], role: Role | None, locale: str
) -> None:
    def everything(_name: str, paths: list[str]) -> list[Address]:
        return list(product(paths, SCHEMES, SIZES))

    assert look(chromium, demonstration, role, locale, everything) == []
