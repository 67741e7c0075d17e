"""Builders of what an organiser sets about places: delegations, workshops; see make.py. All commit."""

from typing import Any

from app.forums.models import Forum
from app.platform.db import one_or_404, unit_of_work
from app.platform.text import Translated
from app.programme.models import Session
from app.registrations import delegation_actions, delegation_queries, workshop_actions
from app.registrations.models import Category, Delegation, Workshop


def delegation(of: Forum, category: Category, places: int = 10, **values: Any) -> Delegation:
    """An institution that is in no directory, with its places and its category."""
    filled = {
        "name": Translated(ar="جامعة النموذج", fr="Université modèle"),
        "organisation_id": None,
        "category_id": category.id,
        "places": places,
        "names_until": None,
    }
    with unit_of_work():
        key = delegation_actions.add(of, filled | values, by=None).id
    mine = delegation_queries.delegations(of.id).where(Delegation.id == key)
    found: Delegation = one_or_404(mine)
    return found


def workshop(of: Forum, session: Session, places: int = 10) -> Workshop:
    """A session that asks for registration and is released, offered."""
    with unit_of_work():
        return workshop_actions.offer(of, session.ref, places, by=None)
