"""A name says what a thing is for."""

import ast
from pathlib import Path

import pytest

from tests.architecture import tree

SAYING_NOTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "manager",
    "managers",
    "base",
    "service",
}


def test_no_module_or_package_has_a_name_that_says_nothing() -> None:
    names = {tree.named(path): {path.stem, path.parent.name} for path in tree.modules()}
    assert [name for name, parts in names.items() if parts & SAYING_NOTHING] == []


@pytest.mark.parametrize("folder", ["app", "deploy", "tests"])
def test_a_package_says_in_one_line_what_it_is(folder: str) -> None:
    initial = [path for path in tree.modules(folder) if path.name == "__init__.py"]
    assembling = tree.ROOT / "app" / "__init__.py"
    wordy = [tree.named(path) for path in initial if path != assembling and not _is_one_docstring_line(path)]
    assert wordy == []


def test_every_folder_with_modules_is_a_package() -> None:
    folders = {path.parent for path in tree.modules("app", "tests")}
    assert [tree.named(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_a_test_module_stands_where_the_module_it_tests_stands() -> None:
    packages = {path.name for path in (tree.ROOT / "app").iterdir() if path.is_dir()}
    apart = {"architecture", "catalogues", "migrations", "deploy", "browser", "benchmarks"}
    folders = {path.name for path in (tree.ROOT / "tests").iterdir() if (path / "__init__.py").exists()}
    assert folders - packages - apart == set()


def _is_one_docstring_line(path: Path) -> bool:
    body = tree.tree_of(path).body
    return tree.lines(path) == 1 and len(body) == 1 and ast.get_docstring(tree.tree_of(path)) is not None
