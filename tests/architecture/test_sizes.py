"""Small files, small functions, small templates. The lists of exceptions may only shrink."""

import ast
from statistics import median

from tests.architecture import tree

LONGEST_FILE, MEDIAN_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE, LONGEST_CONFTEST = 400, 80, 40, 120, 120

# Path, or path::function, to the number of lines it may have at most: lower it whenever it can be lowered.
LONG_FILES: dict[str, int] = {}
LONG_FUNCTIONS: dict[str, int] = {}
LONG_TEMPLATES: dict[str, int] = {}


def over(sizes: dict[str, int], limit: int, exceptions: dict[str, int]) -> dict[str, int]:
    """What is too long, and what stands among the exceptions without need or with more room than needed."""
    wrong = {name: size for name, size in sizes.items() if size > max(limit, exceptions.get(name, 0))}
    idle = {name: room for name, room in exceptions.items() if sizes.get(name, 0) != room or room <= limit}
    return wrong | idle


def test_no_file_is_long() -> None:
    paths = [*tree.modules(), *tree.static(".css"), *tree.static(".js")]
    assert over({tree.named(path): tree.lines(path) for path in paths}, LONGEST_FILE, LONG_FILES) == {}


def test_half_of_the_modules_are_short() -> None:
    sizes = [tree.lines(path) for path in tree.modules("app") if path.name != "__init__.py"]
    assert median(sizes) <= MEDIAN_FILE


def test_no_function_is_long() -> None:
    sizes = {
        f"{tree.named(path)}::{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in tree.modules()
        for node in ast.walk(tree.tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert over(sizes, LONGEST_FUNCTION, LONG_FUNCTIONS) == {}


def test_no_template_is_long() -> None:
    sizes = {tree.named(path): tree.lines(path) for path in tree.templates()}
    assert over(sizes, LONGEST_TEMPLATE, LONG_TEMPLATES) == {}


def test_the_shared_fixtures_stay_few() -> None:
    assert tree.lines(tree.ROOT / "tests" / "conftest.py") <= LONGEST_CONFTEST


def test_an_exception_that_is_not_needed_is_reported() -> None:
    assert over({"a": 90, "b": 41}, 40, {"a": 90, "b": 50}) == {"b": 50}
    assert over({"a": 30}, 40, {"a": 90, "gone": 60}) == {"a": 90, "gone": 60}
    assert over({"a": 91, "b": 41}, 40, {"a": 90}) == {"a": 90, "b": 41}
