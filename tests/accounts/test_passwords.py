"""What a new password may be."""

import pytest

from app.accounts.passwords import MOST, weakness

KNOWN = ("Amina Bennani", "amina.bennani@example.org")


@pytest.mark.parametrize(
    "password",
    [
        "nine char",
        "1234567890",
        "+212661234567",
        "azertyuiop",
        "aaaaaaaaaaaa",
        "abababababab",
        "password1234",
        "P@ssw0rd2026!",
        "Mot de passe 1",
        "Casablanca2026",
        "maroc-casablanca",
        "كلمة السر 123",
        "مناظرة المغرب",
        "amina.bennani1",
        "Bennani Amina 2026",
        "amina.bennani@example.org",
        "a" * 5 + "b" * (MOST - 4),
    ],
)
def test_what_anybody_would_try_first_is_refused(password: str) -> None:
    assert weakness(password, KNOWN) is not None


@pytest.mark.parametrize(
    "password",
    [
        "soleil rouge sur le toit",
        "the old house by the river",
        "zzrtqkvmwp",
        "قمر فوق الجبل البعيد",
        "Ux7-pp0-Qz1-mm",
    ],
)
def test_length_is_enough_and_no_kind_of_sign_is_asked_for(password: str) -> None:
    assert weakness(password, KNOWN) is None
