"""What `make serve` refuses before it starts anything."""

from pathlib import Path

import pytest

from deploy import environment, serve
from deploy.console import ROOT, Stop


def test_a_data_folder_that_is_a_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(Stop) as stop:
        serve.refuse_unusable(tmp_path / "taken")
    assert str(stop.value) == f"The data folder {tmp_path / 'taken'} cannot be written: File exists."


def test_a_full_disk_is_refused_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "ROOM_MB", 10**9)
    with pytest.raises(Stop, match=r"is full \(\d+ MB left\)\. Free some room, then start again\.$"):
        serve.refuse_unusable(tmp_path)


def test_a_data_folder_is_made(tmp_path: Path) -> None:
    serve.refuse_unusable(tmp_path / "new" / "instance")
    assert (tmp_path / "new" / "instance").is_dir()


def test_programs_run_inside_the_environment_of_the_project() -> None:
    assert environment.variables(PORT="1")["PATH"].startswith(str(ROOT / ".venv" / "bin"))
    assert environment.module("flask", "db")[1:] == ["-m", "flask", "db"]
