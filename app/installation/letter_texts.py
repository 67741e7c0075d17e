"""The pages where the texts of letters are written, for one event or for the installation."""

from typing import Any

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.doors import may
from app.audit import actions as audit
from app.audit.latest import overtaken
from app.installation import correspondence
from app.installation.message_forms import TextForm
from app.installation.outbox import Outbox
from app.platform import letters, mail_slots
from app.platform.db import observe, unit_of_work
from app.platform.errors import NotFound, Overtaken
from app.platform.i18n import _, current, lazy, locales, using
from app.platform.letters import Origin, Rows
from app.platform.mail_message import paragraphs
from app.platform.mail_rows import MailTemplate

ORIGIN_WORDS = {
    Origin.OURS: lazy("standard text"),
    Origin.INSTALLATION: lazy("text of the administration"),
    Origin.FORUM: lazy("text of this event"),
}


def index(box: Outbox) -> str:
    """The kinds of letters, and in which languages somebody wrote their own text."""
    held = letters.in_force(box.forum_id)
    rows = [(kind, _origins(kind, held)) for kind in letters.kinds(of_forum=box.forum is not None)]
    return render_template("outbox/texts.html", box=box, rows=rows, origin_words=ORIGIN_WORDS)


def edit(box: Outbox, name: str) -> ResponseReturnValue:
    """Write a text; with the button for it, look at it first."""
    kind = _kind(box, name)
    rows = letters.in_force(box.forum_id, kind.name)
    form = _form(kind, box, rows)
    sent = form.validate_on_submit()
    if not sent or "preview" in request.form:
        preview = _preview(kind, box, rows, form) if sent else []
        return _page(kind, box, rows, form, preview=preview), 422 if form.errors else 200
    try:
        with unit_of_work():
            correspondence.write(
                kind,
                box.forum_id,
                subject=form.subject.data,
                body=form.body.data,
                version=form.version.data,
                by=g.user,
            )
    except Overtaken as refusal:
        rows = letters.in_force(box.forum_id, kind.name)
        row, theirs = _row(box, rows), _form(kind, box, rows, formdata=None)
        ahead = overtaken(form, theirs, *filter(None, [row]), refusal=refusal, by=g.user)
        return _page(kind, box, rows, form, **ahead), 409
    flash(_("Saved."))
    return redirect(box.url("texts"), 303)


def reset(box: Outbox, name: str) -> ResponseReturnValue:
    """Ask, then go back to the standard text."""
    kind = _kind(box, name)
    if request.method != "POST":
        return render_template(
            "ui/confirm.html",
            heading=_("Back to the standard text"),
            text=_("What was written here for “%(kind)s” is removed, in every language.", kind=kind.label),
            submit=_("Yes, take the standard text"),
            back_url=box.url("edit_text", text_kind=kind.name),
        )
    with unit_of_work():
        correspondence.reset(kind, box.forum_id, by=g.user)
    flash(_("The standard text is in use again."))
    return redirect(box.url("texts"), 303)


def _kind(box: Outbox, name: str) -> letters.Kind:
    kind = letters.known(name)
    if kind is None or (box.forum is not None and not kind.of_forum):
        raise NotFound()
    return kind


def _row(box: Outbox, rows: Rows) -> MailTemplate | None:
    return next((one for one in rows if one.forum_id == box.forum_id), None)


def _origins(kind: letters.Kind, rows: Rows) -> list[tuple[str, Origin]]:
    held = [(locale, letters.text(kind, rows, locale).origins) for locale in locales()]
    return [(locale, max(origins.values(), key=list(Origin).index)) for locale, origins in held]


def _form(kind: letters.Kind, box: Outbox, rows: Rows, **more: Any) -> TextForm:
    """The texts in force, ready to be changed."""
    held = {locale: letters.text(kind, rows, locale) for locale in locales()}
    row = _row(box, rows)
    return TextForm(
        kind=kind,
        data={
            "subject": {locale: text.subject for locale, text in held.items()},
            "body": {locale: text.body for locale, text in held.items()},
            "version": row.version if row else 0,
        },
        **more,
    )


def _preview(kind: letters.Kind, box: Outbox, rows: Rows, form: TextForm) -> list[dict[str, Any]]:
    """The letter about the newest record, in each language, as its reader would see it.

    Who may not read that record sees what would stand where.
    """
    newest = kind.latest(box.forum_id) if may(kind.seen_by) else None
    if newest is not None:
        with observe() as session:
            audit.record(
                "letter.previewed", box.of, by=g.user, session=session, kind=kind.name, record=newest
            )
    standard = letters.standard(box.forum_id, rows)
    made = []
    for locale in sorted(locales(), key=lambda one: one != current()):
        usual = letters.text(kind, standard, locale)
        with using(locale):
            values = letters.sample(kind) if newest is None else kind.facts(newest)
            text = letters.body_text(kind, form.body.data.get(locale) or usual.body, values)
            shown = mail_slots.as_shown(mail_slots.stored(text, kind.name))
        subject = letters.subject_line(form.subject.data.get(locale) or usual.subject, values)
        made.append({"locale": locale, "subject": subject, "text": shown, "page": paragraphs(shown)})
    return made


def _page(kind: letters.Kind, box: Outbox, rows: Rows, form: TextForm, **more: Any) -> str:
    return render_template(
        "outbox/text.html",
        box=box,
        kind=kind,
        form=form,
        written=_row(box, rows) is not None,
        origins=_origins(kind, rows),
        origin_words=ORIGIN_WORDS,
        **more,
    )
