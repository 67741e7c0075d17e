"""The screen of prayer times and rules."""

from datetime import date, time
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape

from app.accounts.models import Role
from app.audit.models import Entry
from app.forums.kept import scope
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.platform.db import db, unit_of_work
from app.platform.i18n import _, context, plural, using
from app.platform.page_versions import number
from app.platform.text import Translated
from app.programme import prayer_actions
from app.programme.prayer_days import days_of
from app.programme.prayer_words import PRAYER_WORDS
from app.programme.rule_rows import PrayerDay, Rules
from tests import forms, make
from tests.queries import counted

FRIDAY, LAST = date(2026, 6, 5), date(2026, 6, 6)
LIST = "/fr/office/live/programme/prayers"
DAY, RULES = f"{LIST}/2026-06-05", f"{LIST}/rules"


@pytest.fixture
def forum(app: Flask) -> Forum:
    return make.forum(city=Translated(ar="مكناس", fr="Meknès"), starts_on=FRIDAY, ends_on=LAST)


@pytest.fixture
def editor(client: FlaskClient, forum: Forum) -> FlaskClient:
    return make.enter(client, make.account(Role.PROGRAMME_EDITOR, forum))


def another(app: Flask, forum: Forum) -> FlaskClient:
    return make.enter(app.test_client(), make.account(Role.PROGRAMME_EDITOR, forum, "second@example.org"))


def said(text: str, **values: str) -> str:
    """A sentence of the page, in the language of the page."""
    with using("fr"):
        return str(escape(_(text, **values)))


def corrections() -> list[PrayerDay]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(PrayerDay)))


def rules() -> list[tuple[int, bool]]:
    db.session.rollback()
    return [(one.change_minutes, one.minds_prayers) for one in db.session.scalars(sa.select(Rules))]


def details(act: str) -> list[Any]:
    return list(db.session.scalars(sa.select(Entry.details).where(Entry.act == act)))


def test_each_day_shows_its_five_hours_and_where_they_come_from(editor: FlaskClient) -> None:
    page = editor.get(LIST).text
    assert page.count('<tr id="day-') == 2
    assert said("%(city)s, the city of the event", city="Meknès") in page
    with using("fr"):
        assert page.count(f"{PRAYER_WORDS['friday']}</span>") == 1
    assert said("by hand") not in page


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ({"latitude": 33.9, "longitude": -5.5}, "The venue, by its own coordinates"),
        (
            {"city": Translated(fr="Imlil"), "region": "mas"},
            "%(city)s, the capital of the region: the city of the event is not in our list",
        ),
        (
            {"city": Translated(), "region": "mas"},
            "%(city)s, the capital of the region: the city of the event is not stated",
        ),
        ({"city": Translated()}, "The place of the event is not known"),
    ],
)
def test_it_says_by_what_the_place_is_known(client: FlaskClient, place: dict[str, Any], told: str) -> None:
    forum = make.forum(starts_on=FRIDAY, ends_on=LAST, **place)
    page = make.enter(client, make.account(Role.ORGANISER, forum)).get(LIST).text
    assert said(told, city="Marrakech") in page


def test_an_event_without_dates_is_told_what_to_do(client: FlaskClient) -> None:
    forum = make.forum(starts_on=None, ends_on=None)
    page = make.enter(client, make.account(Role.ORGANISER, forum)).get(LIST)
    assert page.status_code == 200
    assert said("No dates yet") in page.text
    assert said("Fill in the dates") in page.text


def test_a_long_event_lists_a_month_and_says_so(client: FlaskClient) -> None:
    forum = make.forum(starts_on=date(2026, 6, 1), ends_on=date(2026, 7, 2))
    page = make.enter(client, make.account(Role.ORGANISER, forum)).get(LIST).text
    with using("fr"):
        rest = str(plural("%(num)d further day is not listed.", "%(num)d further days are not listed.", 1))
    assert (page.count('<tr id="day-'), rest in page) == (31, True)


def test_an_hour_is_corrected_and_marked(editor: FlaskClient, forum: Forum) -> None:
    before = db.session.scalar(sa.select(number(scope(forum.id)))) or 0
    answer = forms.send(editor, DAY, asr="17:30")
    assert (answer.status_code, answer.location) == (303, f"{LIST}#day-2026-06-05")
    assert [(row.on, row.asr, row.dhuhr, row.is_ramadan) for row in corrections()] == [
        (FRIDAY, time(17, 30), None, None)
    ]
    page = editor.get(LIST).text
    assert page.count(said("by hand")) == 1
    assert '<bdi dir="ltr">17:30</bdi>' in page
    assert details("prayer_day.edited") == [{"on": "2026-06-05", "changes": {"asr": [None, "17:30:00"]}}]
    assert (db.session.scalar(sa.select(number(scope(forum.id)))) or 0) > before  # the public sees it


def test_an_emptied_hour_is_computed_again(editor: FlaskClient) -> None:
    forms.send(editor, DAY, asr="17:30")
    forms.send(editor, DAY, asr="")
    assert [row.asr for row in corrections()] == [None]
    assert said("by hand") not in editor.get(LIST).text


@pytest.mark.parametrize(("answer", "kept"), [("yes", True), ("no", False), ("", None)])
def test_ramadan_is_said_by_hand_or_left_to_the_computation(
    editor: FlaskClient, answer: str, kept: bool | None
) -> None:
    forms.send(editor, DAY, ramadan=answer)
    assert [row.is_ramadan for row in corrections()] == [kept]
    assert (f"{said('Ramadan')}</span>" in editor.get(LIST).text) == (kept is True)


