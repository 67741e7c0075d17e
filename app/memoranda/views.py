"""The public record of an agreement, and the pages of the legal desk."""

from io import BytesIO

from flask import Blueprint, flash, g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import needs, public
from app.audit.latest import overtaken
from app.forums.kept import kept
from app.forums.models import Forum
from app.memoranda import actions, queries
from app.memoranda.forms import AgreementForm, PartyForm, ScanForm
from app.memoranda.models import Agreement, State
from app.people.models import Organisation
from app.people.queries import organisations
from app.platform import storage
from app.platform.db import db, one_or_404, unit_of_work
from app.platform.errors import Conflict, NotFound, Overtaken
from app.platform.i18n import _, lazy
from app.platform.text import tidy
from app.ui.confirming import confirm_removal

bp = Blueprint("memoranda", __name__, template_folder="templates")


@bp.get("/forums/<forum:forum>/agreements/<code:ref>")
@public
@kept
def show(forum: Forum, ref: str) -> str:
    return render_template("memoranda/show.html", forum=forum, agreement=_published(forum, ref))


@bp.get("/forums/<forum:forum>/agreements/<code:ref>/summary.pdf")
@public
def summary(forum: Forum, ref: str) -> ResponseReturnValue:
    return _pdf(_published(forum, ref))


@bp.get("/office/<forum:forum>/agreements")
@needs("memoranda.list")
def index(forum: Forum) -> str:
    agreements = db.session.scalars(queries.of_forum(forum.id)).all()
    return render_template("memoranda/index.html", forum=forum, agreements=agreements)


@bp.get("/office/<forum:forum>/agreements/<code:ref>")
@needs("memoranda.list")
def record(forum: Forum, ref: str) -> str:
    return _record(forum, one_or_404(queries.agreement(forum.id, ref)))


@bp.get("/office/<forum:forum>/agreements/<code:ref>/draft-summary.pdf")
@needs("memoranda.list")
def draft_summary(forum: Forum, ref: str) -> ResponseReturnValue:
    return _pdf(one_or_404(queries.agreement(forum.id, ref)))


@bp.route("/office/<forum:forum>/agreements/new", methods=["GET", "POST"])
@needs("memoranda.edit")
def create(forum: Forum) -> ResponseReturnValue:
    form = AgreementForm()
    if not form.validate_on_submit():
        return render_template("memoranda/edit.html", forum=forum, form=form), 422 if form.errors else 200
    with unit_of_work():
        agreement = actions.prepare(forum, form.values(), by=g.user)
    flash(_("Saved."))
    return redirect(url_for(".record", forum=forum, ref=agreement.ref), 303)


@bp.route("/office/<forum:forum>/agreements/<code:ref>/edit", methods=["GET", "POST"])
@needs("memoranda.edit")
def edit(forum: Forum, ref: str) -> ResponseReturnValue:
    agreement = one_or_404(queries.agreement(forum.id, ref))
    form = AgreementForm(obj=agreement)
    page = {"forum": forum, "form": form, "agreement": agreement}
    if not form.validate_on_submit():
        return render_template("memoranda/edit.html", **page), 422 if form.errors else 200
    try:
        with unit_of_work():
            actions.edit(agreement, form.values(), version=form.version.data, by=g.user)
    except Overtaken as refusal:
        row = page["agreement"] = one_or_404(queries.agreement(forum.id, ref))
        theirs = AgreementForm(formdata=None, obj=row)
        ahead = overtaken(form, theirs, row, *row.parties, *row.scans, refusal=refusal, by=g.user)
        return render_template("memoranda/edit.html", **page, **ahead), 409
    except Conflict as refusal:
        return render_template("memoranda/edit.html", refusal=refusal.message, **page), 409
    flash(_("Saved."))
    return redirect(url_for(".record", forum=forum, ref=ref), 303)


@bp.post("/office/<forum:forum>/agreements/<code:ref>/parties")
@needs("memoranda.edit")
def add_party(forum: Forum, ref: str) -> ResponseReturnValue:
    agreement = one_or_404(queries.agreement(forum.id, ref))
    form = _party_form()
    if not form.validate_on_submit():
        return _record(forum, agreement, party_form=form), 422
    organisation = db.session.get_one(Organisation, form.organisation_id.data)
    try:
        with unit_of_work():
            agreement = one_or_404(queries.agreement(forum.id, ref))
            names = {"signatory": form.signatory.data, "capacity": form.capacity.data}
            actions.add_party(agreement, organisation, by=g.user, **names)
    except Conflict as refusal:
        form.organisation_id.errors = [refusal.message]
        return _record(forum, one_or_404(queries.agreement(forum.id, ref)), party_form=form), 409
    flash(_("Saved."))
    return redirect(url_for(".record", forum=forum, ref=ref), 303)


