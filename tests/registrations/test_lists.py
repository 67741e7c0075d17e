"""The list of registrations: found, narrowed, sorted, paged, ticked, taken away."""

import csv
import io
import re
import zipfile
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from app.accounts.models import Role
from app.audit.models import Entry
from app.forums.models import Forum
from app.platform.clock import at, now, today
from app.platform.db import db, unit_of_work
from app.platform.text import Translated
from app.registrations.models import Category, Registration
from app.registrations.words import State
from tests import forms, make
from tests.queries import counted

LIST = "/fr/office/live/registrations"
BADGES = f"{LIST}/badges"


@pytest.fixture
def forum(client: FlaskClient) -> Forum:
    made = make.forum()
    make.enter(client, make.account(Role.REGISTRAR, made))
    return made


@pytest.fixture
def category(forum: Forum) -> Category:
    return make.category(forum, places=200)


def person(of: Forum, kind: Category, name: str, **values: Any) -> Registration:
    """Somebody by the name of `name` and nothing else."""
    bare = {"given_ar": "", "family_ar": "", "given_latin": "", "family_latin": name}
    return make.registration(of, kind, **{**bare, "email": f"p{name.encode().hex()}@example.org", **values})


def many(of: Forum, kind: Category, count: int) -> None:
    """So many people, P000 first."""
    with unit_of_work():
        db.session.add_all(
            Registration(
                forum_id=of.id,
                category_id=kind.id,
                number=f"{200_000 + number}",
                state=State.CONFIRMED,
                family_latin=f"P{number:03}",
                email=f"p{number}@example.org",
                locale="fr",
                form_token=f"{number}",
                qr="",
            )
            for number in range(count)
        )


def names(client: FlaskClient, **asked: Any) -> list[str]:
    """The names on the page, in their order."""
    page = client.get(LIST, query_string=asked)
    assert page.status_code == 200
    return re.findall(
        r'data-label="[^"]*"><div><a href="[^"]*">\s*<bdi lang="\w\w" dir="\w+">([^<]+)</bdi>', page.text
    )


@pytest.mark.parametrize(
    "typed",
    [
        "خديجة العلمي",
        "العلمي خديجه",
        "علمي",
        "el alami",
        "ALAMI khadija",
        "خديجة alami",
        "+212612345678",
        "0612345678",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "٠٦١٢٣٤٥٦٧٨",
        "00212 6 12 34 56 78",
        "khadija 0612",
        "khadija@example.org",
        "KHADIJA@example",
        "الأمل",
        "امل khadija",
    ],
)
def test_a_person_is_found_however_it_is_typed(
    client: FlaskClient, forum: Forum, category: Category, typed: str
) -> None:
    make.registration(forum, category, phone="+212612345678", organisation="جمعية الأمل")
    person(forum, category, "Other", phone="+212698765432")
    assert names(client, q=typed) == ["Khadija El Alami"]