def test_ramadan_as_computed_is_only_proposed(client: FlaskClient) -> None:
    forum = make.forum(starts_on=date(2026, 2, 20), ends_on=date(2026, 2, 20))
    editor = make.enter(client, make.account(Role.PROGRAMME_EDITOR, forum))
    assert said("Ramadan, to be confirmed") in editor.get(LIST).text
    forms.send(editor, f"{LIST}/2026-02-20", ramadan="no")
    page = editor.get(LIST).text
    assert (said("Ramadan, to be confirmed") in page, said("not in Ramadan, by hand") in page) == (
        False,
        True,
    )


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"asr": "12:00"}, "asr"),
        ({"dhuhr": "18:00"}, "dhuhr"),
        ({"maghrib": "23:00", "isha": "22:30"}, "isha"),
        ({"isha": "00:30"}, "isha"),
    ],
)
def test_prayers_out_of_order_are_refused_at_the_hour_that_was_typed(
    editor: FlaskClient, typed: dict[str, str], wrong: str
) -> None:
    answer = forms.send(editor, DAY, typed)
    assert answer.status_code == 422
    assert f'id="{wrong}-error"' in answer.text
    assert all(f'value="{hour}"' in answer.text for hour in typed.values())
    assert corrections() == []


def test_what_is_no_hour_is_refused_and_kept(editor: FlaskClient) -> None:
    answer = forms.send(editor, DAY, asr="soon")
    assert (answer.status_code, 'value="soon"' in answer.text) == (422, True)


@pytest.mark.parametrize(
    "day", ["2026-06-07", "2026-06-04", "2026-6-5", "2026-13-01", "0000000000", "20260605"]
)
def test_another_day_than_those_of_the_event_is_not_found(editor: FlaskClient, day: str) -> None:
    assert editor.get(f"{LIST}/{day}").status_code == 404


def test_who_was_slower_sees_both_versions_and_may_keep_theirs(
    app: Flask, editor: FlaskClient, forum: Forum
) -> None:
    second = another(app, forum)
    opened = forms.held(second.get(DAY))
    forms.send(editor, DAY, asr="17:30")
    answer = second.post(DAY, data=opened | {"asr": "17:20"})
    assert answer.status_code == 409
    assert ("17:20" in answer.text, "17:30" in answer.text) == (True, True)
    assert [row.asr for row in corrections()] == [time(17, 30)]
    again = second.post(DAY, data=forms.held(answer) | {"asr": "17:20"})
    assert again.status_code == 303
    assert [row.asr for row in corrections()] == [time(17, 20)]


def test_of_two_at_once_one_is_told(app: Flask, editor: FlaskClient, forum: Forum) -> None:
    second = another(app, forum)
    assert sorted(forms.at_once([editor, second], [DAY, DAY])) == [303, 409]
    assert len(corrections()) == 1
    assert sorted(forms.at_once([editor, second], [RULES, RULES])) == [303, 409]
    assert len(rules()) == 1


def test_the_rules_are_changed(editor: FlaskClient) -> None:
    assert "<dd>5" in editor.get(LIST).text
    answer = forms.send(editor, RULES, change_minutes="12", minds_prayers=None)
    assert (answer.status_code, answer.location) == (303, LIST)
    assert rules() == [(12, False)]
    assert details("programme_rules.edited") == [
        {"changes": {"change_minutes": [5, 12], "minds_prayers": [True, False]}}
    ]
    page = editor.get(LIST).text
    aside = said("They are left out of account: no line, no warning.")
    assert ("<dd>12" in page, aside in page) == (True, True)


@pytest.mark.parametrize("typed", ["", "-1", "121", "soon"])
def test_rules_that_make_no_sense_are_refused(editor: FlaskClient, typed: str) -> None:
    answer = forms.send(editor, RULES, change_minutes=typed)
    assert (answer.status_code, 'id="change_minutes-error"' in answer.text) == (422, True)
    assert rules() == []


def test_rules_opened_before_another_changed_them_are_not_written_over(
    app: Flask, editor: FlaskClient, forum: Forum
) -> None:
    second = another(app, forum)
    opened = forms.held(second.get(RULES))
    forms.send(editor, RULES, change_minutes="12")
    answer = second.post(RULES, data=opened | {"change_minutes": "7"})
    assert (answer.status_code, rules()) == (409, [(12, True)])


def test_the_archive_is_read_and_not_changed(editor: FlaskClient, forum: Forum) -> None:
    opened = forms.held(editor.get(DAY))
    with unit_of_work():
        db.session.get_one(Forum, forum.id).state = State.ARCHIVED
    assert f'href="{DAY}"' not in editor.get(LIST).text
    assert editor.post(DAY, data=opened | {"asr": "17:30"}).status_code == 409
    assert corrections() == []


def test_the_page_asks_the_same_of_the_database_for_any_number_of_days(client: FlaskClient) -> None:
    asked = []
    for slug, days in (("one", 1), ("three", 3)):
        forum = make.forum(slug, starts_on=FRIDAY, ends_on=date(2026, 6, 4 + days))
        for on in days_of(forum):
            values = dict.fromkeys(("fajr", "dhuhr", "maghrib", "isha", "is_ramadan")) | {"asr": time(17, 30)}
            with unit_of_work():
                prayer_actions.correct(forum, on, values, version=0, by=None)
        editor = make.enter(client, make.account(Role.PROGRAMME_EDITOR, forum, f"{slug}@example.org"))
        address = LIST.replace("live", slug)
        editor.get(address)
        with counted() as statements:
            assert editor.get(address).text.count(said("by hand")) == days
        asked.append(len(statements))
    assert asked[0] == asked[1]


def test_no_minutes_from_hall_to_hall_are_told_as_none(editor: FlaskClient) -> None:
    assert forms.send(editor, RULES, change_minutes="0").status_code == 303
    with using("fr"):
        assert f"<dd>{context('minutes', 'none')}</dd>" in editor.get(LIST).text
