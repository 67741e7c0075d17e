"""What a confirmed person keeps: the number, the code, a sheet to print, a message to send on."""

from flask import Blueprint, Flask, g, render_template
from flask.typing import ResponseReturnValue

from app.accounts.doors import public
from app.forums.public_rules import is_open
from app.platform import http, qr
from app.registrations import (
    draft_letters,
    draft_views,
    finding_views,
    links,
    name_hints,
    notices,
    sharing,
    workshop_choice,
    workshop_lines,
)

bp = Blueprint("last_page", __name__, template_folder="templates")


def plug(app: Flask) -> None:
    """The pages around the form: going on later, names, finding again, and what is kept at the end."""
    for blueprint in (draft_views.bp, name_hints.bp, finding_views.bp, bp):
        http.pages(app, blueprint)
    app.jinja_env.globals["qr_svg"] = qr.svg
    app.jinja_env.globals["sharing"] = sharing
    app.jinja_env.globals["registration_open"] = is_open
    draft_letters.declare()


@bp.get("/my/<code:link>/print")
@public
def show(link: str) -> ResponseReturnValue:
    """The confirmation as one sheet of A4, printed by the browser."""
    g.private = True
    registration = links.opened(link)
    forum = sharing.event(registration)
    return render_template(
        "registrations/print.html",
        registration=registration,
        forum=forum,
        link=link,
        workshops=workshop_lines.titled(workshop_choice.of([registration.id])[registration.id]),
        notice=notices.told(forum).first,
    )
