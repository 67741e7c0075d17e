"""What the public takes from an event's page: calendar entry, share picture, logos, documents."""

import re
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from app.forums import share
from app.forums.lifecycle import State
from app.platform.clock import at
from app.platform.db import db, unit_of_work
from app.platform.i18n import context, day, using
from app.platform.text import Translated
from tests import make

PAGE = "/fr/forums/live/"
FILE = f"{PAGE}calendar.ics"
BASE = "http://localhost:8000"


def events(client: FlaskClient, path: str = FILE) -> list[Any]:
    return list(icalendar.Calendar.from_ical(client.get(path).data).walk("VEVENT"))


def image_of(client: FlaskClient, locale: str = "fr") -> str:
    page = client.get(f"/{locale}/forums/live/").text
    found = re.search(r'<meta property="og:image" content="([^"]+)"', page)
    assert found
    return found[1].removeprefix(BASE)


def test_an_event_goes_into_the_calendar_as_whole_days(app: Flask, client: FlaskClient) -> None:
    forum = make.forum(venue=Translated(fr="Palais des congrès"), latitude=33.5, longitude=-5.1)
    assert forum.starts_on
    answer = client.get(FILE)
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="live-fr.ics"'
    (event,) = events(client)
    assert event.decoded("dtstart") == forum.starts_on
    assert event.decoded("dtend") == forum.starts_on + timedelta(days=2)
    assert str(event["location"]) == "Palais des congrès, Ifrane"
    assert str(event["url"]) == BASE + PAGE
    assert str(events(client, "/ar/forums/live/calendar.ics")[0]["summary"]) == "مناظرة للاختبار"


def test_days_with_hours_are_one_entry_that_tells_the_hours_of_each(app: Flask, client: FlaskClient) -> None:
    forum = make.forum(motto=Translated(fr="Ensemble"))
    assert forum.starts_on
    second = forum.starts_on + timedelta(days=1)
    make.day(forum)
    make.day(forum, on=second, title=Translated(), opens_at=time(9), closes_at=time(13))
    (entry,) = events(client)
    assert entry.decoded("dtstart") == at(forum.starts_on, 8, 30).astimezone(UTC)
    assert entry.decoded("dtend") == at(second, 13).astimezone(UTC)
    assert isinstance(entry.decoded("dtend"), datetime)
    assert str(entry["transp"]) == "TRANSPARENT"
    told = str(entry["description"]).splitlines()
    with using("fr"):
        hours = context("hours", "from %(begin)s to %(end)s", begin="9\u00a0h", end="13\u00a0h")
        assert told[-1] == f"{day(second)}, {hours}"
    assert (told[0], len(told)) == ("Ensemble", 3)


def test_hours_of_the_first_day_alone_leave_one_entry_over_all_days(app: Flask, client: FlaskClient) -> None:
    forum = make.forum()
    assert forum.starts_on
    make.day(forum)
    (entry,) = events(client)
    assert entry.decoded("dtstart") == forum.starts_on
    assert entry.decoded("dtend") == forum.starts_on + timedelta(days=2)


def test_a_day_that_goes_leaves_the_same_entry_with_a_greater_number(app: Flask, client: FlaskClient) -> None:
    forum = make.forum()
    assert forum.starts_on
    make.day(forum)
    gone = make.day(forum, on=forum.starts_on + timedelta(days=1), opens_at=time(9), closes_at=time(13))
    with unit_of_work():
        gone.opens_at = time(10)
    (before,) = events(client)
    with unit_of_work():
        db.session.delete(gone)
    (after,) = events(client)
    assert (after["uid"], after["sequence"] > before["sequence"]) == (before["uid"], True)
    assert before["sequence"] < 2**31
    assert after.decoded("dtend") == forum.starts_on + timedelta(days=2)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("Avenue Hassan II, 53000 IFRANE", "Avenue Hassan II, 53000 IFRANE"),
        ("Avenue d’Azrou", "Avenue d’Azrou, Ifrane"),
        ("Route d’Ifranette", "Route d’Ifranette, Ifrane"),
        ("", "Ifrane"),
    ],
)
def test_the_place_names_the_city_once(app: Flask, client: FlaskClient, address: str, place: str) -> None:
    make.forum(address=Translated(fr=address) if address else Translated())
    assert str(events(client)[0]["location"]) == place


def test_an_entry_keeps_its_name_and_counts_its_changes(app: Flask, client: FlaskClient) -> None:
    forum = make.forum()
    (before,) = events(client)
    with unit_of_work():
        forum.slug, forum.motto = "moved", Translated(fr="Autrement")
    (after,) = events(client, "/fr/forums/moved/calendar.ics")
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert str(forum.id) not in str(after["uid"]).split("-")


