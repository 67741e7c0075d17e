"""The door of every view: `@public`, `@signed_in`, `@own_account` or `@needs("…")`.

Nobody → the sign-in page. Signed in but not of this forum → 404, so that a stranger learns nothing. Of the
forum without the permission → 403. Whose role asks for a second factor and who came without → the page that
sets it up; only the pages of one's own account open before.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import abort, g, redirect, request, url_for

from app.accounts import queries, second_factor, sign_ins
from app.accounts.access import PERMISSIONS, allowed

View = TypeVar("View", bound=Callable[..., Any])
# What is asked once a permission was found, by name: it raises what refuses the page.
behind: dict[str, Callable[[], None]] = {}


def public(view: View) -> View:
    """Anybody, without reading who: such a page may be kept in a cache."""
    view.door = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Whoever has an account."""
    return _guard(view, "signed in", lambda _forum: None)


def own_account(view: View) -> View:
    """Whoever has an account, also before the second factor that their role asks for is set up."""
    return _guard(view, "own account", lambda _forum: None, strong=False)


def fresh(view: View) -> View:
    """Under a door: who has not proved who they are for a quarter of an hour does so first.

    What was typed into the page that opened then is taken for an hour; later it is asked again, and lost.
    """

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        within = sign_ins.SENT_WITHIN if request.method == "POST" else sign_ins.FRESH
        if not sign_ins.is_fresh(g.sign_in, within):
            return redirect(url_for("accounts.confirm", next=_page_here()), 303)
        return view(*args, **kwargs)

    return guarded  # type: ignore[return-value]


def needs(permission: str) -> Callable[[View], View]:
    """Whoever holds `permission` in the forum of the address; anywhere, when the address names none."""
    if permission not in PERMISSIONS:
        raise KeyError(permission)

    def check(forum: Any) -> None:
        roles = queries.among(g.memberships, forum.id if forum else None)
        if not roles:
            abort(404)
        if not allowed(roles, permission):
            abort(403)
        g.roles = roles
        for ask in behind.values():
            ask()

    return lambda view: _guard(view, permission, check)


def may(permission: str) -> bool:
    """Whether the person who asks holds `permission` where the page stands. For templates."""
    return allowed(g.get("roles", frozenset()), permission)


def must_add_second_factor() -> bool:
    """Whether a role of the person who asks wants a second factor, and this sign-in showed none."""
    return second_factor.asked_of(g.memberships) and not g.sign_in.strong


def _guard(view: View, door: str, check: Callable[[Any], None], *, strong: bool = True) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        user = sign_ins.whoever()
        if user is None:
            return _to("accounts.sign_in", next=_wanted())
        g.user, g.private = user, True
        g.memberships = queries.memberships(user.id)
        if strong and must_add_second_factor():
            return _to("accounts.second_factor")
        if "forum" in kwargs and kwargs["forum"] is None:
            abort(404)
        check(kwargs.get("forum"))
        return view(*args, **kwargs)

    guarded.door = door  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def _wanted() -> str | None:
    return request.full_path.rstrip("?") if request.method != "POST" else None


def _page_here() -> str | None:
    """The page that is asked for, or on which the button stands that was pressed."""
    if request.url_rule and "GET" in (request.url_rule.methods or ()):
        return request.full_path.rstrip("?")
    before = urlsplit(request.referrer or "")
    return before.path if before.netloc == request.host else None


def _to(endpoint: str, **values: Any) -> Any:
    if request.headers.get("HX-Request"):
        # A part of a page is no place for another page: the whole page goes there.
        return "", 401, {"HX-Redirect": url_for(endpoint)}
    return redirect(url_for(endpoint, **values), 303)
