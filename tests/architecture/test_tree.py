"""The tree goes anywhere: no address of a package index, no path of somebody's machine."""

import re
import tomllib

import pytest

from tests.architecture import tree

LOCKS = ["requirements.txt", "requirements-dev.txt", "deploy/uv.txt"]
PIN = re.compile(r"^([a-z0-9._-]+)==(\S+?)(?: ;[^\\]*)? \\$")
# A folder that only one machine has.
MACHINE = re.compile(r"(?<![\w.~$}])/(?:root|work|Users)/")
TEXTS = (".py", ".md", ".toml", ".txt", ".ini", ".html", ".css", ".js", ".json", ".po", ".mako", ".yml")
FOLDERS = ("app", "deploy", "docs", "migrations", "tests", "translations", ".ci")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_versions_and_hashes_and_no_address(name: str) -> None:
    lines = (tree.ROOT / name).read_text().splitlines()
    allowed = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?|    # .*")
    assert [line for line in lines if not PIN.fullmatch(line) and not allowed.fullmatch(line)] == []
    assert [line for line in lines if "://" in line] == []


def test_the_application_and_its_tests_use_the_same_versions() -> None:
    held, whole = (dict(pins(name)) for name in LOCKS[:2])
    assert {name: version for name, version in held.items() if whole.get(name) != version} == {}


def test_the_lock_holds_what_the_project_asks_for() -> None:
    wanted = tomllib.loads((tree.ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split(r"[\[><=~!; ]", line)[0].lower() for line in wanted}
    assert names - set(dict(pins("requirements.txt"))) == set()


def test_no_file_names_a_folder_of_one_machine() -> None:
    rooted = [path for path in tree.ROOT.iterdir() if path.is_file()]
    deeper = [path for folder in FOLDERS for path in (tree.ROOT / folder).rglob("*") if path.is_file()]
    texts = [path for path in rooted + deeper if path.suffix in TEXTS or path.name in ("Makefile", "run")]
    assert [tree.named(path) for path in texts if MACHINE.search(path.read_text())] == []


def pins(name: str) -> list[tuple[str, str]]:
    found = map(PIN.fullmatch, (tree.ROOT / name).read_text().splitlines())
    return [(match[1], match[2]) for match in found if match]
