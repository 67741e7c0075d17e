"""Registering, and the personal page."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.accounts.doors import public
from app.forums.models import Forum
from app.forums.public_rules import is_open, is_over
from app.forums.queries import whole
from app.platform import limits
from app.platform.db import db, one_or_404, unit_of_work
from app.platform.errors import Conflict
from app.registrations import letters, links, marks, moving, ports, queries, registering
from app.registrations.forms import RegistrationForm
from app.registrations.words import State

bp = Blueprint("registrations", __name__, template_folder="templates")
# Generous: all who sit in a hall, or share a phone network, come from one address, often in the same minute.
crowd = limits.per_address("600 per 10 minutes")


@bp.route("/forums/<forum:forum>/register", methods=["GET", "POST"])
@public
@crowd
def register(forum: Forum) -> ResponseReturnValue:
    g.private = True
    categories = list(db.session.scalars(queries.categories(forum.id)))
    if not categories or (request.method != "POST" and not is_open(forum)):
        return render_template("registrations/closed.html", forum=forum, over=is_over(forum))
    form = RegistrationForm(categories)
    page = {"forum": forum, "form": form}
    if not form.validate_on_submit():
        return render_template("registrations/form.html", **page), 422 if form.errors else 200
    category = next(one for one in categories if one.id == form.category_id.data)
    identity = registering.new_identity()
    try:
        with unit_of_work():
            registration = registering.register(
                forum,
                category,
                form.person(),
                form_token=form.token.data,
                identity=identity,
                wait=bool(form.wait.data),
            )
    except registering.SentAlready as sent:
        registration = one_or_404(queries.by_public_id(sent.public_id))
    except marks.KnownAlready as known:
        with unit_of_work():
            letters.remind(known.registration_id)
        return render_template("registrations/form.html", refusal=known, **page), 409
    except Conflict as refusal:
        form.renew_token()
        return render_template("registrations/form.html", refusal=refusal, **page), 409
    return redirect(url_for(".mine", link=links.token(registration)), 303)


@bp.get("/my/<code:link>")
@public
def mine(link: str) -> str:
    g.private = True
    registration = links.opened(link)
    forum = one_or_404(whole(registration.forum_id))
    return render_template(
        "registrations/mine.html",
        registration=registration,
        forum=forum,
        link=link,
        rank=queries.rank(registration) if registration.state is State.WAITING else None,
        offers=[Markup(draw(registration, link)) for draw in ports.offers],  # noqa: S704 — rendered templates
    )


@bp.get("/my/<code:link>/cancellation")
@public
def ask_cancellation(link: str) -> str:
    g.private = True
    registration = links.opened(link)
    return render_template("registrations/cancel.html", registration=registration, link=link)


@bp.post("/my/<code:link>/cancellation")
@public
@crowd
def cancel(link: str) -> ResponseReturnValue:
    registration = links.opened(link)
    with unit_of_work():
        moving.cancel(registration)
    return redirect(url_for(".mine", link=link), 303)
