"""Reading the directory."""

import sqlalchemy as sa

from app.people.models import Organisation
from app.platform import i18n


def organisations() -> sa.Select[Organisation]:
    """All organisations in the reader's order."""
    return (
        sa.select(Organisation)
        .where(Organisation.merged_into_id.is_(None))
        .order_by(Organisation.sort_ar if i18n.current() == "ar" else Organisation.sort_fr)
    )
