"""The questions of an organiser, and what was answered."""

import secrets
from typing import Any, TypedDict

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.platform.db import Model, choice
from app.platform.storage import Key
from app.platform.text import Translated, translated
from app.registrations.words import QuestionKind


class Option(TypedDict):
    """One choice of a question: its stable key, its words by language, and whether it is still offered."""

    key: str
    label: dict[str, str]
    offered: bool


class Question(Model):
    """One question of a forum's form. It is retired, never deleted, once somebody answered it."""

    __tablename__ = "question"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    kind: Mapped[QuestionKind] = mapped_column(choice(QuestionKind))
    label: Mapped[Translated] = translated()
    hint: Mapped[Translated] = translated()
    options: Mapped[list[Option]] = mapped_column(sa.JSON, default=list, info={"made_by": list})
    is_required: Mapped[bool] = mapped_column(default=False)
    # Bounds of a number, of the length of a text, of how many choices.
    least: Mapped[int | None]
    most: Mapped[int | None]
    # Keys of categories; none: all of them.
    category_ids: Mapped[list[int]] = mapped_column(sa.JSON, default=list, info={"made_by": list})
    # Shown only if another question was answered so: the key of an option, or "yes".
    depends_on_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("question.id", ondelete="SET NULL"), index=True
    )
    depends_on_value: Mapped[str] = mapped_column(sa.String(40), default="")
    position: Mapped[int] = mapped_column(default=0)
    is_asked: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Answer(Model):
    """What one registration answered: a text, a number, an ISO date, the key of an option, a list of keys,
    true, or the `public_id` of an upload.
    """

    __tablename__ = "answer"

    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registration.id", ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"), index=True)
    value: Mapped[Any] = mapped_column(sa.JSON)
    question: Mapped[Question] = relationship(lazy="raise_on_sql")
    # Of an answer that is a file.
    upload: Mapped["Upload | None"] = relationship(
        primaryjoin=lambda: sa.and_(
            sa.orm.foreign(Upload.registration_id) == Answer.registration_id,
            sa.orm.foreign(Upload.question_id) == Answer.question_id,
        ),
        uselist=False,
        viewonly=True,
        lazy="raise_on_sql",
    )

    __table_args__ = (sa.UniqueConstraint("registration_id", "question_id"),)


class Upload(Model):
    """A file that was sent with a form. Until the registration is made it belongs to nobody, for a day."""

    __tablename__ = "registration_upload"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"), index=True)
    registration_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    # Sixteen random bytes: who has them may send the form with this file; the team reads it by its own page.
    public_id: Mapped[str] = mapped_column(sa.String(32), unique=True, default=lambda: secrets.token_hex(16))
    file_key: Mapped[str] = mapped_column(Key)
    filename: Mapped[str] = mapped_column(sa.String(200))
    content_type: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int]
