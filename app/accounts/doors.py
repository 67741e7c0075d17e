"""The door of every view: `@public`, `@signed_in` or `@needs("…")`.

Nobody → the sign-in page. Signed in but not of this forum → 404, so that a stranger learns nothing. Of the
forum without the permission → 403.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import abort, g, redirect, request, url_for
from flask_login import current_user

from app.accounts import queries
from app.accounts.access import PERMISSIONS, allowed
from app.accounts.models import User

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Anybody, without reading who: such a page may be kept in a cache."""
    view.door = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Whoever has an account."""
    return _guard(view, "signed in", lambda _forum: None)


def needs(permission: str) -> Callable[[View], View]:
    """Whoever holds `permission` in the forum of the address; anywhere, when the address names none."""
    if permission not in PERMISSIONS:
        raise KeyError(permission)

    def check(forum: Any) -> None:
        roles = queries.roles_in(g.user.id, forum.id if forum else None)
        if not roles:
            abort(404)
        if not allowed(roles, permission):
            abort(403)
        g.roles = roles

    return lambda view: _guard(view, permission, check)


def may(permission: str) -> bool:
    """Whether the person who asks holds `permission` where the page stands. For templates."""
    return allowed(g.get("roles", frozenset()), permission)


def _guard(view: View, door: str, check: Callable[[Any], None]) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        user = current_user._get_current_object()
        if not isinstance(user, User):
            return _to_sign_in()
        g.user, g.private = user, True
        if "forum" in kwargs and kwargs["forum"] is None:
            abort(404)
        check(kwargs.get("forum"))
        return view(*args, **kwargs)

    guarded.door = door  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def _to_sign_in() -> Any:
    if request.headers.get("HX-Request"):
        # A part of a page is no place for the sign-in form: the whole page goes there.
        return "", 401, {"HX-Redirect": url_for("accounts.sign_in")}
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=wanted), 303)
