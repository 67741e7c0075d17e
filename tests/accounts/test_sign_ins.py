"""The devices on which an account is open: listed by names that people know, and ended."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.accounts import jobs as account_jobs
from app.accounts.device_names import device_name
from app.accounts.models import Role, SignIn, User
from app.accounts.sign_ins import IDLE, LONGEST
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from tests import forms, make
from tests.queries import counted

PAGE = "/fr/account/devices"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
APPLE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X)"
AGENTS = {
    PHONE: "Chrome · Android",
    "Mozilla/5.0 (Windows NT 10.0; x64) Chrome/126 Safari/537.36 Edg/126": "Edge · Windows",
    f"{APPLE} Version/17.5 Mobile Safari/604.1": "Safari · iPhone",
    f"{APPLE} CriOS/126 Mobile Safari/604.1": "Chrome · iPhone",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14.5) Gecko/20100101 Firefox/127.0": "Firefox · Mac",
    "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/127.0": "Firefox · Linux",
    "Mozilla/5.0 (Linux; Android 14) SamsungBrowser/25 Chrome/121 Safari/9": "Samsung Internet · Android",
    "Mozilla/5.0 (X11; CrOS x86_64 14541) Chrome/126 Safari/537.36": "Chrome · ChromeOS",
    "curl/8.5.0": "",
    "": "",
}


@pytest.fixture
def user(app: Flask) -> User:
    return make.account(Role.DESK, make.forum(), email="amina@example.org")


def signed_in(app: Flask, agent: str = PHONE) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = agent
    filled = {"email": "amina@example.org", "password": make.PASSWORD}
    assert forms.send(client, "/fr/sign-in", filled, page="/fr/sign-in").status_code == 303
    return client


def is_in(client: FlaskClient) -> bool:
    return client.get(PAGE).status_code == 200


def ids() -> list[int]:
    return list(db.session.scalars(sa.select(SignIn.id).order_by(SignIn.id)))


@pytest.mark.parametrize("agent", AGENTS)
def test_a_device_is_named_by_its_browser_and_its_system(agent: str) -> None:
    assert device_name(agent) == AGENTS[agent]


def test_every_device_is_listed_and_this_one_is_marked(app: Flask, user: User) -> None:
    signed_in(app, next(iter(agent for agent, name in AGENTS.items() if name == "Firefox · Linux")))
    here = signed_in(app)
    text = here.get(PAGE).text
    assert text.index("Chrome · Android") < text.index("Firefox · Linux")
    assert text.count('class="state good"') == 1
    assert text.count('/end"') == 1


def test_a_device_that_is_ended_opens_nothing_more(app: Flask, user: User) -> None:
    lost, here = signed_in(app), signed_in(app)
    assert forms.send(here, f"{PAGE}/{ids()[0]}/end", page=PAGE).location == PAGE
    assert (is_in(lost), is_in(here)) == (False, True)


def test_all_others_are_ended_at_once(app: Flask, user: User) -> None:
    others, here = [signed_in(app) for _ in range(2)], signed_in(app)
    forms.send(here, f"{PAGE}/end-others", page=PAGE)
    assert ([is_in(one) for one in others], is_in(here)) == ([False, False], True)


def test_nobody_ends_the_device_of_somebody_else(app: Flask, client: FlaskClient, user: User) -> None:
    theirs = signed_in(app)
    make.enter(client, make.account(email="other@example.org"))
    token = forms.held(client.get(PAGE))["csrf_token"]
    assert client.post(f"{PAGE}/{ids()[0]}/end", data={"csrf_token": token}).status_code == 404
    assert is_in(theirs)


def test_a_cookie_of_before_leaving_opens_nothing(app: Flask, user: User) -> None:
    client = signed_in(app)
    cookie = client.get_cookie("mounadara")
    assert cookie
    forms.send(client, "/fr/sign-out", page=PAGE)
    client.set_cookie("mounadara", cookie.value)
    assert not is_in(client)


@pytest.mark.parametrize("after", [IDLE, LONGEST])
def test_a_sign_in_ends_by_itself(app: Flask, user: User, after: timedelta) -> None:
    client = signed_in(app)
    with time_machine.travel(now() + after + timedelta(minutes=1)):
        assert not is_in(client)


def test_a_day_of_work_keeps_it_open(app: Flask, user: User) -> None:
    client, start = signed_in(app), now()
    for hours in (11, 22, 33):
        with time_machine.travel(start + timedelta(hours=hours)):
            assert is_in(client)


def test_the_list_asks_the_database_no_more_for_three_than_for_one(app: Flask, user: User) -> None:
    here = signed_in(app)
    here.get(PAGE)
    with counted() as one:
        here.get(PAGE)
    signed_in(app), signed_in(app)
    with counted() as three:
        here.get(PAGE)
    assert len(three) == len(one)


@pytest.mark.parametrize("over", ["ended_at", "expires_at"])
def test_sign_ins_are_forgotten_three_months_after_they_are_over(app: Flask, user: User, over: str) -> None:
    signed_in(app), signed_in(app)
    kept = ids()[1]
    for days, left in ((89, 2), (91, 1)):
        past = sa.update(SignIn).where(SignIn.id != kept).values({over: now() - timedelta(days=days)})
        with unit_of_work():
            db.session.execute(past)
        account_jobs.forget()
        assert len(ids()) == left
    assert ids() == [kept]


def test_many_are_forgotten_in_blocks(app: Flask, user: User) -> None:
    past = now() - timedelta(days=100)
    with unit_of_work():
        db.session.add_all(
            SignIn(
                account_id=user.id,
                token_hash=f"{number:064}",
                confirmed_at=past,
                last_seen_at=past,
                expires_at=past,
            )
            for number in range(401)
        )
    with counted() as statements:
        account_jobs.forget()
    assert len([one for one in statements if one.startswith("DELETE FROM sign_in")]) == 3
    assert ids() == []
