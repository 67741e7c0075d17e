"""An event in the archive is read, not changed: refused here, for every page of its office."""

from flask import current_app, request

from app.accounts import queries, sign_ins
from app.accounts.access import PERMISSIONS, allowed
from app.forums.lifecycle import State
from app.forums.models import Forum
from app.platform.db import SAFE
from app.platform.errors import Conflict
from app.platform.i18n import lazy

# What leaves the archive, and what makes another event.
_ALLOWED = frozenset({"forums.move", "copying.copy"})


def refuse_changes() -> None:
    """Raise Conflict before a view that would change an archived event. Who may not open that view is
    answered by its door, and learns nothing here.
    """
    forum = (request.view_args or {}).get("forum")
    if not isinstance(forum, Forum) or forum.state is not State.ARCHIVED or request.method in SAFE:
        return
    door = getattr(current_app.view_functions.get(request.endpoint or ""), "door", "")
    if request.endpoint in _ALLOWED or door not in PERMISSIONS:
        return
    user = sign_ins.whoever()
    if user and allowed(queries.among(queries.memberships(user.id), forum.id), door):
        raise Conflict(
            lazy(
                "This event is in the archive: it can be read, not changed. Take it out of the archive first."
            )
        )
