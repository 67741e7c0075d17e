"""The pages on which one registers: the choice of category, the form, that it is closed or known already."""

from datetime import datetime

from flask import render_template, url_for
from werkzeug.datastructures import MultiDict

from app.forums.models import Forum
from app.forums.public_rules import is_over
from app.platform.clock import local
from app.platform.errors import Refusal
from app.platform.i18n import day, hour
from app.registrations import choosing, entry_links, mail_slips, public_block, rule_texts, seats
from app.registrations.choosing import Choosable
from app.registrations.entry_links import Entered
from app.registrations.whole_form import WholeForm
from app.registrations.words import Covers, Entry


def choice(forum: Forum, listed: list[Choosable]) -> str:
    """As what one comes."""
    return render_template(
        "registrations/choose.html", forum=forum, listed=listed, opening=public_block.opens
    )


def closed(forum: Forum, listed: list[Choosable]) -> str:
    """That nobody registers now, and when one will."""
    hours = [one.opens_at for one in listed if one.opens_at]
    over = is_over(forum) or forum.state == "under_way" or (forum.state == "open" and not hours)
    opens_at: datetime | None = None if over else min(hours, default=None)
    return render_template(
        "registrations/closed.html", forum=forum, over=over, opens_at=opens_at, opening=public_block.opens
    )


def known(forum: Forum, *, by_card: bool) -> str:
    """That this person, or this identity card, is registered; what that registration says, and whether it has
    an e-mail, is told by a letter alone.
    """
    return render_template("registrations/known.html", forum=forum, by_card=by_card)


def form(
    forum: Forum,
    whole: WholeForm,
    listed: list[Choosable],
    *,
    link: str = "",
    entered: Entered | None = None,
    refusal: Refusal | None = None,
    to_choose: bool = False,
    fresh: bool = False,
    kept_until: datetime | None = None,
) -> str:
    """The form with what was typed. `to_choose`: the category is chosen in it; `fresh`: nothing was typed,
    so that what the device kept may be put in.
    """
    whole.person.offer(listed)
    full = refusal.covers if isinstance(refusal, seats.Full) else None
    waits = full in (Covers.EVENT, Covers.CATEGORY) or (full is None and _is_full(whole, listed, entered))
    return render_template(
        "registrations/register.html",
        forum=forum,
        whole=whole,
        form=whole.person,
        listed=listed,
        link=link,
        delegation=entered.delegation if entered else None,
        refusal=refusal,
        may_wait=waits,
        other_workshop=full is Covers.WORKSHOP,
        turned=whole.person.turned,
        choosing=to_choose,
        fresh=fresh,
        kept_until=kept_until and (day(local(kept_until).date()), hour(kept_until)),
        intro=rule_texts.intro(forum) if fresh else "",
        notice_words=whole.notice.told,
        meant=mail_slips.suggestion(whole.person.email.data or ""),
        action=url_for("registrations.register", forum=forum, link=link or None),
        steps=[name for name in ("who", "contact", "what", "send") if name != "what" or whole.asks_what],
    )


def resumed(
    forum: Forum, typed: MultiDict[str, str], entry: str | None, until: datetime | None = None
) -> str:
    """The form with what a draft holds, its category to be chosen anew where it is open no longer."""
    entered = entry_links.opened(forum, entry) if entry else None
    listed = choosing.listed(forum, entered)
    open_now = [one.category for one in listed if one.opens_at is None]
    if not open_now:
        return closed(forum, listed)
    wanted = typed.get("category", "")
    found = next((one for one in open_now if str(one.id) == wanted), None)
    whole = WholeForm(forum, found or open_now[0], typed)
    unsure = found is None and len(open_now) > 1
    return form(forum, whole, listed, link=entry or "", entered=entered, to_choose=unsure, kept_until=until)


def _is_full(whole: WholeForm, listed: list[Choosable], entered: Entered | None) -> bool:
    """Whether who sends the form now would wait. Nobody waits for a delegation, or before an approval."""
    if whole.chosen.entry is Entry.APPROVAL or (entered and entered.delegation):
        return False
    return any(one.is_full for one in listed if one.category.id == whole.chosen.id)
