"""Once a day the head of the chain leaves the database: who cuts the chain there cannot cut it elsewhere."""

import logging
from datetime import timedelta

import sqlalchemy as sa

from app.audit import ports
from app.audit.chain import chain_after, head
from app.audit.models import ChainLink
from app.platform import jobs
from app.platform.clock import now
from app.platform.db import db
from app.platform.i18n import lazy

log = logging.getLogger(__name__)


@jobs.every(24 * 3600, "audit.head", label=lazy("Daily seal of the log"))
def tell_head() -> None:
    """Chain whatever is left, wherever it stands; then tell the head."""
    chain_after(0)
    position, hash_ = head()
    if not position:
        return
    log.info("The log holds %d chained operations; the hash of the last is %s.", position, hash_)
    since = sa.select(sa.func.count()).where(ChainLink.created_at > now() - timedelta(days=1))
    found = ports.Head(position, hash_, db.session.scalar(since) or 0)
    for somebody in ports.heads:
        somebody(found)
