"""The list of addresses whose letters come back, of one event or of the installation, and its lifting."""

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts import ports
from app.audit import actions as audit
from app.installation import closed_addresses, correspondence
from app.installation.message_forms import AddressForm
from app.installation.outbox import Outbox
from app.platform import mail_outbox
from app.platform.db import db, observe, one_or_404, unit_of_work
from app.platform.i18n import _
from app.platform.mail_rows import MailBounce
from app.ui.listing import PAGE, asked_page, one_page


def index(box: Outbox, form: AddressForm | None = None) -> str:
    """The addresses, a page at a time; with the form that adds one, where there is one."""
    query, page = request.args.get("q", ""), asked_page()
    closed = closed_addresses.stopped(box.forum_id)
    found = mail_outbox.stopped(box.forum_id, query, closed=closed)
    rows = db.session.scalars(one_page(found, page)).all()
    of_events = frozenset(row.forum_id for row in rows if row.forum_id is not None)
    events = ports.events(of_events) if box.forum is None else {}
    with observe() as session:
        audit.record("addresses.read", box.of, by=g.user, session=session, page=page)
    return render_template(
        "outbox/addresses.html",
        box=box,
        form=form,
        rows=rows[:PAGE],
        closed=closed,
        more=len(rows) > PAGE,
        page=page,
        query=query,
        events=events,
    )


def lift(box: Outbox, address_id: int) -> ResponseReturnValue:
    """Let letters go to an address again; an event lifts what was stopped in it alone."""
    with unit_of_work():
        row = one_or_404(mail_outbox.stopped(box.forum_id).where(MailBounce.id == address_id))
        correspondence.lift(row, by=g.user)
    flash(_("Letters go to this address again. Those that failed meanwhile can be sent again."))
    return redirect(box.url("addresses"), 303)
