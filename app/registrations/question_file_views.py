"""The files of answers: the team reads them by its own page, the person by the personal link."""

import sqlalchemy as sa
from flask import Blueprint, Response, g, render_template, url_for
from markupsafe import Markup

from app.accounts.doors import needs, public
from app.audit import actions as audit
from app.forums.models import Forum
from app.platform.db import db, observe, one_or_404
from app.registrations import links, question_uploads
from app.registrations.models import Registration
from app.registrations.question_fields import told
from app.registrations.question_queries import answers
from app.registrations.question_rows import Answer, Upload
from app.registrations.words import QuestionKind

bp = Blueprint("question_files", __name__, template_folder="templates")


@bp.get("/office/<forum:forum>/questions/files/<code:upload>")
@needs("registrations.list")
def office(forum: Forum, upload: str) -> Response:
    found = one_or_404(_claimed(upload).where(Upload.forum_id == forum.id))
    response = question_uploads.send(found)
    registration = db.session.get_one(Registration, found.registration_id)
    with observe() as session:
        audit.record("registration.file_read", registration, by=g.user, session=session)
    return response


@bp.get("/my/<code:link>/files/<code:upload>")
@public
def mine(link: str, upload: str) -> Response:
    g.private = True
    registration = links.opened(link)
    return question_uploads.send(
        one_or_404(_claimed(upload).where(Upload.registration_id == registration.id))
    )


def shown(answer: Answer, forum: Forum) -> str:
    """The answer as the office shows it: a file as a link to it. Loaded as `told` asks."""
    if answer.question.kind is not QuestionKind.FILE or answer.upload is None:
        return told(answer)
    address = url_for("question_files.office", forum=forum, upload=answer.upload.public_id)
    return Markup('<a href="{}"><bdi dir="auto">{}</bdi></a>').format(address, answer.upload.filename)


def offer(registration: Registration, link: str) -> str:
    """The part of the personal page that leads to the person's own files; "" without any."""
    files = [one for one in answers([registration.id]) if one.upload]
    return render_template("registrations/_files.html", files=files, link=link) if files else ""


def _claimed(public_id: str) -> sa.Select[Upload]:
    return sa.select(Upload).where(Upload.public_id == public_id, Upload.registration_id.is_not(None))
