"""Which rows somebody may merge: those wholly theirs, with no part in anybody else's forum."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.people import ports
from app.people.merge_rows import Apart, Merge, Pair, Sort
from app.people.merging_fields import MODELS, Row
from app.people.models import Organisation, Person, Tie
from app.people.scope import Scope, own_organisations, own_people
from app.platform.db import db
from app.platform.errors import Conflict, NotFound
from app.platform.i18n import lazy


def whole(sort: Sort, where: Scope) -> sa.Select[Any]:
    """The persons or organisations of the scope that have no part in a forum outside it."""
    found: sa.Select[Any] = own_people(where) if sort is Sort.PERSON else own_organisations(where)
    if where.forums is None:
        return found
    model, presences, key = (
        (Person, ports.people, Tie.person_id)
        if sort is Sort.PERSON
        else (Organisation, ports.organisations, Tie.organisation_id)
    )
    # The forums are known to this floor only as what ties lead to.
    forum = next(iter(Tie.__table__.c.forum_id.foreign_keys)).column
    elsewhere = frozenset(db.session.scalars(sa.select(forum).where(forum.not_in(where.forums))))
    tied = sa.select(key).where(Tie.forum_id.in_(elsewhere), key.is_not(None))
    return found.where(model.id.not_in(tied), *(model.id.not_in(one.within(elsewhere)) for one in presences))


def suggested(sort: Sort, where: Scope) -> sa.Select[Pair]:
    """The pairs that may be the same and of which both are wholly in the scope, likeliest first."""
    keys = whole(sort, where).with_only_columns(MODELS[sort].id)
    apart = sa.exists().where(
        Apart.sort == Pair.sort, Apart.lower_id == Pair.lower_id, Apart.higher_id == Pair.higher_id
    )
    return (
        sa.select(Pair)
        .where(Pair.sort == sort, Pair.lower_id.in_(keys), Pair.higher_id.in_(keys), ~apart)
        .order_by(Pair.score.desc(), Pair.id)
    )


def pair(sort: Sort, one_id: int, other_id: int, where: Scope) -> tuple[Row, Row]:
    """The two rows. Raises NotFound for what is not in the scope, Conflict where only an administrator may
    merge, since one has a part elsewhere.
    """
    model = MODELS[sort]
    keys = {one_id, other_id}
    own: sa.Select[Any] = own_people(where) if sort is Sort.PERSON else own_organisations(where)
    rows = {row.id: row for row in db.session.scalars(own.where(model.id.in_(keys)))}
    if len(keys) < 2 or rows.keys() != keys:
        raise NotFound()
    wholly = db.session.scalars(whole(sort, where).where(model.id.in_(keys)).with_only_columns(model.id))
    if set(wholly) != keys:
        raise Conflict(
            lazy(
                "Only an administrator may merge these two: one of them also has a part in an event that is "
                "not yours."
            )
        )
    return rows[one_id], rows[other_id]


def merged_already(sort: Sort, one_id: int, other_id: int, where: Scope) -> Merge | None:
    """The merge that stands of one of the two rows, latest first, if it may be seen."""
    keys = (one_id, other_id)
    found = merges(where).where(Merge.sort == sort, Merge.gone_id.in_(keys), Merge.undone_at.is_(None))
    return db.session.scalars(found.limit(1)).first()


def rows_of(sort: Sort, keys: Iterable[int]) -> dict[int, Row]:
    """The rows with these keys, merged ones too. Of what may be shown: give keys from within the scope."""
    model: Any = MODELS[sort]
    return {row.id: row for row in db.session.scalars(sa.select(model).where(model.id.in_(set(keys))))}


def accounts_of(found: Iterable[Merge]) -> dict[int, str]:
    """The names of the accounts that made these merges."""
    wanted = {one.by_id for one in found if one.by_id}
    accounts = db.session.execute(sa.select(User.id, User.name).where(User.id.in_(wanted)))
    return {row.id: row.name for row in accounts}


def merges(where: Scope) -> sa.Select[Merge]:
    """Past merges into rows that are wholly in the scope, or that were merged further; latest first."""
    found = sa.select(Merge).order_by(Merge.id.desc())
    if where.forums is None:
        return found
    return found.where(
        sa.or_(
            *(
                sa.and_(
                    Merge.sort == sort,
                    Merge.kept_id.in_(whole(sort, where).with_only_columns(MODELS[sort].id)),
                )
                for sort in Sort
            )
        )
    )
