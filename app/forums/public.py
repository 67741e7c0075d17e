"""What the public reads about an event: its page, the practical one, and the list of all events."""

from itertools import groupby
from typing import Any

from flask import render_template
from markupsafe import Markup

from app.accounts.doors import public
from app.forums import ports, public_words, share, structured
from app.forums.kept import kept
from app.forums.models import Forum
from app.forums.public_queries import around, editions, listed, whole
from app.forums.public_rules import is_open, is_over, is_told_by_sources
from app.forums.views import bp
from app.platform import markup
from app.platform.db import db, one_or_404
from app.platform.i18n import _, context, listing
from app.platform.page_cache import cached
from app.platform.text import Translated


@bp.get("/forums/")
@public
@cached()
def index() -> str:
    by_year = groupby(db.session.scalars(listed()), lambda one: one.starts_on and one.starts_on.year)
    years = [(year, list(events)) for year, events in by_year]
    return render_template("forums/index.html", years=years, words=public_words)


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
        "open": is_open(forum),
        "absent": public_words.absent(forum),
        "calendar": forum.starts_on is not None and not is_over(forum),
        "share_image": share.address(forum),
    }


def _unknown(forum: Forum, blocks: dict[str, Markup]) -> str:
    """A sentence that names what nobody knows of an event that is over."""
    if not is_over(forum):
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
    if is_told_by_sources(forum):
        return str(_("Not in the source: %(what)s.", what=what))
    return str(_("Not stated: %(what)s.", what=what))
