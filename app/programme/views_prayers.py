"""The prayers of the days of an event as computed and corrected, and the rules of its programme."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.audit.latest import overtaken
from app.forums.models import Forum
from app.platform.db import db, one_or_404, unit_of_work
from app.platform.errors import NotFound, Overtaken
from app.platform.i18n import _
from app.programme import prayer_actions, prayer_bands
from app.programme.forms_prayers import PrayerDayForm, RulesForm
from app.programme.places import place_of
from app.programme.prayer_days import PrayerTimes, days_of, prayer_day, prayers_of, rules_of
from app.programme.prayer_words import FIVE
from app.programme.rule_rows import CHANGE_MINUTES

bp = Blueprint("prayers", __name__, template_folder="templates")
MOST_DAYS = 31  # as many are listed one by one


@bp.get("/office/<forum:forum>/programme/prayers")
@needs("programme.edit")
def index(forum: Forum) -> str:
    every = days_of(forum)
    days = prayers_of(forum, every[:MOST_DAYS])
    rules = db.session.scalar(rules_of(forum.id))
    return render_template(
        "prayers/index.html",
        forum=forum,
        days=days,
        guessed=any(day.proposed and day.said is None for day in days),
        left_out=len(every[MOST_DAYS:]),
        place=place_of(forum),
        five=FIVE,
        friday=prayer_bands.FRIDAY,
        lengths=[(label, length // timedelta(minutes=1)) for label, length in prayer_bands.LENGTHS],
        change_minutes=rules.change_minutes if rules else CHANGE_MINUTES,
        minds_prayers=rules.minds_prayers if rules else True,
    )


@bp.route("/office/<forum:forum>/programme/prayers/<string(length=10):on>", methods=["GET", "POST"])
@needs("programme.edit")
def correct(forum: Forum, on: str) -> ResponseReturnValue:
    day = _day_of(forum, on)
    form = PrayerDayForm(day)
    if not form.validate_on_submit():
        return _day_page(forum, form), 422 if form.errors else 200
    values, version = form.values(), form.version.data
    try:
        with unit_of_work():
            prayer_actions.correct(forum, day.on, values, version=version, by=g.user)
    except Overtaken as refusal:
        theirs = PrayerDayForm(_day_of(forum, on), formdata=None)
        row = one_or_404(prayer_day(forum.id, day.on))
        return _day_page(forum, form, **overtaken(form, theirs, row, refusal=refusal, by=g.user)), 409
    flash(_("Saved."))
    return redirect(url_for(".index", forum=forum, _anchor=f"day-{on}"), 303)


@bp.route("/office/<forum:forum>/programme/prayers/rules", methods=["GET", "POST"])
@needs("programme.edit")
def rules(forum: Forum) -> ResponseReturnValue:
    form = RulesForm(db.session.scalar(rules_of(forum.id)))
    if not form.validate_on_submit():
        return _rules_page(forum, form), 422 if form.errors else 200
    values, version = form.values(), form.version.data
    try:
        with unit_of_work():
            prayer_actions.set_rules(forum, values, version=version, by=g.user)
    except Overtaken as refusal:
        row = one_or_404(rules_of(forum.id))
        theirs = RulesForm(row, formdata=None)
        return _rules_page(forum, form, **overtaken(form, theirs, row, refusal=refusal, by=g.user)), 409
    flash(_("Saved."))
    return redirect(url_for(".index", forum=forum), 303)


def _day_of(forum: Forum, on: str) -> PrayerTimes:
    """The day of the address; another than one of the event is not found."""
    try:
        wanted = date.fromisoformat(on)
    except ValueError:
        raise NotFound() from None
    if wanted not in days_of(forum):
        raise NotFound()
    return prayers_of(forum, [wanted])[0]


def _day_page(forum: Forum, form: PrayerDayForm, **more: Any) -> str:
    return render_template("prayers/day.html", forum=forum, form=form, day_=form.day, five=FIVE, **more)


def _rules_page(forum: Forum, form: RulesForm, **more: Any) -> str:
    return render_template("prayers/rules.html", forum=forum, form=form, **more)
