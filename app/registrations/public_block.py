"""What the page of an event says about registering: open, to come, closed, full, with the free places."""

from datetime import datetime

import sqlalchemy as sa
from flask import render_template

from app.forums.lifecycle import State
from app.forums.models import Forum
from app.forums.public_rules import is_open, is_over
from app.platform.clock import local, now
from app.platform.db import Moment, db
from app.platform.i18n import _, day, hour
from app.registrations import choosing, queries, waiting
from app.registrations.models import Category, Quota
from app.registrations.words import Covers


def block(forum: Forum) -> str:
    """Nothing of an event that is over."""
    if is_over(forum):
        return ""
    listed = choosing.listed(forum)
    if not listed and not is_open(forum):
        return ""
    open_now = [one for one in listed if one.opens_at is None] if is_open(forum) else []
    hours = [one.opens_at for one in listed if one.opens_at]
    whole = db.session.scalar(queries.total(forum.id))
    free = sum(one.free for one in open_now)
    return render_template(
        "registrations/_block.html",
        forum=forum,
        listed=listed if is_open(forum) else [],
        is_open=bool(open_now),
        opens=opens(min(hours)) if hours and not open_now and forum.state is not State.UNDER_WAY else "",
        closed=forum.state is State.UNDER_WAY or (is_open(forum) and not open_now and not hours),
        free=min(free, whole.free) if whole else free,
        opening=opens,
    )


def opens(moment: datetime) -> str:
    """From when one registers, in words."""
    return str(_("Opens on %(day)s at %(hour)s", day=day(local(moment).date()), hour=hour(moment)))


def free_by_category(forum_id: int) -> sa.ScalarSelect[str]:
    """What is free in each category and whether somebody waits for it, inside another statement: it changes
    when any of them does.
    """
    queued = sa.case((waiting.waited_for(Quota.category_id), "w"), else_="")
    said = sa.cast(Quota.id, sa.String) + ":" + sa.cast(Quota.places - Quota.taken, sa.String) + queued
    mine = (Quota.forum_id == forum_id, Quota.covers == Covers.CATEGORY)
    return sa.select(sa.func.aggregate_strings(said, ",")).where(*mine).scalar_subquery()


def hours_passed(forum_id: int) -> sa.ScalarSelect[int]:
    """How many openings and closings are past: a page that is kept is drawn anew at each of them."""
    moment = sa.bindparam("moment", callable_=now, type_=Moment)
    past = sa.func.count().filter(Category.opens_at <= moment) + sa.func.count().filter(
        Category.closes_at <= moment
    )
    return sa.select(past).where(Category.forum_id == forum_id).scalar_subquery()
