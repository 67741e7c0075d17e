"""Builders of questions, answers and files. All commit."""

from io import BytesIO
from typing import Any

from PIL import Image

from app.forums.models import Forum
from app.platform import storage
from app.platform.db import db, unit_of_work
from app.platform.text import Translated
from app.registrations import answers
from app.registrations.models import Registration
from app.registrations.question_rows import Option, Question, Upload
from app.registrations.words import QuestionKind

PDF = b"%PDF-1.7\n%%EOF\n"


def option(key: str, ar: str = "", fr: str = "", *, offered: bool = True) -> Option:
    """A choice, in French by its key when nothing is said."""
    label = {"ar": ar, "fr": fr or key}
    return Option(key=key, label={one: text for one, text in label.items() if text}, offered=offered)


def question(
    of: Forum, kind: QuestionKind = QuestionKind.SHORT, label: str = "Ville", **values: Any
) -> Question:
    """A question of a forum, at the end, in both languages."""
    position = db.session.query(Question).filter_by(forum_id=of.id).count() + 1
    filled: dict[str, Any] = {"label": Translated(ar=f"سؤال {position}", fr=label), "position": position}
    if kind in (QuestionKind.CHOICE, QuestionKind.SEVERAL):
        filled["options"] = [option("train", fr="Train"), option("car", fr="Voiture")]
    made = Question(forum_id=of.id, kind=kind, **(filled | values))
    with unit_of_work():
        db.session.add(made)
    return made


def answer(registration: Registration, to: Question, value: Any) -> None:
    """What a registration answers to a question."""
    with unit_of_work():
        answers.write(registration, {to.id: value})


def upload(of: Question, data: bytes = PDF, name: str = "mandat.pdf") -> Upload:
    """A file that was sent with a form and is nobody's yet."""
    stored = storage.put(data, suffix=".pdf")
    made = Upload(
        forum_id=of.forum_id,
        question_id=of.id,
        file_key=stored.key,
        filename=name,
        content_type="application/pdf",
        size=stored.size,
    )
    with unit_of_work():
        db.session.add(made)
    return made


def photograph() -> bytes:
    """A small JPEG that says in its metadata where it was taken."""
    made, told = BytesIO(), Image.Exif()
    told[0x010E] = "Ifrane"
    Image.new("RGB", (40, 30), "#1f5f46").save(made, "JPEG", exif=told)
    return made.getvalue()
