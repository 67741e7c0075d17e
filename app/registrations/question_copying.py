"""What a new edition takes of the questions of an earlier one."""

from app.accounts.models import User
from app.forums.models import Forum
from app.platform.db import db
from app.registrations import queries, question_actions, question_queries


def copy(earlier: Forum, new: Forum, _by: User | None) -> None:
    """The questions that are asked, in their order, with their conditions. Categories by their place where
    they were taken along too; a question for some that has none of them there waits until somebody asks it.
    """
    db.session.flush()
    places = [db.session.scalars(queries.categories(one.id)).all() for one in (earlier, new)]
    twins = {old.id: made.id for old, made in zip(*places, strict=False)}
    asked = [one for one in db.session.scalars(question_queries.of_forum(earlier.id)) if one.is_asked]
    made: dict[int | None, int] = {}
    for one in asked:
        copied = question_actions.copied(one, new)
        copied.category_ids = [twins[key] for key in one.category_ids if key in twins]
        before = made.get(one.depends_on_id)
        copied.depends_on_id = before
        copied.depends_on_value = one.depends_on_value if before else ""
        copied.is_asked = bool(copied.category_ids) or not one.category_ids
        db.session.add(copied)
        db.session.flush()
        made[one.id] = copied.id
