"""Registering, and the personal page."""

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.accounts.doors import public
from app.forums.lifecycle import State as ForumState
from app.forums.models import Forum
from app.forums.queries import whole
from app.platform.db import db, one_or_404, unit_of_work
from app.platform.errors import Conflict
from app.platform.i18n import _
from app.registrations import actions, links, ports, queries, seats
from app.registrations.forms import RegistrationForm
from app.registrations.models import State

bp = Blueprint("registrations", __name__, template_folder="templates")


@bp.route("/forums/<forum:forum>/register", methods=["GET", "POST"])
@public
def register(forum: Forum) -> ResponseReturnValue:
    g.private = True
    categories = list(db.session.scalars(queries.categories(forum.id)))
    if not categories or (request.method == "GET" and forum.state is not ForumState.OPEN):
        return render_template("registrations/closed.html", forum=forum)
    form = RegistrationForm(categories)
    page = {"forum": forum, "form": form, "categories": categories}
    if not form.validate_on_submit():
        return render_template("registrations/form.html", **page), 422 if form.errors else 200
    category = next(one for one in categories if one.id == form.category_id.data)
    identity = actions.new_identity()
    try:
        with unit_of_work():
            registration = actions.register(
                forum,
                category,
                form.person(),
                form_token=form.token.data,
                identity=identity,
                wait=bool(form.wait.data),
            )
    except actions.SentAlready as sent:
        registration = one_or_404(queries.by_public_id(sent.public_id))
    except Conflict as refusal:
        full = isinstance(refusal, seats.Full)
        return render_template("registrations/form.html", refusal=refusal.message, full=full, **page), 409
    return redirect(url_for(".mine", link=links.token(registration), done=1), 303)


@bp.get("/my/<link>")
@public
def mine(link: str) -> ResponseReturnValue:
    registration = links.opened(link)
    forum = one_or_404(whole(registration.forum_id))
    page = render_template(
        "registrations/mine.html",
        registration=registration,
        forum=forum,
        link=link,
        rank=queries.rank(registration) if registration.state is State.WAITING else None,
        offers=[Markup(draw(registration, link)) for draw in ports.offers],  # noqa: S704 — rendered templates
        done="done" in request.args,
    )
    return _private(page)


@bp.get("/my/<link>/cancellation")
@public
def ask_cancellation(link: str) -> ResponseReturnValue:
    registration = links.opened(link)
    return _private(render_template("registrations/cancel.html", registration=registration, link=link))


@bp.post("/my/<link>/cancellation")
@public
def cancel(link: str) -> ResponseReturnValue:
    registration = links.opened(link)
    with unit_of_work():
        actions.cancel(registration)
    flash(_("Your registration is cancelled."))
    return redirect(url_for(".mine", link=link), 303)


def _private(page: str) -> ResponseReturnValue:
    """A page behind a personal link: kept nowhere, and its address told to nobody."""
    g.private = True
    response = make_response(page)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
