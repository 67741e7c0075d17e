"""Reading agreements."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.forums.lifecycle import State as ForumState
from app.forums.models import Forum
from app.memoranda.models import Agreement, Party, State


def agreement(forum_id: int, ref: str) -> sa.Select[Agreement]:
    """One agreement, found through its forum, with parties, signatories and scans."""
    return (
        sa.select(Agreement)
        .where(Agreement.forum_id == forum_id, Agreement.ref == ref)
        .options(
            selectinload(Agreement.parties).selectinload(Party.signatories), selectinload(Agreement.scans)
        )
        .execution_options(populate_existing=True)
    )


def party(forum_id: int, ref: str, party_id: int) -> sa.Select[Party]:
    """One party, found through its forum and agreement."""
    return (
        sa.select(Party)
        .join(Agreement, Agreement.id == Party.agreement_id)
        .where(Agreement.forum_id == forum_id, Agreement.ref == ref, Party.id == party_id)
    )


def of_forum(forum_id: int, *, signed_only: bool = False) -> sa.Select[Agreement]:
    """The agreements of a forum: memoranda first, then in the order they were entered."""
    found = (
        sa.select(Agreement)
        .where(Agreement.forum_id == forum_id)
        .order_by(Agreement.kind, Agreement.id)
        .options(selectinload(Agreement.parties))
    )
    return found.where(Agreement.state == State.SIGNED) if signed_only else found


def organisations_within(forum_ids: frozenset[int] | None) -> sa.Select[Any]:
    """The keys of the parties to the agreements of these forums (None: of any)."""
    found = (
        sa.select(Party.organisation_id)
        .join(Agreement, Agreement.id == Party.agreement_id)
        .where(Party.organisation_id.is_not(None))
    )
    return found if forum_ids is None else found.where(Agreement.forum_id.in_(forum_ids))


def organisations_shown() -> sa.Select[Any]:
    """The keys of the parties to what is signed and public."""
    return (
        organisations_within(None)
        .join(Forum, Forum.id == Agreement.forum_id)
        .where(Agreement.state == State.SIGNED, Forum.state != ForumState.DRAFT)
    )
