"""A new edition made from an earlier one: what is ticked comes along, in one unit of work."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import fresh, may, needs
from app.accounts.models import Role
from app.accounts.words import ROLE_WORDS
from app.forums import actions, copying_actions, office_queries, ports
from app.forums.forms_new import CopyForm
from app.forums.models import Forum
from app.platform.db import unit_of_work
from app.platform.i18n import _

bp = Blueprint("copying", __name__, template_folder="templates")


@bp.route("/office/<forum:forum>/copy", methods=["GET", "POST"])
@needs("forums.create")
@fresh
def copy(forum: Forum) -> ResponseReturnValue:
    form = _form(forum)
    if not form.validate_on_submit():
        return _page(forum, form), 422 if form.errors else 200
    values = form.values()
    parts = values.pop("parts") or []
    roles = [Role(one) for one in values.pop("roles", None) or []]  # without a team nobody is asked
    try:
        with unit_of_work():
            made = copying_actions.copy(forum, values, parts=parts, roles=roles, by=g.user)
    except actions.AddressTaken as refusal:
        form.slug.errors = [refusal.message]
        return _page(forum, form), 409
    flash(_("The new edition is in preparation. Nothing of it is public yet."))
    return redirect(url_for("forums.office", forum=made), 303)


def _form(forum: Forum) -> CopyForm:
    edition = forum.edition + 1 if forum.edition and forum.edition < 99 else None
    ticked = [one.name for one in ports.copies if one.ticked]
    form = CopyForm(data={"title": dict(forum.title), "edition": edition, "parts": ticked, "roles": []})
    form.parts.choices = [(one.name, one.label) for one in ports.copies]
    held = office_queries.roles(forum.id) if may("team.manage") else {}
    form.roles.choices = [
        (role.value, _("%(role)s (%(count)d)", role=ROLE_WORDS[role], count=held[role]))
        for role in Role
        if role in held
    ]
    if not held:
        del form.roles
    return form


def _page(forum: Forum, form: Any) -> str:
    return render_template("forums/copy.html", forum=forum, form=form)
