"""The office's page of the rules and the notice."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.doors import may, needs
from app.audit import actions as audit
from app.audit.latest import overtaken
from app.forums.models import Forum
from app.platform.db import db, observe, one_or_404, unit_of_work
from app.platform.errors import Overtaken
from app.platform.i18n import _, current, locales, using
from app.platform.text import Translated, isolate
from app.registrations import identity_card, notices, queries, rule_actions, rule_texts, rules
from app.registrations.models import Registration
from app.registrations.rule_forms import CardForm, ReasonForm, RulesForm

bp = Blueprint("registration_rules", __name__, template_folder="templates")
_AT = "/office/<forum:forum>/registration-rules"


@bp.route(_AT, methods=["GET", "POST"])
@needs("registrations.settings")
def index(forum: Forum) -> ResponseReturnValue:
    form = RulesForm(rules.of(forum.id), last=forum.ends_on or forum.starts_on)
    if not form.validate_on_submit():
        return _page(forum, form), 422 if form.errors else 200
    if "preview" in request.form:
        return _page(forum, form, preview=_preview(forum, form)), 200
    values, version = form.values(), form.version.data
    try:
        with unit_of_work():
            rule_actions.change(forum, values, version=version, by=g.user)
    except Overtaken as refusal:
        row = rules.of(forum.id)
        theirs = RulesForm(row, formdata=None)
        return _page(forum, form, **overtaken(form, theirs, row, refusal=refusal, by=g.user)), 409
    flash(_("Saved."))
    return redirect(url_for(".index", forum=forum), 303)


@bp.route(f"{_AT}/card", methods=["GET", "POST"])
@needs("registrations.settings")
def card(forum: Forum) -> ResponseReturnValue:
    """Switch the question about the identity card on, under the condition of the law, or off."""
    of = rules.of(forum.id)
    form = CardForm(data={"authorisation": of.cin_authorisation, "version": of.version or 0})
    off = "off" in request.form
    if not form.validate_on_submit() and not (off and form.version.data is not None):
        page = render_template("registrations/card_rule.html", forum=forum, form=form, asked=of.asks_cin)
        return page, 422 if form.errors else 200
    values = {"asks_cin": not off} | ({} if off else {"cin_authorisation": form.authorisation.data})
    with unit_of_work():
        rule_actions.change(forum, values, version=form.version.data, by=g.user)
    flash(_("Saved."))
    return redirect(url_for(".index", forum=forum), 303)


@bp.route("/office/<forum:forum>/registrations/<int(fixed_digits=6):number>/card", methods=["GET", "POST"])
@needs("registrations.settings")
def read_card(forum: Forum, number: int) -> ResponseReturnValue:
    """The whole number of one identity card, to who says why; it stands on the answer alone."""
    registration = one_or_404(queries.with_card(forum.id, number))
    form, shown = ReasonForm(), ""
    sent = form.validate_on_submit()
    if sent:
        reason = form.reason.data
        with unit_of_work():
            rule_actions.read_card(registration, reason=reason, by=g.user)
        shown = identity_card.opened(registration.cin_sealed)
    page = render_template(
        "registrations/card.html", forum=forum, form=form, registration=registration, shown=shown
    )
    return page, 422 if form.errors else 200


def _page(forum: Forum, form: RulesForm, **more: Any) -> str:
    return render_template(
        "registrations/rules.html",
        forum=forum,
        form=form,
        rules=rules.of(forum.id),
        told=notices.told(forum),
        texts=rule_texts.TEXTS,
        **more,
    )


def _preview(forum: Forum, form: RulesForm) -> list[dict[str, Any]]:
    """Both texts in each language: about the newest registration, or with what would stand where for who may
    not see people, or where there is none yet.
    """
    kind = rule_texts.TEXTS["after"]
    newest = kind.latest(forum.id) if may(kind.seen_by) and form.after.data else None
    if newest is not None:
        with observe() as session:
            audit.record("registration_rules.previewed", forum, by=g.user, session=session, record=newest)
    named = isolate(db.session.get_one(Registration, newest).name.said()) if newest else ""
    made = []
    for which, of in rule_texts.TEXTS.items():
        for locale in sorted(form[which].data, key=lambda one: one != current()):
            if locale not in locales():
                continue
            with using(locale):
                text = Translated({locale: form[which].data[locale]})
                facts = rule_texts.sample(which, forum, newest)
                page = rule_texts.filled(which, text, facts)
            who = _("With the data of: %(name)s", name=named) if which == "after" and named else ""
            made.append({"label": of.label, "locale": locale, "page": page, "who": who})
    return made
