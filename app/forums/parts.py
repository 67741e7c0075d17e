"""The pages for the days, halls, themes, partners, contacts and documents of a forum."""

import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs
from app.audit.latest import overtaken
from app.forums import documents, parts_actions, ports, queries
from app.forums.forms_documents import DocumentForm
from app.forums.forms_parts import PartForm
from app.forums.models import Contact, Day, Document, Forum, Hall, Partner, Theme
from app.forums.office_queries import parts
from app.forums.parts_kinds import EDITED, EVERY, KINDS, ORDERED
from app.forums.parts_rules import PartRefused
from app.platform.db import one_or_404, unit_of_work
from app.platform.errors import Overtaken
from app.platform.i18n import _, listing
from app.platform.text import isolate

bp = Blueprint("parts", __name__, template_folder="templates")
MOST_DAYS = 31  # as many are listed one by one
MOST_SENT = 2 * documents.MOST_BYTES  # what is somewhat too large is told so at its field


@bp.url_value_preprocessor
def _take_large_files(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Before the form is read, which the check of its token does already."""
    if values and values.get("kind") == "documents":
        request.max_content_length = MOST_SENT


@bp.get("/office/<forum:forum>/days")
@needs("forums.edit")
def days(forum: Forum) -> str:
    filled = {one.on: one for one in parts(Day, forum.id)}
    halls = _with_uses(parts(Hall, forum.id))
    rows = [(on, filled.get(on)) for on in sorted({*_days_of(forum), *filled})]
    return render_template("forums/days.html", forum=forum, days_rows=rows, halls=halls)


@bp.get("/office/<forum:forum>/themes")
@needs("forums.edit")
def themes(forum: Forum) -> str:
    return render_template("forums/themes.html", forum=forum, rows=parts(Theme, forum.id))


@bp.get("/office/<forum:forum>/partners")
@needs("forums.edit")
def partners(forum: Forum) -> str:
    return render_template("forums/partners.html", forum=forum, rows=parts(Partner, forum.id))


@bp.get("/office/<forum:forum>/contacts")
@needs("forums.edit")
def contacts(forum: Forum) -> str:
    return render_template(
        "forums/contacts.html",
        forum=forum,
        contacts=parts(Contact, forum.id),
        documents=parts(Document, forum.id),
    )


@bp.route(f"/office/<forum:forum>/<any({EVERY}):kind>/new", methods=["GET", "POST"])
@needs("forums.edit")
def add(forum: Forum, kind: str) -> ResponseReturnValue:
    chosen = KINDS[kind]
    form = chosen.form(on=_asked_day()) if kind == "days" else chosen.form()
    if not form.validate_on_submit():
        return _page(forum, kind, form), 422 if form.errors else 200
    values = form.values() | _file(form)
    if chosen.model is Document:
        values["ref"] = secrets.token_hex(8)
    try:
        with unit_of_work():
            parts_actions.add(forum, chosen.model, values, by=g.user)
    except PartRefused as refusal:
        form[refusal.field].errors = [refusal.message]
        return _page(forum, kind, form), 409
    flash(_("Saved."))
    return redirect(url_for(chosen.page, forum=forum), 303)


@bp.route(f"/office/<forum:forum>/<any({EDITED}):kind>/<key:part_id>", methods=["GET", "POST"])
@needs("forums.edit")
def edit(forum: Forum, kind: str, part_id: int) -> ResponseReturnValue:
    chosen = KINDS[kind]
    part = one_or_404(queries.part(chosen.model, forum.id, part_id))
    form = chosen.form(obj=part)
    if not form.validate_on_submit():
        return _page(forum, kind, form, part=part), 422 if form.errors else 200
    values, version = form.values() | _file(form), form.version.data
    try:
        with unit_of_work():
            parts_actions.edit(forum, part, values, version=version, by=g.user)
    except PartRefused as refusal:
        form[refusal.field].errors = [refusal.message]
        return _page(forum, kind, form, part=part), 409
    except Overtaken as refusal:
        row = one_or_404(queries.part(chosen.model, forum.id, part_id))
        ahead = overtaken(form, chosen.form(formdata=None, obj=row), row, refusal=refusal, by=g.user)
        return _page(forum, kind, form, part=row, **ahead), 409
    flash(_("Saved."))
    return redirect(url_for(chosen.page, forum=forum), 303)


@bp.post(f"/office/<forum:forum>/<any({ORDERED}):kind>/<key:part_id>/<any(up, down):way>")
@needs("forums.edit")
def shift(forum: Forum, kind: str, part_id: int, way: str) -> ResponseReturnValue:
    chosen = KINDS[kind]
    part = one_or_404(queries.part(chosen.model, forum.id, part_id))
    with unit_of_work():
        parts_actions.shift(forum, part, way == "up", by=g.user)
    return redirect(url_for(chosen.page, forum=forum, _anchor=f"{kind}-{part_id}"), 303)


@bp.route(f"/office/<forum:forum>/<any({EVERY}):kind>/<key:part_id>/removal", methods=["GET", "POST"])
@needs("forums.edit")
def remove(forum: Forum, kind: str, part_id: int) -> ResponseReturnValue:
    chosen = KINDS[kind]
    part = one_or_404(queries.part(chosen.model, forum.id, part_id))
    if request.method != "POST":
        return render_template(
            "ui/confirm.html",
            heading=_("Remove"),
            text=_removal(chosen.named(part), _with_uses([part])[0][1] if isinstance(part, Hall) else []),
            submit=_("Yes, remove"),
            back_url=url_for(chosen.page, forum=forum),
        )
    with unit_of_work():
        parts_actions.remove(forum, part, by=g.user)
    flash(_("Removed."))
    return redirect(url_for(chosen.page, forum=forum), 303)


@bp.get("/office/<forum:forum>/documents/<key:document_id>/file")
@needs("forums.edit")
def download(forum: Forum, document_id: int) -> Response:
    return documents.send(one_or_404(queries.part(Document, forum.id, document_id)))


def _file(form: PartForm) -> dict[str, Any]:
    """What the row keeps of a file that was sent."""
    return form.stored() if isinstance(form, DocumentForm) else {}


def _page(forum: Forum, kind: str, form: PartForm, part: Any = None, **more: Any) -> str:
    chosen = KINDS[kind]
    if isinstance(form, DocumentForm):
        form.ask_again()
    return render_template(
        "forums/part.html",
        forum=forum,
        form=form,
        part=part,
        heading=chosen.title if part else chosen.new,
        back_url=url_for(chosen.page, forum=forum),
        multipart=kind == "documents",
        **more,
    )


def _removal(name: str, uses: list[str]) -> str:
    """The question; of a hall it says what stands in it and stays without one."""
    asked = str(_("To be removed: %(name)s. This cannot be undone.", name=isolate(name)))
    if not uses:
        return asked
    told = _("In it: %(uses)s. That stays, without a hall.", uses=listing(uses))
    return f"{asked} {told}"


def _with_uses(halls: Sequence[Hall]) -> list[tuple[Hall, list[str]]]:
    """Each hall with what stands in it, as the features above tell it."""
    told = [ask([one.id for one in halls]) for ask in ports.hall_uses.values()]
    return [(one, [each[one.id] for each in told if one.id in each]) for one in halls]


def _days_of(forum: Forum) -> list[date]:
    """Every day from the first to the last."""
    first, last = forum.starts_on, forum.ends_on or forum.starts_on
    if first is None or last is None:
        return []
    return [first + timedelta(number) for number in range(min((last - first).days + 1, MOST_DAYS))]


def _asked_day() -> date | None:
    """The day that the address asks for; today's or the first is for nobody to guess."""
    asked = request.args.get("on", "")
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return None
