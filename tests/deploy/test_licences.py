"""Which licences an administration may take over."""

import pytest

from deploy.licences import ALLOWED, allowed


@pytest.mark.parametrize(
    "licence",
    [
        "MIT",
        "Apache-2.0 OR BSD-3-Clause",
        "MIT AND PSF-2.0",
        "BSD License",
        "GPL-3.0-only OR MIT",
        "LGPL-3.0-only",
    ],
)
def test_an_open_licence_without_strings_is_allowed(licence: str) -> None:
    assert allowed(licence, ALLOWED)


@pytest.mark.parametrize("licence", ["AGPL-3.0-only", "UNKNOWN", "MIT AND GPL-3.0-only", "Commercial", ""])
def test_any_other_is_not(licence: str) -> None:
    assert not allowed(licence, ALLOWED)
