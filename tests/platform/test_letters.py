"""The text of a letter: ours, or what somebody wrote, with names that a record fills."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app.platform import jobs, letters, mail, mail_slots
from app.platform.db import db, unit_of_work
from app.platform.letters import Origin
from app.platform.mail_rows import MailTemplate, OutgoingMail
from app.platform.text import Translated, isolate

NAME = "test.letter"
LINK = "https://forums.example/ar/r/4f9c"
facts: dict[str, str] = {}


@pytest.fixture
def kind(bare: Flask) -> Iterator[letters.Kind]:
    facts.clear()
    facts.update(event="Assises", date="samedi", name="Amina")
    letters.kind(
        NAME,
        label="Essai",
        placeholders={name: name for name in ("event", "date", "time", "venue", "city", "name", "link")},
        subject="Ours: {event}, {date}",
        body="Hello {name},\n\n{venue}\n\nTo change: {link}",
        facts=lambda _subject_id: facts,
        latest=lambda _forum_id: 7,
        seen_by="registrations.list",
        secrets=["link"],
    )
    mail.fills(NAME)(lambda _subject_id: ({"link": LINK}, []))
    found = letters.known(NAME)
    assert found
    yield found
    letters._kinds.pop(NAME)
    mail_slots._fills.pop(NAME)


def wrote(forum_id: int | None, **texts: dict[str, str]) -> None:
    with unit_of_work():
        made = {part: Translated(texts.get(part, {})) for part in ("subject", "body")}
        db.session.add(MailTemplate(forum_id=forum_id, kind=NAME, **made))


def text(kind: letters.Kind, forum_id: int | None, locale: str = "fr") -> letters.Text:
    return letters.text(kind, letters.in_force(forum_id, NAME), locale)


def standard(kind: letters.Kind, forum_id: int | None) -> letters.Text:
    return letters.text(kind, letters.standard(forum_id, letters.in_force(forum_id)), "fr")


def line(text: str) -> str | None:
    values = {"event": "Assises", "date": "samedi", "time": "", "venue": "", "city": "Ifrane", "name": ""}
    return letters._line(text, values)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Bonjour,", "Bonjour,"),
        ("Lieu : {venue}", None),
        ("Apportez du papier. Appelez {name}.", None),
        ("Date : {date} à {time}. Lieu : {venue}, {city}.", "Date : samedi. Lieu : Ifrane."),
        ("Lieu : {city}, {venue}.", "Lieu : Ifrane."),
        ("{event}, {time}. {venue}, {name}. Merci.", "Assises. Merci."),
        ("{venue} {time}. {date}.", "samedi."),
        ("الموعد: {date}، على الساعة {time}. المكان: {venue}، {city}.", "الموعد: samedi. المكان: Ifrane."),
    ],
)
def test_what_is_not_known_goes_with_the_words_around_it(written: str, told: str | None) -> None:
    assert line(written) == told


def test_the_forum_is_asked_first_then_the_installation_then_we(kind: letters.Kind) -> None:
    assert text(kind, 2).origins == {"subject": Origin.OURS, "body": Origin.OURS}
    wrote(None, subject={"fr": "Installation", "ar": "الإدارة"}, body={"fr": "Tous {link}"})
    wrote(2, subject={"fr": "Forum"})
    wrote(3, subject={"fr": "Un autre"})
    found = text(kind, 2)
    assert (found.subject, found.body) == ("Forum", "Tous {link}")
    assert found.origins == {"subject": Origin.FORUM, "body": Origin.INSTALLATION}
    assert text(kind, None).subject == "Installation"
    assert standard(kind, 2).subject == "Installation"
    assert standard(kind, None).subject == "Ours: {event}, {date}"


def test_a_language_in_which_nobody_wrote_has_our_text_and_not_that_of_the_other(kind: letters.Kind) -> None:
    wrote(2, subject={"fr": "Français"}, body={"fr": "Français {link}"})
    assert text(kind, 2, "ar").subject == "Ours: {event}, {date}"


@pytest.mark.parametrize(
    ("subject", "body", "wrong"),
    [
        ("{event}", "{link}", []),
        ("{evnt}", "{link}", ["subject"]),
        ("{event", "{link}", ["subject"]),
        ("event}", "{link}", ["subject"]),
        ("{{event}}", "{link}", ["subject"]),
        ("{ event }", "{link}", ["subject"]),
        ("{link}", "{link}", ["subject"]),
        ("{event.__class__}", "{link}", ["subject"]),
        ("{}", "{link}{", ["subject", "body"]),
        ("s", "Bonjour", ["body"]),
    ],
)
def test_only_known_names_are_saved(kind: letters.Kind, subject: str, body: str, wrong: list[str]) -> None:
    found = letters.faults(kind, {"fr": subject}, {"fr": body})
    assert [(fault.part, fault.locale) for fault in found] == [(part, "fr") for part in wrong]


def test_an_unknown_name_is_told_with_those_that_are_known(kind: letters.Kind) -> None:
    (fault,) = letters.faults(kind, {"fr": "{evnt}"}, {})
    assert isolate("{evnt}") in fault.message
    assert isolate("{event}") in fault.message
    assert "{link}" not in fault.message


def sent(app: Flask) -> tuple[str, str]:
    with unit_of_work():
        letters.send(NAME, 7, to="amina@press.example", locale="fr", forum_id=2)
    jobs.run_due(app)
    letter = mail.carried()[-1]
    body = letter.get_body(("plain",))
    assert body
    return letter["Subject"], body.get_content().strip()


def test_a_letter_is_filled_and_its_link_is_never_stored(bare: Flask, kind: letters.Kind) -> None:
    subject, text = sent(bare)
    assert subject == f"Ours: {isolate('Assises')}, {isolate('samedi')}"
    assert text.splitlines() == [f"Hello {isolate('Amina')},", "", f"To change: {LINK}"]
    stored = db.session.query(OutgoingMail).one()
    assert LINK not in stored.text
    assert "‹personal link›" in mail.shown(stored)
    assert (stored.kind, stored.subject_id, stored.forum_id) == (NAME, 7, 2)


@pytest.mark.parametrize(
    "typed", ["{{link}}", "{link}", "{{{link}}}", "{{brace}}", "{{code}}", "}}{{", "{", "{event}"]
)
def test_braces_in_a_value_are_only_braces(bare: Flask, kind: letters.Kind, typed: str) -> None:
    facts.update(name=typed, event=typed)
    subject, text = sent(bare)
    assert subject.startswith(f"Ours: {isolate(typed)}, ")
    assert text.startswith(f"Hello {isolate(typed)},")
    assert text.count(LINK) == 1
    assert isolate(typed) in mail.shown(db.session.query(OutgoingMail).one())


def test_a_value_opens_no_line_and_closes_no_isolate(bare: Flask, kind: letters.Kind) -> None:
    """Nor a link, which only the words of the letter may hold."""
    for end in ("\r\n", "\u2028", "\u2029", "\v", "\f", "\x85"):
        facts.update(name=f"Amina\u2069\u202e{end}\x02link\x03https://evil.example/x")
        _subject, text = sent(bare)
        assert text.startswith(f"Hello {isolate('Amina link https://evil.example/x')},")
        page = mail.carried()[-1].get_body(("html",))
        assert page
        assert "https://evil.example/x" in page.get_content()
        assert 'href="https://evil' not in page.get_content()


def test_a_slot_that_nothing_fills_stays_as_it_is_written() -> None:
    assert mail_slots.put_in("a {{unknown}} {{link}}", {"link": "x"}) == "a {{unknown}} x"


def test_the_organiser_signs_the_letter_as_its_sender(bare: Flask, kind: letters.Kind) -> None:
    facts["organiser"] = "جهة فاس"
    sent(bare)
    assert mail.carried()[-1]["From"].addresses[0].display_name == "جهة فاس"


def test_lines_of_ours_stand_each_on_their_own_in_the_body_alone(kind: letters.Kind) -> None:
    lined = replace(kind, lines=frozenset(["event"]))
    body = letters.body_text(
        lined, "What changes:\n\n{event}\n\n{link}", {"event": "\u2068Eau\u2069: moved\nFeu: new"}
    )
    assert mail_slots.stored(body, NAME) == "What changes:\n\n\u2068Eau\u2069: moved\nFeu: new\n\n{{link}}"
    wrong = letters.faults(lined, {"fr": "{event}"}, {"fr": "{event} {link}"})
    assert [(one.part, one.locale) for one in wrong] == [("subject", "fr")]
