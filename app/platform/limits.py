"""Limits on attempts: generous for an address on the network, strict for an account.

Many people share one address (a town hall, a phone network), so its limit only stops a flood: each process
counts its share, or Redis counts for all (LIMITS_URL). What guards an account (its password, its codes) are
rows: they hold whatever the number of processes, and a restart does not forget them.
"""

import hashlib
import logging
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from importlib.util import find_spec
from math import ceil
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from flask import Flask, current_app, request
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import RateLimiter, SlidingWindowCounterRateLimiter
from sqlalchemy.dialects import postgresql, sqlite
from werkzeug.exceptions import TooManyRequests

from app.platform import jobs
from app.platform.clock import now
from app.platform.db import db, observe, unit_of_work
from app.platform.errors import Refusal
from app.platform.i18n import lazy
from app.platform.limits_rows import Attempts
from config import BadSetting

log = logging.getLogger(__name__)


View = TypeVar("View", bound=Callable[..., Any])


class TooMany(Refusal):
    """Tried too often; it opens again by itself."""

    status = 429


def per_address(rule: str, *, reading: bool = False) -> Callable[[View], View]:
    """Answer 429 to an unsafe request of a network address that has used up `rule` ("60 per 5 minutes").

    Reading is limited only where `reading` says so, as for a search. The count is of this view alone.
    """
    item: RateLimitItem = parse(rule)

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            limiter = current_app.extensions["limits"]
            if limiter and (reading or request.method not in ("GET", "HEAD", "OPTIONS")):
                _count(limiter, item)
            return view(*args, **kwargs)

        return cast(View, guarded)

    return guard


def _count(limiter: RateLimiter, item: RateLimitItem) -> None:
    asked = (request.endpoint or "", request.remote_addr or "")
    try:
        if limiter.hit(item, *asked):
            return
        opens_at = limiter.get_window_stats(item, *asked).reset_time
    except StorageError:
        # This limit only stops a flood: a counter that is down must not close the platform to everybody.
        log.exception("The attempts of network addresses cannot be counted.")
        return
    raise TooManyRequests(retry_after=max(1, ceil(opens_at - now().timestamp())))


def take(kind: str, who: str, *, most: int, within: timedelta) -> bool:
    """Count one attempt by `who` at `kind`, before it is made; False when `most` were made `within`.

    The database decides, so that many processes at once let no more through. In a transaction of its own:
    an attempt counts even when what follows is rolled back.
    """
    with observe() as session:
        return session.scalar(_claim(kind, who, most, within)) is not None


def spend(kind: str, who: str, *, most: int, within: timedelta) -> bool:
    """As `take`, inside the open unit of work: what is rolled back was not spent."""
    return db.session.scalar(_claim(kind, who, most, within)) is not None


def _claim(kind: str, who: str, most: int, within: timedelta) -> sa.Executable:
    """The statement that counts one more, and gives nothing where there are `most`."""
    moment = now()
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    over = Attempts.window_ends_at <= moment
    insert = dialect.insert(Attempts).values(
        key=_key(kind, who), tries=1, window_ends_at=moment + within, created_at=moment
    )
    claim: sa.Executable = insert.on_conflict_do_update(
        index_elements=[Attempts.key],
        set_={
            "tries": sa.case((over, 1), else_=Attempts.tries + 1),
            "window_ends_at": sa.case((over, moment + within), else_=Attempts.window_ends_at),
        },
        where=sa.or_(over, Attempts.tries < most),
    ).returning(Attempts.id)
    return claim


def forgive(kind: str, who: str) -> None:
    """Forget the attempts after a success, inside the open unit of work."""
    db.session.execute(sa.delete(Attempts).where(Attempts.key == _key(kind, who)))


def too_many() -> TooMany:
    """What is said to somebody who has no attempt left."""
    return TooMany(
        lazy("Too many attempts. Nothing was changed. Please wait a quarter of an hour, then try again.")
    )


@jobs.every(3600, "limits.forget", label=lazy("Clearing of the counts of attempts"))
def forget() -> None:
    """Remove the windows that are over, in blocks: whoever signs in waits for none of them long."""
    over = Attempts.window_ends_at <= now()
    while ids := db.session.scalars(sa.select(Attempts.id).where(over).limit(200)).all():
        with unit_of_work():
            db.session.execute(sa.delete(Attempts).where(Attempts.id.in_(ids), over))


def init(app: Flask) -> None:
    """Open the counter named by LIMITS_URL: `memory:`, `redis://…`, or `none:` in tests."""
    url: str = app.config["SETTINGS"].limits_url
    if url.startswith("redis://") and find_spec("redis") is None:
        raise BadSetting("LIMITS_URL redis:// needs the package redis, which is not installed.")
    if url == "none:":
        app.extensions["limits"] = None
        return
    counter = storage_from_string("memory://" if url == "memory:" else url, wrap_exceptions=True)
    app.extensions["limits"] = SlidingWindowCounterRateLimiter(cast(Any, counter))


def _key(kind: str, who: str) -> str:
    return hashlib.sha256(f"{kind}\n{who}".encode()).hexdigest()
