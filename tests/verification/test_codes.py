import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.platform.seals import Keyring, seed, unbase32
from app.verification.codes import LENGTH, BadgeCode, Forged, Unreadable, issue, read

KEYRING = Keyring({1: seed(b"secret", 1), 7: seed(b"secret", 7)})
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ID = bytes(range(10))
CODE = issue(KEYRING, ID, 513)
SAID = BadgeCode(ID, 513, 7)
# The keys of a US keyboard and what a French one shows for them, with and without the shift key.
US = "1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./" + "QWERTYUIOPASDFGHJKL:ZXCVBNM<>?"
FR = "&é\"'(-è_çà)=azertyuiop^$qsdfghjklmùwxcvbn,;:!" + "AZERTYUIOPQSDFGHJKLMWXCVBN?./§"


def through_azerty(text: str) -> str:
    return text.translate(str.maketrans(US, FR))


@given(st.binary(min_size=10, max_size=10), st.integers(0, 65535))
@settings(max_examples=50, deadline=None)
def test_a_code_says_what_was_issued(registration_id: bytes, serial: int) -> None:
    code = issue(KEYRING, registration_id, serial)
    assert (len(code), set(code) <= set(ALPHABET)) == (LENGTH, True)
    assert read(KEYRING, code) == BadgeCode(registration_id, serial, 7)
    assert read(KEYRING, through_azerty(code)) == read(KEYRING, through_azerty(code.lower()))
    assert read(KEYRING, through_azerty(code)) == BadgeCode(registration_id, serial, 7)


@given(st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
@settings(max_examples=200, deadline=None)
@example(LENGTH - 1, "1")
def test_one_changed_letter_is_refused(place: int, letter: str) -> None:
    changed = CODE[:place] + letter + CODE[place + 1 :]
    if changed == CODE:
        assert read(KEYRING, changed) == SAID
        return
    with pytest.raises((Unreadable, Forged)):
        read(KEYRING, changed)


@given(st.one_of(st.text(max_size=300), st.text(alphabet=ALPHABET, min_size=LENGTH, max_size=LENGTH)))
@example("04" + "0" * 123)
@example("ß" * 125)
@example("9" * 5000)
def test_any_other_text_is_unreadable_or_forged(text: str) -> None:
    with pytest.raises((Unreadable, Forged)):
        read(KEYRING, text)


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        f"  {CODE}\r\n",
        " ".join(CODE[at : at + 5] for at in range(0, LENGTH, 5)),
        "-".join(CODE[at : at + 25].lower() for at in range(0, LENGTH, 25)),
        CODE[:60] + "\n" + CODE[60:],
        CODE.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        CODE.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
        CODE.replace("0", "O").replace("1", "I"),
        CODE.replace("0", "o").replace("1", "l"),
        f"\u2066{CODE}\u2069",
        f"https://forum.example/b/{CODE}",
        f"http://localhost:8000/b/{CODE.lower()}/",
        through_azerty(f"https://forum-2026.example/b/{CODE}"),
    ],
)
def test_what_hands_and_scanners_do_to_a_code_is_forgiven(typed: str) -> None:
    assert read(KEYRING, typed) == SAID


def test_a_code_of_another_secret_or_an_unknown_key_is_forged() -> None:
    for seeds in ({7: seed(b"other", 7)}, {9: seed(b"secret", 9)}):
        with pytest.raises(Forged):
            read(KEYRING, issue(Keyring(seeds), ID, 1))


def test_an_older_key_still_reads() -> None:
    assert read(KEYRING, issue(Keyring({1: seed(b"secret", 1)}), ID, 1)) == BadgeCode(ID, 1, 1)


def test_a_code_holds_nothing_but_version_key_id_serial_and_signature() -> None:
    payload = unbase32(CODE)
    assert (len(payload), payload[:14]) == (78, bytes((1, 7)) + ID + b"\x02\x01")


@pytest.mark.parametrize(("registration_id", "serial"), [(b"short", 1), (ID, -1), (ID, 65536)])
def test_an_id_or_serial_that_does_not_fit_is_refused(registration_id: bytes, serial: int) -> None:
    with pytest.raises(ValueError, match="10-byte id"):
        issue(KEYRING, registration_id, serial)
