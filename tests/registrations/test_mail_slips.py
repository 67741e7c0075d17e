"""What was probably meant by an address, and what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.registrations.mail_slips import suggestion

RIGHT = [
    "gmail.com",
    "hotmail.com",
    "hotmail.fr",
    "outlook.fr",
    "yahoo.fr",
    "menara.ma",
    "iam.ma",
    "ymail.com",
]
LOCAL = st.from_regex(r"[a-z0-9]{1,12}([._-][a-z0-9]{1,8}){0,2}", fullmatch=True)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("amina@gmial.com", "amina@gmail.com"),
        ("amina@gmail.co", "amina@gmail.com"),
        ("amina@gmail", "amina@gmail.com"),
        ("amina@gmail.fr", "amina@gmail.com"),
        ("amina@hotmial.com", "amina@hotmail.com"),
        ("amina@hotmial.fr", "amina@hotmail.fr"),
        ("amina@yahoo.f", "amina@yahoo.fr"),
        ("amina@outlok.com", "amina@outlook.com"),
        ("amina@menara", "amina@menara.ma"),
        ("amina@gmail.con", "amina@gmail.com"),
        ("amina@gmaill.cm", "amina@gmail.com"),
        ("amina@commune-azrou.con", "amina@commune-azrou.com"),
        ("amina@gmail..com", "amina@gmail.com"),
        ("amina..b@gmail.com", "amina.b@gmail.com"),
        ("amina.@gmail.com", "amina@gmail.com"),
        ("amina@gmail,com", "amina@gmail.com"),
        ("amina@gmail،com", "amina@gmail.com"),
        ("amina@univ,ma", "amina@univ.ma"),
        ("amina@@gmail.com", "amina@gmail.com"),
        ("aminagmail.com", "amina@gmail.com"),
        ("aminaàgmail.com", "amina@gmail.com"),
        ("amina.hotmail.fr", "amina@hotmail.fr"),
        ("amina(at)gmail.com", "amina@gmail.com"),
        ("amina٢@gmial.com", "amina2@gmail.com"),
        # The keys of «amina@gmail.com» with the Arabic keyboard on.
        ("شةهىش@لةشهمزؤخة", "amina@gmail.com"),
    ],
)
def test_a_slip_is_asked_about(typed: str, meant: str) -> None:
    assert suggestion(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "amina",
        "@gmail.com",
        "a@b@gmail.com",
        "Amina@GMAIL.com",
        " amina@gmail.com ",
        "amina@uca.ac.ma",
        "amina@mail.co",
        "amina@email.com",
        "amina@yahoo.ma",
        "amina@manara.ma",
        "شلةشهم",
        "a" * 300 + "@gmial.com",
    ],
)
def test_what_is_right_or_cannot_be_guessed_is_left_alone(typed: str) -> None:
    assert suggestion(typed) == ""


@given(LOCAL, st.sampled_from(RIGHT))
def test_a_right_address_is_never_asked_about(local: str, domain: str) -> None:
    assert suggestion(f"{local}@{domain}") == ""


@given(
    st.one_of(
        st.text(max_size=40), st.builds("{}@{}".format, LOCAL, st.text("gmailhotyk.comfr,،", max_size=14))
    )
)
def test_what_was_proposed_is_not_asked_about_again(typed: str) -> None:
    meant = suggestion(typed)
    assert suggestion(meant) == ""
    assert meant == "" or (meant.count("@"), ".." in meant) == (1, False)
