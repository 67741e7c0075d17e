"""A letter arrives as it was written: headers in any script, runs that do not disturb each other, links."""

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import compat32, default
from typing import cast

import pytest
from flask import Flask
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.platform import jobs, mail
from app.platform.mail_message import build, paragraphs
from tests.platform.post import row, write

WORDS = [
    *("Assises", "fictives\u00a0:", "la", "vie", "régions", "«\u00a0Démo\u00a0»", "—", "l’été,", "samedi"),
    *("22", "juin", "2019", "\U0001f600", "=?x?=", '"Rabat"', "(Maroc)", "a@b", "<c>"),
    *("\u2068مناظرة\u2069", "تأكيد", "تسجيلكم:", "السبت،", "إفران\U0001f1f2\U0001f1e6"),
]
texts = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=60).map(" ".join),
    st.text(st.sampled_from(" \u00a0:«»\"'،؟aéتج\U0001f600(),;<>=?_"), min_size=1),
).map(lambda text: re.sub(" +", " ", text[:300]).strip(" ") or "a")


def made(subject: str = "s", name: str = "n", text: str = "t") -> bytes:
    return build(
        sender=(name, "a@b.example"),
        to="c@d.example",
        reply_to="",
        subject=subject,
        text=text,
        locale="fr",
        written_at=datetime(2026, 1, 1, tzinfo=UTC),
        message_id="<1@b.example>",
        attachments=[],
    ).as_bytes()


def read(data: bytes) -> EmailMessage:
    return cast(EmailMessage, message_from_bytes(data, policy=default))


@settings(max_examples=200, deadline=None)
@given(texts)
@example("2019 fictives\u00a0: 2019 d’aujourd’hui تأكيد")
@example("samedi samedi مناظرة d’aujourd’hui l’été —")
def test_a_subject_is_read_as_it_was_written(subject: str) -> None:
    data = made(subject=subject)
    assert read(data)["Subject"] == subject
    assert data.isascii()
    assert max(map(len, data.partition(b"\r\n\r\n")[0].split(b"\r\n"))) <= 998


@settings(max_examples=200, deadline=None)
@given(texts)
@example("المديرية وزارة الترابية للجماعات")
def test_the_name_of_the_sender_is_read_as_it_was_written(name: str) -> None:
    # By the library's older reader: the newer one puts spaces between the words of a name.
    held = message_from_bytes(made(name=name), policy=compat32)["From"]
    assert read(made(name=name))["From"].addresses[0].addr_spec == "a@b.example"
    said = str(make_header(decode_header(held))).rpartition("<")[0].strip(" ")
    if said.startswith('"') and name.isascii():
        said = re.sub(r"\\(.)", r"\1", said[1:-1])
    assert said == name


@pytest.mark.parametrize("spaces", ["\r\n", "\n", "\t ", "  ", "\x0b", "\x85", "\u2028"])
def test_a_line_break_in_a_subject_adds_no_header(bare: Flask, spaces: str) -> None:
    write(subject=f"Inscription{spaces}Bcc: everybody@press.example")
    jobs.run_due(bare)
    (letter,) = mail.carried()
    assert letter["Bcc"] is None
    assert letter["Subject"] == "Inscription Bcc: everybody@press.example"


def test_a_no_break_space_stays_in_the_subject(bare: Flask) -> None:
    write(subject="Assises fictives\u00a0: la vie")
    assert row().subject == "Assises fictives\u00a0: la vie"


def test_a_subject_longer_than_its_column_is_cut_and_leaves_nothing_open(bare: Flask) -> None:
    write(subject=f"Inscription\u00a0: \u2068{'م' * 400}\u2069, samedi")
    assert len(row().subject) <= 300
    assert row().subject.endswith("م…\u2069")


@pytest.mark.parametrize(
    ("line", "html"),
    [
        ("a < b", "a &lt; b"),
        ("\u2068Meknès\u2069، \u2068فاس\u2069", '<bdi dir="ltr">Meknès</bdi>، <bdi dir="rtl">فاس</bdi>'),
        ("\u206805 35 00 00 00\u2069", '<bdi dir="ltr">05 35 00 00 00</bdi>'),
        ("\u2068<b>\u2069", '<bdi dir="ltr">&lt;b&gt;</bdi>'),
        ("\u2068https://elsewhere.example\u2069", '<bdi dir="ltr">https://elsewhere.example</bdi>'),
        (
            "Voir https://a.example/x?y=1&z=2.",
            'Voir <a href="https://a.example/x?y=1&amp;z=2" dir="ltr">https://a.example/x?y=1&amp;z=2</a>.',
        ),
        (
            "Modifier ou annuler\u00a0: https://a.example/x",
            '<a class="button" href="https://a.example/x">Modifier ou annuler</a><br>'
            '<a href="https://a.example/x" dir="ltr">https://a.example/x</a>',
        ),
    ],
)
def test_a_line_becomes_html(line: str, html: str) -> None:
    assert paragraphs(line) == [html]


def test_blank_lines_part_paragraphs() -> None:
    assert paragraphs("a\nb\n\n \n\nc\n") == ["a<br>b", "c"]
