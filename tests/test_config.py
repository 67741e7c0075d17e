"""Settings that cannot be used are refused, each with one sentence."""

from dataclasses import replace
from pathlib import Path

import pytest

from config import BadSetting, Settings, load

GOOD = Settings(
    mode="production",
    secret_key="k" * 40,
    instance=Path("/var/lib/mounadara"),
    database_url="sqlite:////var/lib/mounadara/data.sqlite",
    jobs_url="sqlite:/var/lib/mounadara/jobs.sqlite",
    storage_url="file:/var/lib/mounadara/files",
    mail_url="smtps://somebody:secret@mail.example",
    mail_sender="forums@forums.example",
    base_url="https://forums.example",
)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"secret_key": "short"}, "SECRET_KEY"),
        ({"mail_url": ""}, "MAIL_URL"),
        ({"mail_url": "folder:/tmp"}, "MAIL_URL"),
        ({"mail_sender": "somebody@localhost"}, "MAIL_SENDER"),
        ({"help_phone": ""}, "HELP_PHONE"),
        ({"base_url": "http://forums.example"}, "BASE_URL"),
        ({"database_url": "mysql://localhost"}, "DATABASE_URL"),
        ({"database_url": "sqlite:///data.sqlite"}, "DATABASE_URL"),
        ({"storage_url": "ftp://files"}, "STORAGE_URL"),
        ({"jobs_url": "amqp://jobs"}, "JOBS_URL"),
    ],
)
def test_a_production_refuses_what_is_unsafe_or_unknown(wrong: dict[str, str], named: str) -> None:
    with pytest.raises(BadSetting, match=named):
        replace(GOOD, **wrong)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment without any of our variables but the folder of the data."""
    for name in ("SECRET_KEY", "DATABASE_URL", "MAIL_URL", "BASE_URL", "PORT", "MOUNADARA_MODE", "LOCALES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("INSTANCE_PATH", str(tmp_path / "instance"))
    return monkeypatch


def test_production_is_what_one_gets_without_asking(alone: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadSetting, match="SECRET_KEY"):
        load()


@pytest.mark.parametrize("mode", ["test", "development", ""])
def test_another_mode_is_refused(alone: pytest.MonkeyPatch, mode: str) -> None:
    alone.setenv("MOUNADARA_MODE", mode)
    with pytest.raises(BadSetting, match="MOUNADARA_MODE must be production or demo"):
        load()


def test_a_demonstration_makes_its_key_once_and_for_itself_alone(
    alone: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    alone.setenv("MOUNADARA_MODE", "demo")
    assert load().secret_key == load().secret_key
    kept = tmp_path / "instance" / "secret.key"
    assert (kept.stat().st_mode & 0o777, kept.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_secret_may_be_given_in_a_file(alone: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("s" * 50 + "\n")
    alone.setenv("MOUNADARA_MODE", "demo")
    alone.setenv("SECRET_KEY_FILE", str(file))
    assert load().secret_key == "s" * 50


def test_a_port_that_is_no_number_is_said(alone: pytest.MonkeyPatch) -> None:
    alone.setenv("MOUNADARA_MODE", "demo")
    alone.setenv("PORT", "eight")
    with pytest.raises(BadSetting, match="PORT"):
        load()
