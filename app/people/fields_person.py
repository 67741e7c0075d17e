"""A person of the directory, chosen in a form by name."""

from collections.abc import Sequence

import sqlalchemy as sa

from app.people import lists, queries
from app.people.fields_chosen import Chosen
from app.people.models import Person
from app.people.scope import scope, visible_people
from app.platform.db import db
from app.platform.i18n import lazy
from app.platform.text import fold, search_words


class ChosenPerson(Chosen):
    """A person whom the person who asks may see in the directory: of their events, or public in another."""

    model = Person
    hints, create, permission = "people.hints", "people.create", "people.edit"
    words = {
        "hint": lazy("Write the name, in either script."),
        "which": lazy("Which person is meant? Choose below, or create the person."),
        "none": lazy(
            "Nobody in the directory bears this name. Create the person first, or leave this empty."
        ),
        "create": lazy("Create this person"),
    }

    def found(self, text: str) -> Sequence[Person]:
        return like_name(text)

    def is_called(self, row: Person, text: str) -> bool:
        return fold(text) in {fold(one) for one in row.name.values()}

    def may_stand(self, row: Person) -> bool:
        found = visible_people(scope("people.list")).where(Person.id == row.id)
        return db.session.scalar(sa.select(found.exists())) is True

    def told(self, row: Person) -> str:
        return who(row)


def like_name(text: str) -> list[Person]:
    """The persons whom the person who asks may see and a typed name may mean, at most eight."""
    if not search_words(text):
        return []
    among = queries.matching(lists.seen(scope("people.list"), text), Person, text)
    return list(db.session.scalars(among.order_by(Person.sort_ar, Person.id).limit(queries.MOST_MATCHES)))


def who(row: Person) -> str:
    """What tells a person from another of the same name: what they do, or where."""
    return row.function.said() or (row.organisation.name.said() if row.organisation else "")
