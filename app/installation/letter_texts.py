"""The pages where the texts of letters are written, for one event or for the installation."""

from typing import Any

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.installation import correspondence
from app.installation.message_forms import TextForm
from app.installation.outbox import Outbox
from app.platform import letters, mail_slots
from app.platform.db import db, unit_of_work
from app.platform.errors import Conflict, NotFound
from app.platform.i18n import _, current, lazy, locales, using
from app.platform.letters import Origin
from app.platform.mail_message import paragraphs
from app.platform.mail_rows import MailTemplate

ORIGIN_WORDS = {
    Origin.OURS: lazy("standard text"),
    Origin.INSTALLATION: lazy("text of the administration"),
    Origin.FORUM: lazy("text of this event"),
}


def index(box: Outbox) -> str:
    """The kinds of letters, and in which languages somebody wrote their own text."""
    of_forum = box.forum is not None
    rows = [
        (kind, [(locale, _origin(kind, box, locale)) for locale in locales()])
        for kind in letters.kinds(of_forum=of_forum)
    ]
    return render_template("outbox/texts.html", box=box, rows=rows, origin_words=ORIGIN_WORDS)


def edit(box: Outbox, name: str) -> ResponseReturnValue:
    """Write a text; with the button for it, look at it first."""
    kind = _kind(box, name)
    form = _form(kind, box)
    sent = form.validate_on_submit()
    if not sent or "preview" in request.form:
        preview = _preview(kind, box, form) if sent else []
        return _page(kind, box, form, preview=preview), 422 if form.errors else 200
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
    except Conflict as refusal:
        theirs = _form(kind, box, formdata=None)
        form.version.data = theirs.version.data
        return _page(kind, box, form, theirs=theirs, refusal=refusal.message), 409
    flash(_("Saved."))
    return redirect(box.url("texts"), 303)


def reset(box: Outbox, name: str) -> ResponseReturnValue:
    """Ask, then go back to the standard text."""
    kind = _kind(box, name)
    if request.method == "GET":
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


def _row(kind: letters.Kind, box: Outbox) -> MailTemplate | None:
    found: MailTemplate | None = db.session.scalar(letters.row(kind, box.forum_id))
    return found


def _origin(kind: letters.Kind, box: Outbox, locale: str) -> Origin:
    origins = letters.text(kind, box.forum_id, locale).origins
    return max(origins.values(), key=list(Origin).index)


def _form(kind: letters.Kind, box: Outbox, **more: Any) -> TextForm:
    """The texts in force, ready to be changed."""
    held = {locale: letters.text(kind, box.forum_id, locale) for locale in locales()}
    row = _row(kind, box)
    return TextForm(
        kind=kind,
        data={
            "subject": {locale: text.subject for locale, text in held.items()},
            "body": {locale: text.body for locale, text in held.items()},
            "version": row.version if row else 0,
        },
        **more,
    )


def _preview(kind: letters.Kind, box: Outbox, form: TextForm) -> list[dict[str, Any]]:
    """The letter about the newest record, in each language, as its reader would see it."""
    newest = kind.latest(box.forum_id)
    made = []
    for locale in sorted(locales(), key=lambda one: one != current()):
        usual = letters.standard(kind, box.forum_id, locale)
        with using(locale):
            values = letters.sample(kind) if newest is None else kind.facts(newest)
            text = letters.body_text(kind, form.body.data.get(locale) or usual.body, values)
            shown = mail_slots.as_shown(text)
        subject = letters.subject_line(form.subject.data.get(locale) or usual.subject, values)
        made.append({"locale": locale, "subject": subject, "text": shown, "page": paragraphs(shown)})
    return made


def _page(kind: letters.Kind, box: Outbox, form: TextForm, **more: Any) -> str:
    return render_template(
        "outbox/text.html",
        box=box,
        kind=kind,
        form=form,
        written=_row(kind, box) is not None,
        origins=[(locale, _origin(kind, box, locale)) for locale in locales()],
        origin_words=ORIGIN_WORDS,
        **more,
    )
