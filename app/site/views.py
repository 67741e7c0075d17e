"""Home, what robots may read, and in the demonstration the letters that were sent."""

import email
from email import policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, render_template, url_for

from app.accounts.doors import public
from app.forums import public_words, share
from app.forums.models import Kind
from app.platform import clock
from app.platform.page_cache import cached
from app.site import queries

bp = Blueprint("site", __name__, template_folder="templates")
top = Blueprint("robots", __name__)


@bp.get("/")
@public
@cached()
def home() -> str:
    today = clock.today()
    past, forum = queries.past(today), queries.next_forum(today)
    return render_template(
        "site/home.html",
        forum=forum,
        words=public_words,
        share_image=share.address(forum) if forum else None,
        editions=[one for one in past if one.kind is Kind.FORUM],
        meetings=[one for one in past if one.kind is not Kind.FORUM],
        agreements=queries.latest_agreements(),
    )


@bp.get("/outbox")
@public
def outbox() -> str:
    """The letters in the folder, in the demonstration alone: nobody receives them otherwise."""
    folder = _demo_folder()
    found = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True)[:50]
    return render_template("site/outbox.html", letters=[_letter(path) for path in found])


@top.get("/robots.txt")
@public
def robots() -> Response:
    closed = "".join(
        f"Disallow: /{locale}/{place}/\n"
        for locale in current_app.config["SETTINGS"].locales
        for place in ("office", "directory", "administration", "account", "my")
    )
    base = current_app.config["SETTINGS"].base_url
    told = f"User-agent: *\n{closed}\nSitemap: {base}{url_for('sitemap.index')}\n"
    return Response(told, content_type="text/plain")


def _demo_folder() -> Path:
    settings = current_app.config["SETTINGS"]
    if not settings.demo or not settings.mail_url.startswith("folder:"):
        abort(404)
    return Path(settings.mail_url.removeprefix("folder:"))


def _letter(path: Path) -> dict[str, object]:
    message = email.message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=policy.default)
    body = message.get_body(("plain",))
    return {
        "to": message["To"],
        "subject": message["Subject"],
        "sent_at": parsedate_to_datetime(message["Date"]),
        "locale": message["Content-Language"] or "ar",
        "text": body.get_content() if body else "",
        "files": [part.get_filename() for part in message.iter_attachments()],
    }
