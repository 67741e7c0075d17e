"""The page before an act on many rows, and what the rows of a list and of a source say."""

import re

from flask.testing import FlaskClient

from app.accounts.models import Role
from tests import forms, make


def test_the_page_before_an_act_shows_no_column_that_it_cannot_fill(client: FlaskClient) -> None:
    forum = make.forum()
    person = make.person(forum)
    make.enter(client, make.account(Role.ORGANISER, forum))
    answer = forms.send(client, "/fr/directory/people/events", id=person.id, page="/fr/directory/people")
    heads = re.findall(r'<th scope="col">([^<]*)</th>', answer.text)
    assert (answer.status_code, heads) == (200, ["Nom", "Fonction", "Organisme"])
    assert re.findall(r'<td data-label="Organisme"[^>]*><div>(.*?)</div>', answer.text, re.DOTALL) == [""]


def test_the_kind_of_a_source_and_its_title_stand_apart(client: FlaskClient) -> None:
    source = {"kind": "press", "title": {"fr": "Presse de langue française"}, "date": None, "note": None}
    make.forum(sources=[source])
    page = client.get("/fr/forums/live/").text
    sources = re.sub(r"<[^>]+>|\s+", " ", page[page.index('id="sources"') :])
    assert "Presse · Presse de langue française" in " ".join(sources.split())
