"""What a forum knows of those who have a part in its programme, besides the parts themselves."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.people.models import Person
from app.platform.db import Model, choice
from app.platform.text import Translated, translated
from app.programme.models import new_ref
from app.programme.words import Answer


class Speaker(Model):
    """A person with a part in a forum's programme: speaker, chair, moderator or rapporteur."""

    __tablename__ = "speaker"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"))
    # In the address of the public page of the speaker.
    ref: Mapped[str] = mapped_column(sa.String(20), unique=True, default=new_ref)
    biography: Mapped[Translated] = translated()  # Markdown
    answer: Mapped[Answer] = mapped_column(choice(Answer), default=Answer.OPEN)
    answered_at: Mapped[datetime | None]
    answer_note: Mapped[str] = mapped_column(sa.Text, default="")  # to the team, never public
    asked_at: Mapped[datetime | None]  # when the last letter that asks for an answer was written
    # Raised, the links that were sent before open nothing any more.
    link_serial: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column()

    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (sa.UniqueConstraint("person_id", "forum_id"),)


class Availability(Model):
    """When a person is there. Who has none of these is taken to be there all the time."""

    __tablename__ = "availability"

    forum_id: Mapped[int] = mapped_column(sa.ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    __table_args__ = (sa.CheckConstraint("ends_at > starts_at", name="lasts"),)
