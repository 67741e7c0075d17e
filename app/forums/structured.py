"""An event in the words of schema.org, which search engines read."""

from typing import Any

from flask import current_app, url_for

from app.forums import share
from app.forums.models import Forum, PartnerRole
from app.people.regions import REGIONS
from app.platform import operator
from app.platform.i18n import current

VOCABULARY = "https://schema.org"


def event(forum: Forum) -> list[dict[str, Any]]:
    """The event and the way to its page; without a date the way alone, since no event lacks one there. What
    else is not known is left out, as the vocabulary allows.
    """
    base = current_app.config["SETTINGS"].base_url
    here = base + url_for("forums.show", forum=forum)
    if forum.starts_on is None:
        return [_crumbs(base, here, forum)]
    facts: dict[str, Any] = {
        "@context": VOCABULARY,
        "@type": "Event",
        "@id": here,
        "url": here,
        "name": forum.name.said(),
        "description": forum.motto.said() or forum.about.said(),
        "inLanguage": current(),
        "image": base + share.address(forum),
        "startDate": forum.starts_on.isoformat(),
        "endDate": forum.ends_on.isoformat() if forum.ends_on else None,
        "eventStatus": f"{VOCABULARY}/EventScheduled",
        "eventAttendanceMode": f"{VOCABULARY}/OfflineEventAttendanceMode",
        "location": _place(forum),
        "organizer": [
            {"@type": "Organization", "name": partner.organisation.name.said()}
            for partner in forum.partners
            if partner.role is PartnerRole.ORGANISER
        ],
        "superEvent": {"@type": "EventSeries", "name": forum.series.name.said()} if forum.series else None,
    }
    return [{name: value for name, value in facts.items() if value}, _crumbs(base, here, forum)]


def _place(forum: Forum) -> dict[str, Any] | None:
    if not forum.city and not forum.venue:
        return None
    address = {
        "@type": "PostalAddress",
        "streetAddress": forum.address.said(),
        "addressLocality": forum.city.said(),
        "addressRegion": REGIONS[forum.region][current()] if forum.region else "",
        "addressCountry": "MA",
    }
    point = {"@type": "GeoCoordinates", "latitude": forum.latitude, "longitude": forum.longitude}
    return {
        "@type": "Place",
        "name": forum.venue.said() or forum.city.said(),
        "address": {name: value for name, value in address.items() if value},
        **({"geo": point} if forum.latitude is not None and forum.longitude is not None else {}),
    }


def _crumbs(base: str, here: str, forum: Forum) -> dict[str, Any]:
    steps = [(operator.site_name().said(), base + url_for("site.home")), (forum.name.said(), here)]
    return {
        "@context": VOCABULARY,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": address}
            for place, (name, address) in enumerate(steps, start=1)
        ],
    }