@bp.route(
    "/office/<forum:forum>/agreements/<code:ref>/parties/<key:party_id>/removal", methods=["GET", "POST"]
)
@needs("memoranda.edit")
def remove_party(forum: Forum, ref: str, party_id: int) -> ResponseReturnValue:
    party = one_or_404(queries.party(forum.id, ref, party_id))
    if request.method != "POST":
        return confirm_removal(party.name.said(), back_url=url_for(".record", forum=forum, ref=ref))
    with unit_of_work():
        actions.remove_party(one_or_404(queries.agreement(forum.id, ref)), party_id, by=g.user)
    flash(_("Removed."))
    return redirect(url_for(".record", forum=forum, ref=ref), 303)


@bp.post("/office/<forum:forum>/agreements/<code:ref>/scans")
@needs("memoranda.edit")
def attach_scan(forum: Forum, ref: str) -> ResponseReturnValue:
    agreement = one_or_404(queries.agreement(forum.id, ref))
    form = ScanForm()
    if not form.validate_on_submit():
        return _record(forum, agreement, scan_form=form), 422
    content_type = form.content_type()
    stored = storage.put(form.file.data.stream, suffix="." + content_type.rpartition("/")[2])
    filename = _plain_name(form.file.data.filename or "") or stored.key
    with unit_of_work():
        actions.attach_scan(agreement, stored, filename=filename, content_type=content_type, by=g.user)
    flash(_("Saved."))
    return redirect(url_for(".record", forum=forum, ref=ref), 303)


@bp.get("/office/<forum:forum>/agreements/<code:ref>/scans/<key:scan_id>")
@needs("memoranda.list")
def scan(forum: Forum, ref: str, scan_id: int) -> ResponseReturnValue:
    agreement = one_or_404(queries.agreement(forum.id, ref))
    found = next((one for one in agreement.scans if one.id == scan_id), None)
    if found is None:
        raise NotFound()
    return send_file(
        storage.open(found.key), mimetype=found.content_type, as_attachment=True, download_name=found.filename
    )


@bp.post("/office/<forum:forum>/agreements/<code:ref>/signature")
@needs("memoranda.edit")
def sign(forum: Forum, ref: str) -> ResponseReturnValue:
    with unit_of_work():
        actions.sign(one_or_404(queries.agreement(forum.id, ref)), by=g.user)
    flash(_("Signed."))
    return redirect(url_for(".record", forum=forum, ref=ref), 303)


def _plain_name(given: str) -> str:
    """The name a file bore, in any script, without folders or what cannot stand in a header."""
    last = tidy(given.replace("\\", "/").rpartition("/")[2])
    return "".join(sign for sign in last if sign.isprintable())[-200:]


def _published(forum: Forum, ref: str) -> Agreement:
    agreement: Agreement = one_or_404(queries.agreement(forum.id, ref))
    if agreement.state is not State.SIGNED:
        raise NotFound()
    return agreement


def _pdf(agreement: Agreement) -> ResponseReturnValue:
    if not agreement.summary_key:
        raise NotFound(lazy("The summary is being set. Open this page again in a minute."))
    with storage.open(agreement.summary_key) as stored:
        return send_file(
            BytesIO(stored.read()), mimetype="application/pdf", download_name=f"{agreement.ref}.pdf"
        )


def _party_form() -> PartyForm:
    form = PartyForm(prefix="party")
    form.organisation_id.choices = [(one.id, one.name.said()) for one in db.session.scalars(organisations())]
    return form


def _record(
    forum: Forum,
    agreement: Agreement,
    *,
    party_form: PartyForm | None = None,
    scan_form: ScanForm | None = None,
) -> str:
    if party_form is None:
        party_form = PartyForm(prefix="party", formdata=None)
        party_form.organisation_id.choices = _party_form().organisation_id.choices
    return render_template(
        "memoranda/record.html",
        forum=forum,
        agreement=agreement,
        missing=actions.unsigned_because(agreement),
        party_form=party_form,
        scan_form=scan_form or ScanForm(formdata=None),
    )
