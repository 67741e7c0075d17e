"""Reading the directory."""

from collections.abc import Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.people import ports
from app.people.models import Organisation, Person, Tie
from app.people.rights_rows import Exercise
from app.people.scope import Scope, own_organisations
from app.platform import i18n
from app.platform.db import Model, db
from app.platform.text import Searched, fold, search_words

Found = TypeVar("Found", bound=sa.Select[*tuple[Any, ...]])
MOST_MATCHES = 8
MOST_MEMBERS = 200


def organisations() -> sa.Select[Organisation]:
    """All organisations in the reader's order."""
    return (
        sa.select(Organisation)
        .where(Organisation.merged_into_id.is_(None))
        .order_by(Organisation.sort_ar if i18n.current() == "ar" else Organisation.sort_fr)
    )


def matching(found: Found, model: type[Searched], query: str) -> Found:
    """Only the rows that hold every word of a query, whatever its spelling and order."""
    for word in search_words(query):
        found = found.where(model.search.contains(word, autoescape=True))
    return found


def person(among: sa.Select[Person], person_id: int) -> sa.Select[Person]:
    """One of these persons, with the organisation; read again."""
    return (
        among.where(Person.id == person_id)
        .options(joinedload(Person.organisation))
        .execution_options(populate_existing=True)
    )


def organisation(organisation_id: int) -> sa.Select[Organisation]:
    """One organisation, with its parent and the one whose attributions it took over; read again."""
    return (
        organisations()
        .where(Organisation.id == organisation_id)
        .options(joinedload(Organisation.parent), joinedload(Organisation.took_over_from))
        .execution_options(populate_existing=True)
    )


def kept_instead(model: type[Person] | type[Organisation], key: int) -> int | None:
    """The row into which another was merged."""
    return db.session.scalar(sa.select(model.merged_into_id).where(model.id == key))


def like_name(text: str) -> list[Organisation]:
    """The organisations that a typed name may mean, at most eight, in the reader's order."""
    if not search_words(text):
        return []
    return list(db.session.scalars(matching(organisations(), Organisation, text).limit(MOST_MATCHES)))


def bearing(text: str) -> list[Organisation]:
    """The organisations that bear just this name or acronym, but for spelling."""
    return [one for one in like_name(text) if is_called(one, text)]


def is_called(row: Organisation, text: str) -> bool:
    """Whether an organisation bears this name or acronym, in any language, but for spelling."""
    return fold(text) in {fold(one) for one in (*row.name.values(), *row.acronym.values())}


def leads_to(row_id: int | None, target: int, column: Any) -> bool:
    """Whether the organisations that follow one another by `column`, from this row on, come to a target."""
    seen: set[int] = set()
    while row_id is not None and row_id not in seen:
        if row_id == target:
            return True
        seen.add(row_id)
        row_id = db.session.scalar(sa.select(column).where(Organisation.id == row_id))
    return False


def holds(keys: ports.Keys, key: int) -> bool:
    """Whether a key is among those of a query of one column."""
    (column,) = keys.selected_columns
    return db.session.scalar(keys.where(column == key).limit(1)) is not None


def is_own(row: Organisation, where: Scope) -> bool:
    """Whether an organisation has a part in the forums of the scope."""
    return db.session.scalar(own_organisations(where).where(Organisation.id == row.id)) is not None


def ties(row: Person | Organisation) -> set[int]:
    """The forums to which a row was added by hand."""
    column = Tie.person_id if isinstance(row, Person) else Tie.organisation_id
    return set(db.session.scalars(sa.select(Tie.forum_id).where(column == row.id)))


def tied_people(keys: list[int]) -> list[tuple[int, int]]:
    """(person, forum) of each person among these that was added to a forum by hand."""
    found = sa.select(Tie.person_id, Tie.forum_id).where(Tie.person_id.in_(keys))
    return [(key, forum_id) for key, forum_id in db.session.execute(found) if key is not None]


def tied_counts(keys: Sequence[int]) -> dict[int, int]:
    """How many of these persons were added to each forum by hand."""
    found = sa.select(Tie.forum_id, sa.func.count()).where(Tie.person_id.in_(keys)).group_by(Tie.forum_id)
    return {row[0]: row[1] for row in db.session.execute(found)}


def requests() -> sa.Select[Exercise, str]:
    """What persons asked about their data, with who answered them, newest first."""
    return (
        sa.select(Exercise, User.name).outerjoin(User, User.id == Exercise.by_id).order_by(Exercise.id.desc())
    )


def parts(presences: list[ports.Presence], keys: list[int]) -> dict[int, list[ports.Part]]:
    """The parts of some rows of the directory in every forum, by key."""
    found: dict[int, list[ports.Part]] = {key: [] for key in keys}
    for presence in presences:
        for key, told in presence.told(keys).items():
            found[key].extend(told)
    return found


def uses(row: Person | Organisation) -> dict[tuple[str, str], int]:
    """How many rows of which column point at a row and would not go with it."""
    found = {}
    for table in Model.metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                if key.column.table.name == row.__tablename__ and key.ondelete is None:
                    count = db.session.scalar(
                        sa.select(sa.func.count()).select_from(table).where(column == row.id)
                    )
                    found[table.name, column.name] = count or 0
    return {where: count for where, count in found.items() if count}


def members(among: sa.Select[Person], organisation_id: int) -> sa.Select[Person]:
    """Those of these persons who belong to an organisation, in the reader's order; at most 200, and one more
    that tells that there are others.
    """
    order = Person.sort_ar if i18n.current() == "ar" else Person.sort_fr
    return among.where(Person.organisation_id == organisation_id).order_by(order).limit(MOST_MEMBERS + 1)


def related(column: Any, organisation_id: int) -> sa.Select[Organisation]:
    """The organisations whose `column` names an organisation: its parts, or those that took over from it."""
    return organisations().where(column == organisation_id)


def with_photo(digest: str) -> sa.Select[Person]:
    """The persons with a photo, by the digest of its bytes, whom the public sees."""
    shown = [Person.id.in_(one.shown()) for one in ports.people]
    return sa.select(Person).where(
        Person.photo_key.is_not(None),
        Person.merged_into_id.is_(None),
        Person.erased_at.is_(None),
        Person.photo["digest"].as_string() == digest,
        sa.or_(sa.false(), *shown),
    )
