"""Releases: the programme as it stood when somebody released it. The public reads the
current one, and only it.

Nothing changes these rows but the directory (a merge, an erasure) and a hall or theme that is removed. Names
of persons, halls and themes are not copied: a name that is corrected is right everywhere.
"""

from typing import TypedDict

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.platform.db import Model
from app.platform.text import Translated, translated
from app.programme.models import PartFacts, SessionFacts, TalkFacts


class Change(TypedDict):
    """What a release changed in one session, as the public may know it: nothing of internal ones, no names of
    persons. `kinds`: see `diffing.Turn`; `change_words` says them.

    `title` is that of this release, or of a cancelled session its last; `was`, of one that was moved:
    `starts_at` as ISO 8601 or none, `minutes`, `hall_id`, a hall that may be gone.
    """

    ref: str
    kinds: list[str]
    title: dict[str, str]
    was: dict[str, str | int | None]


class Release(Model):
    """One numbered release of a forum's programme."""

    __tablename__ = "release"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    name: Mapped[Translated] = translated()
    note: Mapped[Translated] = translated()  # a word to the public about it
    is_current: Mapped[bool] = mapped_column(default=True)
    changes: Mapped[list[Change]] = mapped_column(sa.JSON, default=list, info={"made_by": list})
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id", ondelete="SET NULL"))

    sessions: Mapped[list["ReleasedSession"]] = relationship(lazy="raise_on_sql", viewonly=True)

    __table_args__ = (
        sa.UniqueConstraint("forum_id", "number"),
        sa.Index(
            "uq_release_current",
            "forum_id",
            unique=True,
            sqlite_where=sa.text("is_current = 1"),
            postgresql_where=sa.text("is_current"),
        ),
    )


class ReleasedSession(SessionFacts, Model):
    """A session as it was released; `ref` is that of the draft's."""

    __tablename__ = "released_session"

    release_id: Mapped[int] = mapped_column(sa.ForeignKey("release.id", ondelete="CASCADE"))

    talks: Mapped[list["ReleasedTalk"]] = relationship(
        order_by="ReleasedTalk.position", lazy="raise_on_sql", viewonly=True
    )
    people: Mapped[list["ReleasedPart"]] = relationship(
        order_by="ReleasedPart.position", lazy="raise_on_sql", viewonly=True
    )

    __table_args__ = (sa.UniqueConstraint("release_id", "ref"),)


class ReleasedTalk(TalkFacts, Model):
    """A talk as it was released."""

    __tablename__ = "released_talk"

    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("released_session.id", ondelete="CASCADE"), index=True
    )


class ReleasedPart(PartFacts, Model):
    """A part as it was released."""

    __tablename__ = "released_part"

    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("released_session.id", ondelete="CASCADE"), index=True
    )
    talk_id: Mapped[int | None] = mapped_column(sa.ForeignKey("released_talk.id", ondelete="CASCADE"))

    talk: Mapped[ReleasedTalk | None] = relationship(lazy="raise_on_sql", viewonly=True)


class Told(Model):
    """A person was written to about a release: once, whoever presses the button how often.

    The letter told what changed since another release, or (none) everything.
    """

    __tablename__ = "told"

    release_id: Mapped[int] = mapped_column(sa.ForeignKey("release.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    since_id: Mapped[int | None] = mapped_column(sa.ForeignKey("release.id", ondelete="SET NULL"))

    __table_args__ = (sa.UniqueConstraint("release_id", "person_id"),)
