"""A form that was sent: registered, or the page again with what was typed."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.forums.models import Forum
from app.platform import limits
from app.platform.db import db, one_or_404, unit_of_work
from app.platform.errors import Conflict, NotFound, Overtaken, Refusal
from app.platform.i18n import _
from app.registrations import (
    choosing,
    entry_links,
    form_mark,
    letters,
    links,
    marks,
    opening,
    queries,
    register_page,
    registering,
    seats,
)
from app.registrations.entry_links import Entered
from app.registrations.models import Category
from app.registrations.removed import Removed
from app.registrations.whole_form import WholeForm
from app.registrations.words import Covers

# Buttons that send nothing: the list of categories, the form for the one that was chosen.
_DRAWN_AGAIN = ("choose", "show")


def sent(forum: Forum, link: str) -> ResponseReturnValue:
    """Register who was typed, or draw the form again. `link`: that of the address.

    A form that acted before leads to what it made, whatever would be wrong with it now: it took the last
    place of its workshop itself, its file is claimed, its category closed since.
    """
    try:
        entered = entry_links.opened(forum, link) if link else None
    except NotFound:
        return _sent_before(forum) or _what_is_left(forum)
    known = [entered.category] if entered else _public_ones(forum)
    if not known:
        return _sent_before(forum) or (register_page.closed(forum, []), 409)
    typed = request.form.get("category", "")
    category = next((one for one in known if str(one.id) == typed), known[0])
    whole = WholeForm(forum, category)
    page = partial(_page, forum, whole, link, entered)
    if str(category.id) != typed and len(known) > 1:
        whole.person.category.errors = [_("Please choose as what you come.")]
        return _sent_before(forum) or (page(to_choose=True), 422)
    if whole.person.turned or not request.form.keys().isdisjoint(_DRAWN_AGAIN):
        whole.keep_files()
        return _sent_before(forum) or (page(to_choose="choose" in request.form), 200)
    if not whole.validate():
        return _sent_before(forum) or (page(), 422)
    return _registered(forum, whole, entered, page)


def _sent_before(forum: Forum) -> ResponseReturnValue | None:
    """The page of what this form made, when it is sent again; else None. Asked only where it is refused: one
    that is right is asked where it acts.
    """
    found = registering.sent_before(forum, request.form.get("token", ""), form_mark.of_request())
    return redirect(url_for("registrations.mine", link=links.token(found)), 303) if found else None


def _registered(
    forum: Forum, whole: WholeForm, entered: Entered | None, page: Callable[..., str]
) -> ResponseReturnValue:
    try:
        # All that takes time comes first: while places are claimed, the others wait.
        identity, columns, wish = registering.new_identity(), whole.columns(), whole.wish(entered)
        with unit_of_work():
            registration = registering.register(
                forum,
                whole.chosen,
                columns,
                form_token=whole.person.token.data,
                identity=identity,
                wish=wish,
                wait="wait" in request.form,
            )
    except registering.SentAlready as sent:
        registration = one_or_404(queries.by_public_id(sent.public_id))
    except marks.KnownAlready as known:
        return _told_again(forum, known), 409
    except (Removed, Overtaken):
        return _what_is_left(forum)
    except Conflict as refusal:
        whole.person.renew_token()
        return page(refusal=refusal), 409
    return redirect(url_for("registrations.mine", link=links.token(registration)), 303)


def _what_is_left(forum: Forum) -> ResponseReturnValue:
    """The form anew, of what is there now, with what was typed; what was entered by a link that is void goes
    on with what everybody may choose.
    """
    link = (request.view_args or {}).get("link", "")
    try:
        entered = entry_links.opened(forum, link) if link else None
    except NotFound:
        link, entered = "", None
    known = [entered.category] if entered else _public_ones(forum)
    if not known:
        return register_page.closed(forum, []), 409
    typed = request.form.get("category", "")
    found = next((one for one in known if str(one.id) == typed), None)
    whole = WholeForm(forum, found or known[0])
    whole.person.renew_token()
    return _page(forum, whole, link, entered, refusal=Removed(), to_choose=found is None), 409


def _page(
    forum: Forum,
    whole: WholeForm,
    link: str,
    entered: Entered | None,
    *,
    refusal: Refusal | None = None,
    to_choose: bool = False,
) -> str:
    listed = choosing.listed(forum, entered)
    if isinstance(refusal, seats.Full) and refusal.covers is Covers.CATEGORY:
        to_choose = any(not one.is_full and not one.opens_at for one in listed)
    return register_page.form(
        forum, whole, listed, link=link, entered=entered, refusal=refusal, to_choose=to_choose
    )


def _public_ones(forum: Forum) -> list[Category]:
    """What the public knows of, whatever its hours: one that closed meanwhile is told in words."""
    return [one for one in db.session.scalars(queries.categories(forum.id)) if opening.shown(one)]


def _told_again(forum: Forum, known: marks.KnownAlready) -> str:
    if limits.take("registration.again", str(known.registration_id), most=3, within=timedelta(days=1)):
        with unit_of_work():
            letters.again(known.registration_id)
    return register_page.known(forum, by_card=known.by_card)