def test_an_event_without_a_date_offers_no_calendar_entry(app: Flask, client: FlaskClient) -> None:
    make.forum(state=State.ANNOUNCED, starts_on=None, ends_on=None)
    assert "calendar.ics" not in client.get(PAGE).text
    assert client.get(FILE).status_code == 404


def test_an_event_that_is_over_offers_none_on_its_page(app: Flask, client: FlaskClient) -> None:
    make.forum(state=State.ARCHIVED)
    assert "calendar.ics" not in client.get(PAGE).text


@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_the_share_picture_has_the_size_that_is_told(app: Flask, client: FlaskClient, locale: str) -> None:
    make.forum(title=Translated(ar="المناظرة " * 30, fr="Assises " * 40))
    answer = client.get(image_of(client, locale))
    picture = Image.open(BytesIO(answer.data))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert len(answer.data) < 100_000
    page = client.get(f"/{locale}/forums/live/").text
    assert '<meta property="og:image:width" content="1200">' in page
    assert '<meta name="twitter:card" content="summary_large_image">' in page


def test_each_language_has_its_own_picture_with_its_words_at_its_side(
    app: Flask, client: FlaskClient
) -> None:
    make.forum()
    dark = {}
    for locale in ("ar", "fr"):
        picture = Image.open(BytesIO(client.get(image_of(client, locale)).data)).convert("L")
        side = picture.crop((800, 140, 1110, 400) if locale == "ar" else (90, 140, 400, 400))
        dark[locale] = side.getextrema()[1]
    assert min(dark.values()) > 240
    assert client.get(image_of(client, "ar")).data != client.get(image_of(client, "fr")).data


def test_without_date_and_city_the_lines_of_the_picture_stand_in_its_middle(
    app: Flask, client: FlaskClient
) -> None:
    make.forum(starts_on=None, ends_on=None, city=Translated())
    picture = Image.open(BytesIO(client.get(image_of(client)).data)).convert("L")
    drawn = picture.crop((90, 0, 900, 540)).point([0] * 180 + [255] * 76).getbbox()
    assert drawn
    assert abs((drawn[1] + drawn[3]) / 2 - 315) < 15


def test_an_earlier_address_of_the_picture_leads_to_the_present_one(app: Flask, client: FlaskClient) -> None:
    forum = make.forum()
    before = image_of(client)
    with unit_of_work():
        forum.city = Translated(fr="Azrou")
    after = image_of(client)
    assert after != before
    answer = client.get(before)
    assert (answer.status_code, answer.location) == (302, after)
    assert client.get(f"{PAGE}share/0000.png").location == after


def test_what_is_not_on_the_picture_leaves_its_address(app: Flask, client: FlaskClient) -> None:
    forum = make.forum()
    before = image_of(client)
    make.hall(forum)
    with unit_of_work():
        forum.motto = Translated(fr="Autrement")
    assert image_of(client) == before == f"{PAGE}share/{share.digest(forum)}.png"


def test_a_logo_is_served_under_its_digest_through_its_event_alone(app: Flask, client: FlaskClient) -> None:
    first, second = make.forum(), make.forum("second")
    mark = make.partner_logo(first)
    address = f"{PAGE}logos/{mark}.png"
    assert f'src="{address}"' in client.get(PAGE).text
    answer = client.get(address)
    assert (answer.content_type, answer.data[:4]) == ("image/png", b"\x89PNG")
    assert client.get(f"/fr/forums/{second.slug}/logos/{mark}.png").status_code == 404
    assert client.get(f"{PAGE}logos/0000.png").status_code == 404


def test_a_document_for_the_team_is_not_there_for_the_public(app: Flask, client: FlaskClient) -> None:
    forum, other = make.forum(), make.forum("other")
    shown = make.document(forum, b"%PDF-1.7 shown", is_public=True)
    hidden = make.document(forum, b"%PDF-1.7 hidden")
    answer = client.get(f"{PAGE}documents/{shown.ref}")
    assert (answer.status_code, answer.data) == (200, b"%PDF-1.7 shown")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client.get(f"{PAGE}documents/{hidden.ref}").status_code == 404
    assert client.get(f"/fr/forums/{other.slug}/documents/{shown.ref}").status_code == 404
    with unit_of_work():
        forum.state = State.DRAFT
    assert client.get(f"{PAGE}documents/{shown.ref}").status_code == 404


def test_a_past_day_stays_in_the_file(app: Flask, client: FlaskClient) -> None:
    on = date(2019, 6, 22)
    make.forum(state=State.CLOSED, starts_on=on, ends_on=on)
    assert events(client)[0].decoded("dtstart") == on
