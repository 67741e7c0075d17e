"""Badges: the person's own, by the personal link; one or all of them, for the office."""

from io import BytesIO
from tempfile import TemporaryFile
from typing import BinaryIO

from flask import Blueprint, g, render_template, request, send_file
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs, public
from app.audit import actions as audit
from app.badges import pdf, queries
from app.forums.models import Forum
from app.platform import limits, rasters
from app.platform.db import db, observe, one_or_404
from app.platform.errors import Conflict
from app.platform.i18n import lazy
from app.registrations import links
from app.registrations.models import Registration
from app.registrations.queries import counts, with_badge
from app.registrations.words import State

bp = Blueprint("badges", __name__, template_folder="templates")
PAPERS = "any(a6, cr80)"
PICTURE = (1080, 1522)  # pixels: the width of most phones, the shape of A6


@bp.get(f"/my/<code:link>/badge-<{PAPERS}:paper>.pdf")
@public
def mine(link: str, paper: str) -> ResponseReturnValue:
    g.private = True
    registration = links.opened(link)
    if registration.state is not State.CONFIRMED:
        raise Conflict(lazy("There is a badge once the registration is confirmed."))
    return _sent(one_badge(registration, paper), f"badge-{registration.number}.pdf")


@bp.get("/my/<code:link>/badge.png")
@public
@limits.per_address("300 per 5 minutes", reading=True)
def picture(link: str) -> ResponseReturnValue:
    """The badge as a picture for a phone: who has no e-mail shows it at the entrance."""
    g.private = True
    registration = links.opened(link)
    if registration.state is not State.CONFIRMED:
        raise Conflict(lazy("There is a badge once the registration is confirmed."))
    drawn = rasters.png(one_badge(registration, "a6"), *PICTURE, quickly=True)
    return send_file(BytesIO(drawn), mimetype="image/png", download_name=f"badge-{registration.number}.png")


@bp.get("/office/<forum:forum>/badges")
@needs("badges.print")
def index(forum: Forum) -> str:
    confirmed = counts(forum.id).get(State.CONFIRMED, 0)
    return render_template("badges/index.html", forum=forum, confirmed=confirmed)


@bp.get(f"/office/<forum:forum>/badges-<{PAPERS}:paper>.pdf")
@needs("badges.print")
def everybody(forum: Forum, paper: str) -> ResponseReturnValue:
    confirmed = with_badge(forum.id)
    if db.session.scalar(confirmed.limit(1)) is None:
        raise Conflict(lazy("There is no badge yet: there is one for each confirmed registration."))
    rows = db.session.scalars(confirmed.execution_options(yield_per=200))
    write = pdf.write_sheets if "sheet" in request.args else pdf.write_badges
    out: BinaryIO = TemporaryFile()  # noqa: SIM115 — the answer closes it
    write(out, (queries.badge(row) for row in rows), queries.design(forum, paper))
    with observe() as session:
        audit.record("badges.printed", forum, by=g.user, session=session, paper=paper)
    out.seek(0)
    return send_file(out, mimetype="application/pdf", download_name=f"{forum.slug}-{paper}.pdf")


@bp.get(f"/office/<forum:forum>/registrations/<int(fixed_digits=6):number>/badge-<{PAPERS}:paper>.pdf")
@needs("badges.print")
def one(forum: Forum, number: int, paper: str) -> ResponseReturnValue:
    registration = one_or_404(with_badge(forum.id).where(Registration.number == str(number)))
    with observe() as session:
        audit.record("badge.printed", registration, by=g.user, session=session, paper=paper)
    return _sent(one_badge(registration, paper), f"badge-{number}.pdf")


def one_badge(registration: Registration, paper: str) -> bytes:
    """The badge of one person as PDF."""
    forum = db.session.get_one(Forum, registration.forum_id)
    out = BytesIO()
    pdf.write_badges(out, [queries.badge(registration)], queries.design(forum, paper))
    return out.getvalue()


def _sent(data: bytes, name: str) -> ResponseReturnValue:
    return send_file(BytesIO(data), mimetype="application/pdf", download_name=name)
