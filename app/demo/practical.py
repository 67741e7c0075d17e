"""What helps people come to the fictional event: its days, whom to ask, its documents."""

import secrets
from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from app.accounts.models import User
from app.demo.scan import Paper
from app.forums.models import Contact, Day, Document, Forum
from app.forums.parts_actions import add
from app.platform.i18n import locales


def publish(forum: Forum, content: Mapping[str, Any], papers: Mapping[str, Paper], *, by: User) -> None:
    """Add days, contacts and documents in the order of the content."""
    for one in content["days"]:
        if forum.starts_on:
            add(forum, Day, _day(one) | {"on": forum.starts_on + timedelta(days=one["day"] - 1)}, by=by)
    for one in content["contacts"]:
        add(forum, Contact, one, by=by)
    for one in content["documents"]:
        add(forum, Document, _document(one, papers[one["key"]]), by=by)


def _day(content: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "opens_at": time.fromisoformat(content["opens_at"]),
        "closes_at": time.fromisoformat(content["closes_at"]),
        "title": content["title"],
    }


def _document(content: Mapping[str, Any], paper: Paper) -> dict[str, Any]:
    return {
        "ref": secrets.token_hex(5),
        "title": content["title"],
        "languages": list(locales()),
        "is_public": content["is_public"],
        "key": paper.stored.key,
        "filename": paper.filename,
        "content_type": "application/pdf",
        "size": paper.stored.size,
        "sha256": paper.stored.sha256,
    }
