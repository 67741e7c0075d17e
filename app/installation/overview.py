"""What needs the administrator today, each with the way there."""

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template

from app.accounts.access import OF_THE_INSTALLATION
from app.accounts.doors import needs
from app.accounts.models import Membership, Passkey, User
from app.platform import operator
from app.platform.db import db
from app.platform.i18n import _, plural
from app.platform.jobs_rows import Job
from app.platform.jobs_rows import State as JobState
from app.platform.mail_delivery import UNTRUE
from app.platform.mail_rows import OutgoingMail
from app.platform.mail_rows import State as MailState

bp = Blueprint("administration", __name__, template_folder="templates")


@dataclass(frozen=True)
class Need:
    """One thing to do: its tone as in `ui.state`, and the page where it is done, if that page is there."""

    title: str
    text: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)
    tone: str = "attention"


@bp.get("/administration/")
@needs("installation.settings")
def index() -> str:
    return render_template("installation/index.html", needs=[*_of_the_work(), *_of_the_settings()])


def _of_the_work() -> list[Need]:
    """Letters and jobs that failed, administrators with a password alone: one question to the database."""
    letters, jobs, weak = db.session.execute(
        sa.select(
            _count(OutgoingMail, _undelivered()),
            _count(Job, Job.state == JobState.FAILED),
            _weak_administrators(),
        )
    ).one()
    found = []
    if letters:
        title = plural(
            "%(num)d message could not be delivered", "%(num)d messages could not be delivered", letters
        )
        text = _("See why, correct the address, then send again.")
        found.append(Need(title, text, "all_messages.index", {"state": "failed"}, tone="urgent"))
    if jobs:
        title = plural("%(num)d job has failed", "%(num)d jobs have failed", jobs)
        found.append(Need(title, _("See the reason, then start it again."), "jobs.index", tone="urgent"))
    if weak:
        title = plural(
            "%(num)d administrator signs in with a password alone",
            "%(num)d administrators sign in with a password alone",
            weak,
        )
        text = _("Ask for the second step, or take the administrator’s role away.")
        found.append(Need(title, text, "accounts_office.index"))
    return found


def _of_the_settings() -> list[Need]:
    held = operator.held()
    found = []
    if not held.name:
        title = _("The name of the institution is missing")
        text = _("Pages, letters and documents do not say in whose name the platform speaks.")
        found.append(Need(title, text, "settings.edit", {"part": "identity"}))
    if not held.contact_email:
        text = _("The contact page shows the help number alone.")
        found.append(Need(_("The contact e-mail is missing"), text, "settings.edit", {"part": "contact"}))
    if not (held.director and held.host):
        title = _("The legal notice is not complete")
        text = _("The director of publication or the host is not named in it.")
        found.append(Need(title, text, "settings.edit", {"part": "publication"}))
    return found


def _undelivered() -> sa.ColumnElement[bool]:
    return sa.and_(OutgoingMail.state == MailState.FAILED, OutgoingMail.error != UNTRUE)


def _count(model: type[Any], condition: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).select_from(model).where(condition).scalar_subquery()


def _weak_administrators() -> sa.ScalarSelect[int]:
    has_passkey = sa.exists().where(Passkey.account_id == Membership.user_id)
    return (
        sa.select(sa.func.count(sa.distinct(Membership.user_id)))
        .join(Membership.user)
        .where(
            Membership.forum_id.is_(None),
            Membership.role.in_(OF_THE_INSTALLATION),
            User.active,
            User.totp_since.is_(None),
            ~has_passkey,
        )
        .scalar_subquery()
    )
