"""A letter is a row first; it leaves after the commit, at least once, with its secrets put in on the way."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa
from flask import Flask

from app.platform import i18n, jobs, mail, mail_delivery, mail_outbox, storage
from app.platform.clock import now
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict
from app.platform.jobs_rows import Job
from app.platform.mail import OutgoingMail, State
from app.platform.mail_carriers import Smtp, carrier
from app.platform.mail_delivery import Post
from app.platform.mail_message import Attachment
from app.platform.text import isolate
from tests.platform import sinks

SUBJECT = f"تأكيد تسجيلكم: {isolate('Forum « Démo » de Meknès')}، السبت 22 يونيو 2019"
WRITTEN = "تحية طيبة،\n\nتسجيلكم مؤكد.\nللتغيير أو الإلغاء: \x02link\x03\n\nمع التقدير، <الجهة>"
TEXT = WRITTEN.replace(mail.slot("link"), "{{link}}")  # as it is stored
LINK = "https://forums.example/ar/r/4f9c?x=1&y=2"
BADGE = b"%PDF-1.7 badge"
filled: list[tuple[int | None, str]] = []


@mail.fills("test.registration")
def fill(subject_id: int | None) -> mail.Filled:
    filled.append((subject_id, i18n.current()))
    return {"link": LINK}, [Attachment("شارة.pdf", "application/pdf", BADGE)]


@mail.fills("test.broken")
def break_down(_subject_id: int | None) -> mail.Filled:
    raise OSError("no disk")


@pytest.fixture(autouse=True)
def _nothing_filled() -> Iterator[None]:
    filled.clear()
    yield
    filled.clear()


def write(**changed: Any) -> int:
    wanted: dict[str, Any] = {
        "to": "amina@press.example",
        "locale": "ar",
        "subject": SUBJECT,
        "text": WRITTEN,
        "kind": "test.registration",
        "subject_id": 7,
        "forum_id": 2,
    }
    with unit_of_work():
        return mail.compose(**{**wanted, **changed}).id


def row() -> OutgoingMail:
    db.session.rollback()
    return cast(OutgoingMail, db.session.scalars(sa.select(OutgoingMail)).one())


def make_due() -> None:
    with unit_of_work():
        db.session.execute(sa.update(Job).values(due_at=now() - timedelta(seconds=1)))


def at(app: Flask, url: str) -> None:
    """Carry by this URL from here on."""
    app.extensions["mail"] = Post(carrier(url))


def check(letter: EmailMessage) -> None:
    """What every carrier delivers whole."""
    assert letter["Subject"] == SUBJECT
    assert letter["To"].addresses[0].addr_spec == "amina@press.example"
    assert letter["From"].addresses[0].addr_spec == "ne-pas-repondre@forums.example"
    assert letter["From"].addresses[0].display_name == "منصة المناظرات"
    assert letter["Content-Language"] == "ar"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"] == row().message_id
    assert letter["Message-ID"].endswith("@forums.example>")
    assert letter["Date"].datetime == row().created_at.replace(microsecond=0)
    plain, page = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain and page
    assert plain.get_content().replace("\r\n", "\n") == TEXT.replace("{{link}}", LINK) + "\n"
    html = page.get_content()
    assert '<html lang="ar" dir="rtl">' in html
    assert f'<a href="{LINK.replace("&", "&amp;")}" dir="ltr">' in html
    assert "&lt;الجهة&gt;" in html
    assert "تسجيلكم مؤكد.<br>" in html
    (attached,) = letter.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("شارة.pdf", BADGE)


def test_memory_carries_the_whole_letter(bare: Flask) -> None:
    write()
    jobs.run_due(bare)
    (letter,) = mail.carried()
    check(cast(EmailMessage, message_from_bytes(letter.as_bytes(), policy=default)))


def test_a_folder_holds_one_file_for_each_letter(bare: Flask, tmp_path: Path) -> None:
    at(bare, f"folder:{tmp_path / 'outbox'}")
    write()
    jobs.run_due(bare)
    (file,) = (tmp_path / "outbox").iterdir()
    assert file.suffix == ".eml"
    check(cast(EmailMessage, message_from_bytes(file.read_bytes(), policy=default)))


def test_smtp_carries_the_whole_letter_in_seven_bits(bare: Flask) -> None:
    with sinks.server() as sink:
        at(bare, f"smtp://127.0.0.1:{sink.port}")
        write()
        jobs.run_due(bare)
    (letter,) = sink.letters
    check(letter)
    assert letter.as_bytes().isascii()
    assert sink.envelopes == [("ne-pas-repondre@forums.example", ["amina@press.example"])]


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_smtp_speaks_tls_and_signs_in(
    bare: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    pem, context = sinks.certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    tls = {"tls_context": context, "require_starttls": True} if scheme == "smtp" else {"ssl_context": context}
    known = sinks.knows("office", "p@ss:word")
    with sinks.server(authenticator=known, auth_require_tls=scheme == "smtp", **tls) as sink:
        at(bare, f"{scheme}://office:p%40ss%3Aword@127.0.0.1:{sink.port}")
        write()
        jobs.run_due(bare)
        assert (row().state, row().error) == (State.SENT, "")
    assert sink.signed_in == [True]
    check(sink.letters[0])


def test_a_password_is_not_sent_to_a_stranger_in_clear(bare: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.platform.mail_carriers.LOOPBACK", ())
    with sinks.server(authenticator=sinks.knows("office", "secret"), auth_require_tls=False) as sink:
        at(bare, f"smtp://office:secret@127.0.0.1:{sink.port}")
        write()
        jobs.run_due(bare)
    assert row().state == State.WAITING
    assert "no encryption" in row().error
    assert sink.letters == []


def test_a_refused_act_writes_no_letter(bare: Flask) -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work():
        mail.compose(to="a@b.example", locale="fr", subject="s", text="t", kind="test.plain")
        raise ZeroDivisionError
    jobs.run_due(bare)
    assert mail.carried() == []


def test_secrets_are_put_in_at_sending_and_never_kept_or_shown(bare: Flask) -> None:
    write()
    jobs.run_due(bare)
    assert filled == [(7, "ar")]
    assert row().text == TEXT
    assert LINK not in repr(vars(row()))
    assert mail.shown(row()) == TEXT.replace("{{link}}", "‹personal link›")


def test_a_text_with_a_slot_that_nothing_fills_is_a_bug(bare: Flask) -> None:
    with pytest.raises(ValueError, match=r"test\.plain"):
        write(kind="test.plain")


@pytest.mark.parametrize("typed", ["{{link}}", "{{x}}", "{{code}} {", "{{brace}}"])
def test_only_our_slots_are_slots(bare: Flask, typed: str) -> None:
    """A name such as that of the platform is put into letters by their templates, whatever it holds."""
    write(kind="test.plain", text=f"Bonjour,\n\n{typed}")
    assert mail.shown(row()).endswith(typed)
    jobs.run_due(bare)
    (letter,) = mail.carried()
    plain = letter.get_body(("plain",))
    assert plain
    assert plain.get_content() == f"Bonjour,\n\n{typed}\n"


def test_a_sender_whose_name_has_line_ends_writes_all_the_same(bare: Flask) -> None:
    write(sender="Ministère\r\nde l’Intérieur\u2028" + "x" * 300)
    jobs.run_due(bare)
    (letter,) = mail.carried()
    name = letter["From"].addresses[0].display_name
    assert name.startswith("Ministère de l’Intérieur xxx")
    assert len(name) <= 200
    assert row().sender == name


class Watching:
    """A carrier that looks whether a transaction stands open while it carries."""

    def __init__(self) -> None:
        self.open: list[bool] = []

    def carry(self, message: EmailMessage) -> None:
        self.open.append(db.session().in_transaction())

    def rest(self) -> None:
        """It keeps no line."""


def test_no_transaction_stands_open_while_a_letter_is_carried(bare: Flask) -> None:
    watching = Watching()
    bare.extensions["mail"] = Post(watching)
    write()
    jobs.run_due(bare)
    assert (watching.open, row().state) == ([False], State.SENT)


def test_a_letter_carries_stored_files_and_an_address_to_answer(bare: Flask) -> None:
    key = storage.put(b"programme").key
    attached = {"key": key, "name": "programme.pdf", "content_type": "application/pdf"}
    write(
        text="Bonjour,",
        kind="test.plain",
        locale="fr",
        attachments=[attached],
        reply_to="desk@forums.example",
    )
    assert key in storage.referenced()
    jobs.run_due(bare)
    (letter,) = mail.carried()
    (part,) = letter.iter_attachments()
    assert hashlib.sha256(part.get_content()).digest() == hashlib.sha256(b"programme").digest()
    assert letter["Reply-To"] == "desk@forums.example"
    assert letter["From"].addresses[0].display_name == "Mounadara, la plateforme des assises nationales"
    db.session.rollback()
    assert key not in storage.referenced()


def test_a_domain_in_arabic_letters_travels_as_the_dns_knows_it(bare: Flask) -> None:
    write(to="desk@مثال.المغرب")
    jobs.run_due(bare)
    assert mail.carried()[0]["To"] == "desk@xn--mgbh0fb.xn--mgbc0a9azcg"


def test_after_five_attempts_a_letter_has_failed_and_may_be_sent_again_by_hand(bare: Flask) -> None:
    at(bare, f"smtp://127.0.0.1:{sinks.free_port()}")
    number = write()
    for _ in range(7):
        jobs.run_due(bare)
        make_due()
    assert (row().state, row().attempts) == (State.FAILED, 5)
    at(bare, "memory:")
    with unit_of_work():
        mail_outbox.again(number)
    jobs.run_due(bare)
    assert (row().state, len(mail.carried())) == (State.SENT, 1)
    with pytest.raises(Conflict), unit_of_work():
        mail_outbox.again(number)


def test_a_letter_that_cannot_be_made_is_tried_again(bare: Flask) -> None:
    write(kind="test.broken")
    jobs.run_due(bare)
    assert (row().state, row().error) == (State.WAITING, "OSError: no disk")


def test_a_letter_found_sending_after_a_crash_is_repeated_once_with_its_message_id(bare: Flask) -> None:
    number = write()
    assert mail_delivery.claim(number)
    assert row().state == State.SENDING
    jobs.run_due(bare)
    assert (row().state, mail.carried()) == (State.SENDING, [])
    with unit_of_work():
        db.session.execute(sa.update(OutgoingMail).values(lease_until=now() - timedelta(seconds=1)))
    mail_delivery.deliver(number)
    assert (row().state, row().repeats, row().attempts) == (State.SENT, 1, 2)
    assert [letter["Message-ID"] for letter in mail.carried()] == [row().message_id]


def test_a_crash_during_the_repeat_is_left_to_a_person(bare: Flask) -> None:
    number = write()
    for _ in range(2):
        assert mail_delivery.claim(number)
        with unit_of_work():
            db.session.execute(sa.update(OutgoingMail).values(lease_until=now() - timedelta(seconds=1)))
    mail_delivery.deliver(number)
    assert (row().state, mail.carried()) == (State.UNCERTAIN, [])


def test_an_smtp_url_means_what_it_says() -> None:
    found = carrier("smtps://office:p%40ss@mail.example")
    assert isinstance(found, Smtp)
    assert (found.host, found.port, found.user, found.password) == ("mail.example", 465, "office", "p@ss")