def test_the_number_is_found_with_its_space_and_in_arabic_figures(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    number = make.registration(forum, category).number
    for typed in (
        number,
        f"{number[:3]} {number[3:]}",
        number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    ):
        assert names(client, q=typed) == ["Khadija El Alami"]


def test_chips_widen_in_one_filter_and_narrow_in_several(client: FlaskClient, forum: Forum) -> None:
    first, second = make.category(forum, 2, "الأولى"), make.category(forum, 2, "الثانية")
    person(forum, first, "A")
    person(forum, second, "B")
    waits = [person(forum, first, "C"), person(forum, second, "D")]
    with unit_of_work():
        for one in waits:
            one.state = State.WAITING
    assert names(client, state="confirmed") == ["A", "B"]
    assert names(client, state=["confirmed", "waiting"]) == ["A", "B", "C", "D"]
    assert names(client, state="waiting", category=second.id) == ["D"]
    assert names(client, state="waiting", category=[first.id, second.id], q="c") == ["C"]
    assert names(client, state="nonsense", category=["0", "x"], sort="nonsense") == ["A", "B", "C", "D"]


def test_chips_say_how_many_each_would_show_and_are_taken_off_again(
    client: FlaskClient, forum: Forum
) -> None:
    first, second = make.category(forum, 2, "الأولى"), make.category(forum, 2, "الثانية")
    person(forum, first, "A")
    person(forum, second, "B")
    waits = person(forum, second, "C")
    with unit_of_work():
        waits.state = State.WAITING
        second.name = Translated(fr="Experts")
    page = client.get(LIST, query_string={"state": "waiting", "sort": "-name"}).text
    chips = re.findall(
        r'<a href="([^"]*)"( aria-current="true")?><span>([^<]*)</span> <span class="figure">(\d)', page
    )
    told = [(label, on != "", count) for _url, on, label, count in chips]
    assert told == [
        ("En liste d’attente", True, "1"),
        ("Confirmée", False, "2"),
        ("Associations", False, "0"),
        ("Experts", False, "1"),
    ]
    assert chips[0][0] == f"{LIST}?sort=-name"
    assert chips[3][0] == f"{LIST}?state=waiting&amp;category={second.id}&amp;sort=-name"


def test_names_stand_in_the_order_of_the_reader_and_turn_round(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    for arabic, latin in (("ب", "Élan"), ("أ", "Zineb"), ("ج", "Eden")):
        person(forum, category, latin, family_ar=arabic, email=f"{latin.encode().hex()}@example.org")
    assert names(client) == ["Eden", "Élan", "Zineb"]
    assert names(client, sort="-name") == ["Zineb", "Élan", "Eden"]
    page = client.get(LIST.replace("/fr/", "/ar/"))
    assert re.findall(r"<a href=\"[^\"]*\">\s*<bdi lang=\"ar\" dir=\"rtl\">(.)</bdi>", page.text) == [
        "أ",
        "ب",
        "ج",
    ]
    head = client.get(LIST).text
    assert f'<th scope="col" aria-sort="ascending"><a href="{LIST}?sort=-name">' in head
    assert 'aria-sort="descending"' in client.get(f"{LIST}?sort=-name").text


def test_each_row_stands_on_one_page_alone_however_alike_they_are(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    many(forum, category, 120)
    with unit_of_work():
        db.session.execute(sa.update(Registration).values(created_at=now()))
    for sort in ("registered", "-registered"):
        seen = [name for page in (1, 2, 3) for name in names(client, sort=sort, page=page)]
        assert (len(seen), len(set(seen))) == (120, 120)


def test_pages_say_which_rows_of_how_many_and_the_last_takes_what_lies_beyond(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    many(forum, category, 120)
    assert names(client)[::49] == ["P000", "P049"]
    assert names(client, page=3) == names(client, page=99_999) == [f"P{number}" for number in range(100, 120)]
    found = re.findall(r'<p role="status">([^<]*)</p>', client.get(f"{LIST}?page=2").text)
    assert re.findall(r"\d+", found[0]) == ["51", "100", "120"]
    assert f"{LIST}?q=p&amp;page=3" in client.get(f"{LIST}?q=p&page=2").text


def test_the_list_asks_the_same_for_one_and_for_three(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    asked = []
    for added in (1, 2):
        for number in range(added):
            person(forum, category, f"P{added}{number}")
        with counted() as statements:
            assert client.get(f"{LIST}?q=p&state=confirmed&sort=-registered").status_code == 200
        asked.append([one for one in statements if "registration" in one or "category" in one])
    assert [len(one) for one in asked] == [3, 3]


def test_nothing_yet_and_nothing_found_are_told_apart(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    assert 'role="search"' not in client.get(LIST).text
    person(forum, category, "A")
    page = client.get(f"{LIST}?q=nobody&state=confirmed")
    assert 'value="nobody"' in page.text
    assert f'<a class="button primary" href="{LIST}">' in page.text


def table(client: FlaskClient, suffix: str, locale: str = "fr", **asked: Any) -> Any:
    return client.get(f"/{locale}/office/live/registrations.{suffix}", query_string=asked, buffered=True)


def sheet(data: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def test_the_workbook_holds_what_is_shown_with_phones_and_numbers_as_text(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    kept = make.registration(
        forum,
        category,
        phone="+212612345678",
        organisation='=HYPERLINK("http://evil.example","x")',
        function="-1",
    )
    with unit_of_work():
        kept.created_at = at(today(), 9, 30)
    person(forum, category, "Other")
    heads, row = sheet(table(client, "xlsx", q="khadija").data)
    told = dict(zip(heads, row, strict=True))
    assert len(heads) == 23
    assert told["Téléphone"] == "06 12 34 56 78"
    assert told["Organisme"] == '=HYPERLINK("http://evil.example","x")'
    assert kept.number in row
    assert told["Date d’inscription"] == datetime.combine(today(), datetime.min.time()) + timedelta(
        hours=9, minutes=30
    )


def test_the_sheet_is_of_texts_alone_and_stands_from_right_to_left_in_arabic(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    make.registration(forum, category, phone="+212612345678", organisation="=1+1")
    for locale, rtl in (("ar", True), ("fr", False)):
        answer = table(client, "xlsx", locale)
        with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
            inside = parts.read("xl/worksheets/sheet1.xml").decode()
        assert ('rightToLeft="1"' in inside) is rtl
        assert "<f>" not in inside
        assert 't="inlineStr"' in inside
        assert "<autoFilter" in inside
        assert 'state="frozen"' in inside
        assert answer.headers["Content-Disposition"].startswith(
            f"attachment; filename=registrations-{today()}.xlsx; filename*=UTF-8''"
        )


def test_the_table_of_commas_has_its_mark_semicolons_and_no_formula(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    make.registration(
        forum, category, phone="+212612345678", organisation="=1+1", function="\u200fرئيسة; جمعية"
    )
    data = table(client, "csv", "ar").data
    assert data.startswith(b"\xef\xbb\xbf")
    _heads, row = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    assert {"06 12 34 56 78", "'=1+1", "رئيسة; جمعية", "خديجة العلمي", "Khadija El Alami"} <= set(row)
    assert not re.search("[\u200e\u200f\u2066-\u2069]", data.decode())


def test_the_table_holds_all_pages_in_the_order_and_with_the_filters_of_the_page(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    many(forum, category, 120)
    rows = sheet(table(client, "xlsx", q="p", sort="-name", page=2).data)
    assert [row[2] for row in rows[1:]] == [f"P{number:03}" for number in range(119, -1, -1)]
    rows = sheet(table(client, "xlsx", state="waiting").data)
    assert len(rows) == 1


def test_a_table_taken_away_is_in_the_log_and_a_head_takes_nothing(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    many(forum, category, 3)
    last = db.session.scalar(sa.select(sa.func.max(Entry.id)))
    assert client.head(f"{LIST}.csv").status_code == 200
    table(client, "csv")
    told = sa.select(Entry.act, Entry.details).where(Entry.id > last)
    assert db.session.execute(told).all() == [("registrations.exported", {"rows": 3})]


def post(client: FlaskClient, page: str = LIST, address: str = BADGES, **values: Any) -> Any:
    """The form of the list, sent with what is ticked."""
    token = forms.held(client.get(page), "acts/approval")["csrf_token"]
    return client.post(address, data={"csrf_token": token, **values}, buffered=True)


def shown_count(answer: Any) -> str:
    assert answer.status_code == 200
    return forms.held(answer)["count"]


def test_the_ticked_rows_are_shown_before_anything_happens_then_printed(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    people = [person(forum, category, name) for name in "ABC"]
    waits = person(forum, category, "D")
    elsewhere = make.forum("other")
    stranger = person(elsewhere, make.category(elsewhere), "E")
    with unit_of_work():
        waits.state = State.WAITING
    ticked = [one.id for one in (*people[:2], waits, stranger)]
    asked = post(client, id=ticked)
    assert (shown_count(asked), "application/pdf" in asked.content_type) == ("2", False)
    assert [name for name in "ABCDE" if f">{name}</bdi>" in asked.text] == ["A", "B"]
    last = db.session.scalar(sa.select(sa.func.max(Entry.id)))
    printed = post(client, id=ticked, count="2", paper="cr80")
    assert (printed.status_code, printed.content_type) == (200, "application/pdf")
    told = db.session.execute(sa.select(Entry.act, Entry.details).where(Entry.id > last)).all()
    assert ("badges.printed", {"paper": "cr80", "count": 2}) in told


def test_all_that_match_are_ticked_on_every_page_and_with_the_filters(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    many(forum, category, 120)
    page = client.get(f"{LIST}?select=all")
    assert page.text.count(" checked disabled") == 50
    assert forms.held(page, "acts/approval")["all"] == "1"
    assert client.get(f"{LIST}?select=page").text.count(" checked>") == 50
    assert shown_count(post(client, all="1")) == "120"
    assert shown_count(post(client, address=f"{BADGES}?q=p01", all="1")) == "10"
    assert post(client, address=f"{BADGES}?state=waiting", all="1").status_code == 409


def test_an_act_is_refused_when_the_rows_have_changed_since_they_were_shown(
    client: FlaskClient, forum: Forum, category: Category
) -> None:
    people = [person(forum, category, name) for name in "AB"]
    count = shown_count(post(client, all="1"))
    with unit_of_work():
        people[0].state = State.CANCELLED
    assert post(client, all="1", count=count).status_code == 409
    assert post(client, id=[people[0].id], count="1").status_code == 409


@pytest.mark.parametrize("ticked", [[], ["x"], ["-1"], [str(2**70)]])
def test_nothing_ticked_is_refused(
    client: FlaskClient, forum: Forum, category: Category, ticked: list[str]
) -> None:
    person(forum, category, "A")
    assert post(client, id=ticked).status_code == 409
