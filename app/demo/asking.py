"""What the fictional event asks of those who register: rules, workshops, a delegation, questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.accounts.models import User
from app.demo.content import read
from app.forums.models import Forum
from app.platform.db import db
from app.platform.text import Translated
from app.programme import released
from app.registrations import delegation_actions, question_actions, rule_actions, workshop_actions
from app.registrations.models import Category, Delegation
from app.registrations.question_rows import Question
from app.registrations.words import Entry, QuestionKind, Seen

_PLAIN = ("is_required", "least", "most")


@dataclass(frozen=True)
class Asked:
    """What people answer: the categories and questions by key, the keys of the workshops, the delegation."""

    categories: Mapping[str, Category]
    questions: Mapping[str, Question]
    options: Mapping[str, Mapping[str, str]]  # of a question by key: key of the content → key of the option
    workshops: tuple[int, ...]
    delegation: Delegation


def lay(forum: Forum, categories: Mapping[str, Category], *, by: User) -> Asked:
    """Set everything; the programme is released already."""
    content = read("registration")
    rules = {key: Translated(one) if isinstance(one, dict) else one for key, one in content["rules"].items()}
    rule_actions.change(forum, rules, version=0, by=by)
    for key, one in content["categories"].items():
        category = categories[key]
        category.about = Translated(one["about"])
        category.entry, category.seen = Entry(one.get("entry", "open")), Seen(one.get("seen", "everyone"))
        category.hold_hours = one.get("hold_hours")
    db.session.flush()
    questions, options = _questions(forum, categories, by=by)
    return Asked(
        categories, questions, options, _workshops(forum, by=by), _delegation(forum, categories, by=by)
    )


def _questions(
    forum: Forum, categories: Mapping[str, Category], *, by: User
) -> tuple[dict[str, Question], dict[str, dict[str, str]]]:
    questions: dict[str, Question] = {}
    options: dict[str, dict[str, str]] = {}
    for one in read("registration")["questions"]:
        values: dict[str, Any] = {name: one[name] for name in _PLAIN if name in one}
        values |= {name: Translated(one.get(name, {})) for name in ("label", "hint")}
        values["category_ids"] = [categories[key].id for key in one.get("categories", ())]
        values["options"] = [
            {"key": "", "label": {"ar": option["ar"], "fr": option["fr"]}, "offered": True}
            for option in one.get("options", ())
        ]
        if "depends_on" in one:
            before, wanted = one["depends_on"]
            values |= {"depends_on_id": questions[before].id, "depends_on_value": options[before][wanted]}
        made = question_actions.add(forum, QuestionKind(one["kind"]), values, by=by)
        db.session.flush()
        questions[one["key"]] = made
        keys = [option["key"] for option in one.get("options", ())]
        options[one["key"]] = dict(zip(keys, (option["key"] for option in made.options), strict=True))
    return questions, options


def _workshops(forum: Forum, *, by: User) -> tuple[int, ...]:
    """The sessions of the release that ask for registration, in the order of their hours."""
    release = db.session.scalars(released.current(forum.id)).one()
    refs = [one.ref for one in db.session.scalars(released.bare(release.id)) if one.needs_registration]
    places = read("registration")["workshop_places"]
    offered = zip(refs, places, strict=True)
    made = [workshop_actions.offer(forum, ref, number, by=by) for ref, number in offered]
    return tuple(one.id for one in made)


def _delegation(forum: Forum, categories: Mapping[str, Category], *, by: User) -> Delegation:
    content = read("registration")["delegation"]
    values = {
        "name": Translated(content["name"]),
        "category_id": categories[content["category"]].id,
        "organisation_id": None,
        "names_until": None,
        "places": content["places"],
    }
    return delegation_actions.add(forum, values, by=by)
