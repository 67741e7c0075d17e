"""What agreements hold about a person: the names of those who sign."""

from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.memoranda.actions import SUMMARY
from app.memoranda.models import Agreement, Party, Signatory, State
from app.people import ports
from app.people.ports import Bears, Record
from app.people.rights_finding import chosen
from app.platform import jobs
from app.platform.db import db
from app.platform.i18n import lazy


def declare() -> None:
    """The signatories: in a draft they go, in what is signed they stay."""
    ports.know(
        Record(
            "signatory",
            lazy("Signatures"),
            chosen(Signatory),
            _told,
            _erase,
            ends=lazy("Removed from an agreement that is not signed yet; another signatory is named there."),
            kept=_signed,
            alike=lambda _subject: db.session.scalars(sa.select(Signatory).order_by(Signatory.id)).all(),
            bears=lambda row: Bears(tuple(row.name.values())),
        )
    )
    ports.nothing_in(
        lazy("It holds the record of an agreement between institutions, which is an archive (law 69-99)."),
        "agreement",
        "party",
        "agreement_scan",
    )


def _agreement(row: Signatory) -> Agreement:
    party = db.session.get_one(Party, row.party_id)
    return db.session.get_one(Agreement, party.agreement_id)


def _signed(row: Signatory) -> Any:
    if _agreement(row).state is not State.SIGNED:
        return ""
    return lazy("A signed agreement is an archive and keeps the names of those who signed (law 69-99).")


def _told(row: Signatory) -> dict[Any, Any]:
    return {
        lazy("Agreement"): _agreement(row).title,
        lazy("Name"): row.name,
        lazy("Capacity"): row.capacity,
    }


def _erase(row: Signatory, _by: User) -> bool:
    agreement = _agreement(row)
    db.session.delete(row)
    jobs.later(SUMMARY, agreement_id=agreement.id)
    return True
