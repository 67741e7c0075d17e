import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.platform.seals import Keyring, base32, check_link_token, link_token, seed, unbase32

OLD, NEW = seed(b"secret", 1), seed(b"secret", 2)


def test_the_highest_key_signs_and_every_key_verifies() -> None:
    before, after = Keyring({1: OLD}), Keyring({1: OLD, 2: NEW})
    signature = before.sign(b"text")
    assert (after.number, after.verify(1, b"text", signature), after.verify(2, b"text", signature)) == (
        2,
        True,
        False,
    )
    assert after.verify(2, b"text", after.sign(b"text")) is True
    assert (before.verify(2, b"text", after.sign(b"text")), before.verify(1, b"texT", signature)) == (
        False,
        False,
    )


def test_the_public_keys_are_those_of_the_seeds() -> None:
    keys = Keyring({1: OLD, 2: NEW}).public_keys()
    assert ({number: len(key) for number, key in keys.items()}, keys[1] != keys[2]) == ({1: 32, 2: 32}, True)


@pytest.mark.parametrize("seeds", [{}, {256: OLD}, {-1: OLD}, {1: b"short"}])
def test_a_keyring_without_usable_keys_is_refused(seeds: dict[int, bytes]) -> None:
    with pytest.raises(ValueError, match="key"):
        Keyring(seeds)


def test_seeds_depend_on_the_secret_and_the_number() -> None:
    assert len({seed(b"a", 1), seed(b"a", 2), seed(b"b", 1), seed(b"a", 1)}) == 3


@given(st.binary(max_size=90))
def test_base32_comes_back_in_either_case(data: bytes) -> None:
    text = base32(data)
    assert (unbase32(text), unbase32(text.lower())) == (data, data)


def test_base32_reads_look_alikes_and_refuses_a_second_spelling() -> None:
    assert unbase32("OIL0") == unbase32("0110")
    for text in ("U0", "0", "01", "000", "é0", "ß0"):
        with pytest.raises(ValueError, match="not Crockford"):
            unbase32(text)


def test_a_link_token_opens_only_what_it_was_made_for() -> None:
    token = link_token(b"secret", "registration", "42", 3)
    asked = [
        (b"secret", "registration", "42", 3),
        (b"other", "registration", "42", 3),
        (b"secret", "invitation", "42", 3),
        (b"secret", "registration", "43", 3),
        (b"secret", "registration", "42", 4),
        (b"secret", "registration4", "2", 3),
    ]
    answers = [check_link_token(key, token, kind, subject, serial) for key, kind, subject, serial in asked]
    assert (len(token), token.islower() or token.isalnum(), answers) == (32, True, [True] + [False] * 5)
    assert check_link_token(b"secret", f" {token.upper()}\n", "registration", "42", 3) is True


@given(st.text(max_size=40))
def test_a_random_token_opens_nothing(token: str) -> None:
    assert check_link_token(b"secret", token, "registration", "42", 3) is False
