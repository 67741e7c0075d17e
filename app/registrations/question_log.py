"""What the log tells of a changed question: words, not keys."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from app.platform.db import db
from app.registrations.models import Category
from app.registrations.question_rows import Question

# The log has other words for these elsewhere.
_NAMES = {"label": "question_label", "hint": "question_hint", "options": "question_options"}
_NAMES |= {"least": "question_least", "most": "question_most", "category_ids": "question_categories"}
_NAMES |= {"depends_on_id": "question_condition", "depends_on_value": "question_condition_value"}


def told(changes: Mapping[str, Sequence[Any]], questions: Sequence[Question]) -> dict[str, list[Any]]:
    """The changes of one question, by the names that the log has for its fields."""
    known = {one.id: _both(one.label) for one in questions}
    choices = {option["key"]: _both(option["label"]) for one in questions for option in one.options}
    words: dict[str, Callable[[Any], Any]] = {
        "options": lambda value: [_both(one["label"]) for one in value or () if one["offered"]],
        "category_ids": lambda value: _categories(value or ()),
        "depends_on_id": lambda value: known.get(value, ""),
        "depends_on_value": lambda value: choices.get(value, value),
    }
    found = {}
    for name, pair in changes.items():
        field, dot, locale = name.partition(".")
        say = words.get(field, _as_it_is)
        found[f"{_NAMES.get(field, field)}{dot}{locale}"] = [say(one) for one in pair]
    return found


def _both(text: Mapping[str, str]) -> str:
    return " / ".join(text.values())


def _as_it_is(value: Any) -> Any:
    return value


def _categories(keys: Sequence[int]) -> list[str]:
    names = sa.select(Category.name).where(Category.id.in_(keys)).order_by(Category.position, Category.id)
    return [_both(name) for name in db.session.scalars(names)]
