"""Which of the ticked registrations an act leaves out, and why."""

from collections import Counter
from typing import Any

import sqlalchemy as sa

from app.platform.db import db
from app.platform.i18n import _, lazy, listing
from app.registrations.deeds import DEEDS, FITS
from app.registrations.models import Registration
from app.registrations.words import STATE_WORDS
from app.ui.listing import Chosen

_ERASED = lazy("Erased at the person’s request")


def counts(ticked: Chosen, deed: str) -> list[tuple[int, str]]:
    """How many are left out for each reason, the most frequent first; in one statement."""
    keys = ticked.select.with_only_columns(Registration.id, maintain_column_froms=True).order_by(None)
    of = DEEDS[deed]
    fits = [FITS[name][0]() for name, _words in of.fits]
    erased = Registration.erased_at.is_not(None)
    by: list[Any] = [Registration.state, erased, *fits]
    found = sa.select(*by, sa.func.count()).where(
        Registration.id.in_(keys), sa.not_(sa.func.coalesce(of.possible(), sa.false()))
    )
    reasons = Counter[str]()
    for state, gone, *suits, count in db.session.execute(found.group_by(*by)):
        unfit = [words for (_name, words), fit in zip(of.fits, suits, strict=True) if not fit]
        words: Any = STATE_WORDS[state] if state not in of.states else unfit[0] if unfit else _ERASED
        reasons[str(_ERASED if gone else words)] += count
    return [(count, reason) for reason, count in reasons.most_common()]


def sentence(ticked: Chosen, deed: str) -> str:
    """Why nothing can be done with any of them."""
    why = listing([f"{reason} ({count})" for count, reason in counts(ticked, deed)])
    return str(_("This cannot be done with any of the ticked rows: %(why)s.", why=why))
