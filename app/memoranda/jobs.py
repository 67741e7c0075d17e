"""The one-page bilingual summary of an agreement, set in the background: it takes about a second."""

import sqlalchemy as sa
from flask import render_template

from app.forums.models import Forum
from app.memoranda import queries
from app.memoranda.actions import SUMMARY
from app.memoranda.models import KIND_WORDS, STATE_WORDS, Agreement, State
from app.platform import documents, operator, storage
from app.platform.db import db, unit_of_work
from app.platform.i18n import _, day, lazy, using
from app.platform.jobs import job

Line = tuple[str, list[str]]


@job(SUMMARY, label=lazy("Summary of an agreement"))
def set_summary(agreement_id: int) -> None:
    """Set the summary of the record as it stands, and put it in place of the earlier one."""
    found = db.session.get(Agreement, agreement_id)
    if found is None:  # removed since: nothing to set
        return
    forum = db.session.get_one(Forum, found.forum_id)
    agreement = db.session.scalars(queries.agreement(forum.id, found.ref)).one()
    drawn, earlier = agreement.version, agreement.summary_key
    arms = operator.arms()
    pdf = documents.pdf(
        page(agreement, forum, with_arms=bool(arms)),
        lang="ar",
        title=agreement.title.said("ar"),
        pictures={"arms": arms} if arms else {},
    )
    stored = storage.put(pdf, suffix=".pdf")
    with unit_of_work():
        # Not through the row: a summary is no change of the record, and of two the later version stays.
        placed = db.session.scalar(
            sa.update(Agreement)
            .where(Agreement.id == agreement_id, Agreement.version == drawn)
            .values(summary_key=stored.key)
            .returning(Agreement.id)
            .execution_options(synchronize_session=False)
        )
        if placed and earlier:
            storage.delete_after_commit(earlier)
    if placed is None:  # changed while it was drawn: the change has a job of its own
        storage.delete(stored.key)


def page(agreement: Agreement, forum: Forum, *, with_arms: bool = False) -> str:
    """The body of the summary: French on the left, Arabic on the right, line by line."""
    sides: dict[str, list[Line]] = {}
    for locale in ("fr", "ar"):
        with using(locale):
            sides[locale] = _lines(agreement, forum)
    return render_template(
        "documents/agreement.html",
        agreement=agreement,
        forum=forum,
        operator=operator.held(),
        names=operator.site_name(),
        arms=with_arms,
        draft=agreement.state is State.DRAFT,
        titles={locale: agreement.title.said(locale) for locale in sides},
        pairs=list(zip(sides["fr"], sides["ar"], strict=True)),
    )


def _lines(agreement: Agreement, forum: Forum) -> list[Line]:
    """Label and text of each line, in the language in force."""
    unknown = _("not in the source") if agreement.sources else _("not stated")
    lines: list[Line] = [
        (_("Kind of document"), [str(KIND_WORDS[agreement.kind])]),
        (_("Signed at the event"), [forum.name.said()]),
        (_("Place of signature"), [agreement.place.said() or unknown]),
        (_("Date of signature"), [day(agreement.signed_on) if agreement.signed_on else unknown]),
        (_("State"), [str(STATE_WORDS[agreement.state])]),
    ]
    for number, party in enumerate(agreement.parties, start=1):
        signs = [_signs(one.name.said(), one.capacity.said()) for one in party.signatories]
        lines.append((_("Party %(number)d", number=number), [party.name.said(), *(signs or [unknown])]))
    if agreement.note:
        lines.append((_("Note"), [agreement.note.said()]))
    return lines


def _signs(name: str, capacity: str) -> str:
    return _("%(first)s, %(second)s", first=name, second=capacity) if capacity else name
