"""The outbox of one event: what was written, what became of it, and the texts of its letters."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.audit.models import Entry
from app.forums.models import Forum
from app.platform import jobs, mail, mail_outbox
from app.platform.clock import at, today
from app.platform.db import db, unit_of_work
from app.platform.mail import OutgoingMail, State
from app.platform.mail_rows import MailBounce, MailTemplate
from tests import forms, make
from tests.queries import counted

BOX = "/fr/office/live/messages"
TEXT = f"{BOX}/texts/registration.confirmed"


@pytest.fixture
def forum(client: FlaskClient) -> Forum:
    made = make.forum()
    make.enter(client, make.account(Role.ORGANISER, made))
    return made


def become(letter: OutgoingMail, **values: object) -> None:
    with unit_of_work():
        db.session.execute(sa.update(OutgoingMail).where(OutgoingMail.id == letter.id).values(**values))


def states() -> list[State]:
    return list(db.session.scalars(sa.select(OutgoingMail.state).order_by(OutgoingMail.id)))


def text() -> MailTemplate:
    return db.session.scalars(sa.select(MailTemplate)).one()


def test_letters_are_listed_by_state_with_their_counts(client: FlaskClient, forum: Forum) -> None:
    first, second = make.letter(forum), make.letter(forum)
    become(first, state=State.FAILED, error="550 no")
    become(second, state=State.WAITING, due_at=at(today(), 14, 5))
    page = client.get(BOX).text
    assert page.count("somebody@example.org") == 2
    assert '<bdi dir="ltr">14:05</bdi>' in page
    failed = client.get(BOX, query_string={"state": "failed"}).text
    assert f"{BOX}/{first.id}" in failed
    assert f"{BOX}/{second.id}" not in failed


def test_the_list_asks_the_database_no_more_for_three_letters_than_for_one(
    client: FlaskClient, forum: Forum
) -> None:
    make.letter(forum)
    with counted() as one:
        client.get(BOX)
    for _ in range(2):
        make.letter(forum)
    with counted() as three:
        client.get(BOX)
    assert len(three) == len(one)


def test_letters_are_found_by_address(client: FlaskClient, forum: Forum) -> None:
    make.letter(forum)
    assert "somebody@example.org" in client.get(BOX, query_string={"q": "SOMEBODY"}).text
    assert "somebody@example.org" not in client.get(BOX, query_string={"q": "nobody"}).text


def test_a_letter_is_shown_without_its_personal_link(app: Flask, client: FlaskClient, forum: Forum) -> None:
    make.registration(forum, make.category(forum), locale="fr")
    jobs.run_due(app)
    letter = db.session.scalars(sa.select(OutgoingMail)).one()
    page = client.get(f"{BOX}/{letter.id}").text
    assert "‹" in page
    assert "/my/" not in page
    assert db.session.scalars(sa.select(Entry.act).order_by(Entry.id.desc())).first() == "message.read"


def test_what_went_wrong_is_said_in_words_and_in_those_of_the_server(
    client: FlaskClient, forum: Forum
) -> None:
    letter = make.letter(forum)
    become(letter, state=State.FAILED, error="550 5.1.1 No <such> mailbox")
    page = client.get(f"/ar/office/live/messages/{letter.id}").text
    assert '<bdi dir="ltr">550 5.1.1 No &lt;such&gt; mailbox</bdi>' in page
    assert 'class="notice-title"' in page


def test_a_letter_that_failed_is_sent_again_by_a_button(client: FlaskClient, forum: Forum) -> None:
    letter = make.letter(forum)
    become(letter, state=State.FAILED)
    page = f"{BOX}/{letter.id}"
    assert forms.send(client, f"{page}/repetition", page=page).status_code == 303
    assert states() == [State.QUEUED]
    assert "/repetition" not in client.get(page).text


def test_all_that_failed_is_sent_again_by_one_button(app: Flask, client: FlaskClient, forum: Forum) -> None:
    letters = [make.letter(forum) for _ in range(3)]
    jobs.run_due(app)
    for letter in letters[:2]:
        become(letter, state=State.FAILED, error="550 no")
    assert forms.send(client, f"{BOX}/repetition", page=BOX).status_code == 303
    jobs.run_due(app)
    assert states() == [State.SENT] * 3
    assert len(mail.carried()) == 5
    assert f"{BOX}/repetition" not in client.get(BOX).text


def test_a_letter_that_came_back_stops_its_address(app: Flask, client: FlaskClient, forum: Forum) -> None:
    letter = make.letter(forum)
    jobs.run_due(app)
    page = f"{BOX}/{letter.id}"
    refused = forms.send(client, f"{page}/return", page=page, reason="")
    assert (refused.status_code, states()) == (422, [State.SENT])
    assert forms.send(client, f"{page}/return", page=page, reason="Boîte pleine").status_code == 303
    assert "Boîte pleine" in client.get(page).text
    make.letter(forum)
    assert states() == [State.FAILED, State.FAILED]
    (stop,) = db.session.scalars(sa.select(MailBounce))
    assert (stop.address, stop.forum_id) == ("somebody@example.org", forum.id)
    make.letter(make.forum("other"))
    assert states() == [State.FAILED, State.FAILED, State.QUEUED]


def test_organisers_lift_what_was_stopped_in_their_event_and_nothing_else(
    client: FlaskClient, forum: Forum
) -> None:
    stops = [
        make.stopped_address(f"{name}@back.example", of)
        for name, of in (("own", forum), ("all", None), ("other", make.forum("other")))
    ]
    addresses = f"{BOX}/addresses"
    page = client.get(addresses).text
    assert [name for name in ("own", "all", "other") if f"{name}@back.example" in page] == ["own"]
    assert f'href="{addresses}"' in client.get(BOX).text
    token = {"csrf_token": forms.held(client.get(TEXT))["csrf_token"]}
    lifted = [client.post(f"{addresses}/{stop.id}/lifting", data=token).status_code for stop in stops]
    assert lifted == [303, 404, 404]
    assert set(db.session.scalars(sa.select(MailBounce.address))) == {
        "all@back.example",
        "other@back.example",
    }
    make.enter(client, make.account(Role.REGISTRAR, forum))
    assert client.get(addresses).status_code == 403


def test_who_sees_messages_without_writing_their_texts(client: FlaskClient) -> None:
    made = make.forum()
    make.enter(client, make.account(Role.REGISTRAR, made))
    assert client.get(BOX).status_code == 200
    assert f"{BOX}/texts" not in client.get(BOX).text


def test_a_text_is_written_in_one_language_and_the_other_stays_ours(
    app: Flask, client: FlaskClient, forum: Forum
) -> None:
    ours = forms.held(client.get(TEXT))
    answer = forms.send(client, TEXT, {"subject-fr": "À {event}", "body-fr": "Venez : {link}"})
    assert answer.status_code == 303
    assert (text().subject, text().body) == ({"fr": "À {event}"}, {"fr": "Venez : {link}"})
    assert forms.held(client.get(TEXT))["body-ar"] == ours["body-ar"]
    category = make.category(forum)
    for locale in ("fr", "ar"):
        make.registration(forum, category, locale=locale, email=f"{locale}@example.org")
    jobs.run_due(app)
    first, second = mail.carried()
    assert first["Subject"] == "À \u2068Assises d’essai\u2069"
    assert second["Subject"] != first["Subject"]
    assert "Venez" not in second.get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"body-fr": "Bonjour {prenom} {link}"}, "body-fr"),
        ({"body-fr": "Sans lien"}, "body-fr"),
        ({"subject-ar": "{event"}, "subject-ar"),
        ({"subject-fr": "{link}"}, "subject-fr"),
    ],
)
def test_a_name_that_nobody_knows_is_refused_and_what_was_typed_stays(
    client: FlaskClient, forum: Forum, typed: dict[str, str], wrong: str
) -> None:
    answer = forms.send(client, TEXT, typed)
    assert answer.status_code == 422
    assert forms.held(answer)[wrong] == typed[wrong]
    assert f'href="#{wrong}"' in answer.text
    assert db.session.scalar(sa.select(sa.func.count(MailTemplate.id))) == 0


def test_a_preview_shows_the_newest_registration_and_saves_nothing(client: FlaskClient, forum: Forum) -> None:
    registration = make.registration(forum, make.category(forum))
    typed = {"subject-fr": "Numéro {number}", "body-fr": "<b>{name}</b>\nLien : {link}", "preview": "1"}
    page = forms.send(client, TEXT, typed)
    assert page.status_code == 200
    assert f"Numéro \u2068{registration.number}\u2069" in page.text
    assert "&lt;b&gt;<bdi" in page.text
    assert "‹" in page.text
    assert "style=" not in page.text
    assert db.session.scalar(sa.select(sa.func.count(MailTemplate.id))) == 0


def previews() -> list[dict[str, object] | None]:
    return list(db.session.scalars(sa.select(Entry.details).where(Entry.act == "letter.previewed")))


def test_a_preview_on_a_registration_is_a_reading_and_in_the_log(client: FlaskClient, forum: Forum) -> None:
    forms.send(client, TEXT, {"preview": "1"})
    assert previews() == []
    registration = make.registration(forum, make.category(forum))
    forms.send(client, TEXT, {"preview": "1"})
    assert previews() == [{"kind": "registration.confirmed", "record": registration.id}]
    assert (
        db.session.scalars(sa.select(Entry.forum_id).where(Entry.act == "letter.previewed")).one() == forum.id
    )


def test_who_may_not_list_registrations_sees_a_preview_without_one(client: FlaskClient, forum: Forum) -> None:
    registration = make.registration(forum, make.category(forum))
    make.enter(client, make.account(Role.COMMUNICATIONS, forum))
    page = forms.send(client, TEXT, {"body-fr": "{name}, {number}\n{link}", "preview": "1"})
    assert page.status_code == 200
    assert page.text.count('class="letter as-page"') == 2
    assert registration.number not in page.text
    assert previews() == []


def test_each_text_is_previewed_on_a_registration_that_it_tells_of(client: FlaskClient, forum: Forum) -> None:
    full = make.category(forum, places=1)
    confirmed, waiting = (make.registration(forum, full, wait=True, email=f"{n}@a.example") for n in range(2))
    waits = f"{BOX}/texts/registration.waiting"
    for address, shown in ((TEXT, confirmed), (waits, waiting)):
        typed = {"subject-fr": "Numéro {number}", "body-fr": "{number}\n{link}", "preview": "1"}
        assert f"Numéro \u2068{shown.number}\u2069" in forms.send(client, address, typed).text
    page = forms.send(client, waits, {"subject-fr": "Rang {rank}", "preview": "1"})
    assert "Rang \u20681\u2069" in page.text


def test_the_pages_of_texts_ask_once_whatever_was_written(client: FlaskClient, forum: Forum) -> None:
    for page in (f"{BOX}/texts", TEXT):
        with counted() as statements:
            assert client.get(page).status_code == 200
        assert len([one for one in statements if "FROM mail_template" in one]) == 1


def test_a_preview_without_a_registration_says_what_stands_where(client: FlaskClient, forum: Forum) -> None:
    page = forms.send(client, TEXT, {"preview": "1"})
    assert page.status_code == 200
    assert page.text.count('class="letter as-page"') == 2


def test_of_two_who_change_a_text_the_second_sees_both(client: FlaskClient, forum: Forum) -> None:
    opened = forms.held(client.get(TEXT))
    assert forms.send(client, TEXT, {"subject-fr": "Le premier"}).status_code == 303
    answer = client.post(TEXT, data=opened | {"subject-fr": "Le second"})
    assert answer.status_code == 409
    assert "Le premier" in answer.text
    assert forms.held(answer)["subject-fr"] == "Le second"
    assert client.post(TEXT, data=forms.held(answer)).status_code == 303
    assert text().subject == {"fr": "Le second"}


def test_what_asks_by_head_is_only_asked_back(client: FlaskClient, forum: Forum) -> None:
    forms.send(client, TEXT, {"subject-fr": "Autre"})
    assert client.head(f"{TEXT}/standard").status_code == 200
    assert text().subject == {"fr": "Autre"}


def test_back_to_the_standard_text(client: FlaskClient, forum: Forum) -> None:
    ours = forms.held(client.get(TEXT))["subject-fr"]
    forms.send(client, TEXT, {"subject-fr": "Autre"})
    assert forms.send(client, f"{TEXT}/standard").status_code == 303
    assert forms.held(client.get(TEXT))["subject-fr"] == ours
    forms.send(client, TEXT, {"subject-fr": "Autre"})
    forms.send(client, TEXT, {"subject-fr": ours})
    assert db.session.scalar(sa.select(sa.func.count(MailTemplate.id))) == 0


def test_no_text_is_of_a_kind_that_nobody_knows(client: FlaskClient, forum: Forum) -> None:
    assert client.get(f"{BOX}/texts/registration.unknown").status_code == 404


def test_the_letters_of_another_event_are_not_found(client: FlaskClient, forum: Forum) -> None:
    other = make.letter(make.forum("other"))
    assert client.get(f"{BOX}/{other.id}").status_code == 404
    assert db.session.scalars(mail_outbox.letters(forum.id)).all() == []
