"""What the public reads about an event: its page, the practical one, and the list of all events."""

from itertools import groupby
from typing import Any

from flask import render_template
from markupsafe import Markup

from app.accounts.doors import public
from app.forums import entry, ports, public_words, share, structured
from app.forums.kept import kept
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.forums.public_queries import around, editions, listed, whole
from app.forums.views import bp
from app.platform import markup
from app.platform.db import db, one_or_404
from app.platform.i18n import _, context, listing
from app.platform.page_cache import cached
from app.platform.text import Translated

OVER = frozenset({State.CLOSED, State.ARCHIVED})


@bp.get("/forums/")
@public
@cached()
def index() -> str:
    by_year = groupby(db.session.scalars(listed()), lambda one: one.starts_on and one.starts_on.year)
    return render_template("forums/index.html", years=[(year, list(events)) for year, events in by_year])


@bp.get("/forums/<forum:forum>/")
@public
@kept
def show(forum: Forum) -> str:
    forum = one_or_404(whole(forum.id))
    blocks = {name: Markup(block(forum).strip()) for _order, name, block in ports.blocks}  # noqa: S704 — templates
    others = editions(forum)
    return render_template(
        "forums/show.html",
        **_frame(forum),
        blocks=blocks,
        unknown=_unknown(forum, blocks),
        before_after=around(forum, others),
        others=others,
        concept=prose(forum.concept),
        data=structured.event(forum),
    )


@bp.get("/forums/<forum:forum>/practical")
@public
@kept
def practical(forum: Forum) -> str:
    forum = one_or_404(whole(forum.id))
    return render_template("forums/practical.html", **_frame(forum), directions=prose(forum.directions))


def prose(text: Translated) -> Markup:
    """A Markdown text as HTML in the language in which it is there; nothing for an empty one."""
    return markup.html(text.said(), text.spoken()) if text else Markup("")


def _frame(forum: Forum) -> dict[str, Any]:
    """What stands on each page about the event."""
    return {
        "forum": forum,
        "words": public_words,
        "over": forum.state in OVER,
        "absent": _("not in the source") if _has_source(forum) else _("not stated"),
        "calendar": bool(entry.of(forum)) and forum.state not in OVER,
        "share_image": share.address(forum),
    }


def _unknown(forum: Forum, blocks: dict[str, Markup]) -> str:
    """A sentence that names what nobody knows of an event that is over."""
    if forum.state not in OVER:
        return ""
    known = {
        context("fact", "venue"): forum.venue,
        context("fact", "programme"): blocks.get("programme"),
        context("fact", "halls"): forum.halls,
        context("fact", "partners"): forum.partners,
        context("fact", "themes"): forum.themes,
    }
    what = listing([name for name, there in known.items() if not there])
    if not what:
        return ""
    if _has_source(forum):
        return str(_("Not in the source: %(what)s.", what=what))
    return str(_("Not stated: %(what)s.", what=what))


def _has_source(forum: Forum) -> bool:
    return any(source["kind"] != "demo" for source in forum.sources)
