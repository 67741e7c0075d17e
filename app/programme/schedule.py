"""The programme as the public reads it, whole, by day, hall, theme, language: the current release."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request

from app.accounts.doors import public
from app.forums import share
from app.forums.kept import kept
from app.forums.models import Forum, Hall, Theme
from app.forums.public_rules import is_over, is_told_by_sources
from app.forums.queries import part
from app.forums.words import LANGUAGE_WORDS
from app.platform.db import one_or_404
from app.platform.errors import NotFound
from app.platform.i18n import _
from app.platform.i18n import day as in_words
from app.programme import schedule_filters, schedule_words
from app.programme.schedule_days import shown_days
from app.programme.schedule_reading import Item, Programme, read

bp = Blueprint("schedule", __name__, template_folder="templates")
LONG = 8  # sessions, above which a phone shows people and talks on the pages of days and sessions alone


@bp.get("/forums/<forum:forum>/programme/")
@public
@kept
def show(forum: Forum) -> str:
    return _listed(forum, read(forum), str(_("Programme")))


@bp.get("/forums/<forum:forum>/programme/days/<code:on>")
@public
@kept
def day(forum: Forum, on: str) -> str:
    programme, wanted = read(forum), _date(on)
    if wanted not in {*_dates(forum), *programme.days}:
        raise NotFound()
    return _listed(
        forum, programme, in_words(wanted), lambda item: item.on == wanted, side_by_side=True, current=wanted
    )


@bp.get("/forums/<forum:forum>/programme/halls/<key:hall_id>")
@public
@kept
def hall(forum: Forum, hall_id: int) -> str:
    found: Hall = one_or_404(part(Hall, forum.id, hall_id))
    title = str(_("Hall: %(name)s", name=found.name.said()))
    return _listed(forum, read(forum), title, lambda item: item.row.hall_id == hall_id, hall=found)


@bp.get("/forums/<forum:forum>/programme/themes/<key:theme_id>")
@public
@kept
def theme(forum: Forum, theme_id: int) -> str:
    found: Theme = one_or_404(part(Theme, forum.id, theme_id))
    title = str(_("Theme: %(name)s", name=found.name.said()))
    return _listed(forum, read(forum), title, lambda item: item.row.theme_id == theme_id, theme=found)


@bp.get("/forums/<forum:forum>/programme/languages/<code:code>")
@public
@kept
def language(forum: Forum, code: str) -> str:
    if code not in LANGUAGE_WORDS:
        raise NotFound()
    title = str(_("Language: %(name)s", name=schedule_words.language(code)))
    return _listed(forum, read(forum), title, lambda item: schedule_filters.speaks(item, code))


def frame(forum: Forum, programme: Programme, title: str) -> dict[str, Any]:
    """What each page of a programme is given."""
    return {
        "forum": forum,
        "programme": programme,
        "title": title,
        "words": schedule_words,
        "over": is_over(forum),
        "sourced": is_told_by_sources(forum),
        "share_image": share.address(forum),
        "here": request.path,
    }


def _listed(
    forum: Forum,
    programme: Programme,
    title: str,
    wanted: Callable[[Item], bool] | None = None,
    *,
    side_by_side: bool = False,
    **more: Any,
) -> str:
    """Some sessions, or without `wanted` all; on a desk halls side by side where nothing is left out."""
    items = [item for item in programme.items if wanted is None or wanted(item)]
    return render_template(
        "schedule/show.html",
        **frame(forum, programme, title),
        whole=wanted is None,
        brief=wanted is None and len(items) > LONG,
        count=sum(not item.is_cancelled for item in items),
        halls={item.row.hall.id: item.row.hall.name for item in items if item.row.hall},
        days=shown_days(forum, items, side_by_side=side_by_side or wanted is None),
        dates=[on for on in programme.days if on],
        groups=schedule_filters.groups(forum, programme.standing),
        **{"hall": None, "theme": None, "current": None} | more,
    )


def _dates(forum: Forum) -> list[date]:
    if forum.starts_on is None:
        return []
    last = forum.ends_on or forum.starts_on
    return [forum.starts_on + timedelta(days=number) for number in range((last - forum.starts_on).days + 1)]


def _date(written: str) -> date:
    try:
        found = date.fromisoformat(written)
    except ValueError as error:
        raise NotFound() from error
    if found.isoformat() != written:  # one day has one address
        raise NotFound()
    return found
