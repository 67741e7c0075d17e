"""The personal pages of a registration: opened by the link alone, kept nowhere, told to nobody else."""

from typing import Any

from flask import Blueprint, g, render_template

from app.forums.models import Forum
from app.platform import limits
from app.platform.db import db
from app.registrations import links
from app.registrations.models import Registration

bp = Blueprint("personal", __name__, template_folder="templates")
# Generous: many in a hall share one address.
patient = limits.per_address("300 per 10 minutes")


def opened(link: str) -> tuple[Registration, Forum]:
    """The registration of an address and its event. Raises NotFound for a link that is void or not ours."""
    g.private = True
    registration = links.opened(link)
    return registration, db.session.get_one(Forum, registration.forum_id)


def page(name: str, registration: Registration, forum: Forum, **values: Any) -> str:
    """A personal page; `link`, where it is not given, is that of now."""
    values.setdefault("link", links.token(registration))
    return render_template(f"personal/{name}.html", registration=registration, forum=forum, **values)
