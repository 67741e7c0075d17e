"""From a registration to what stands on its badge."""

from app.badges.formats import Format
from app.badges.layout import BadgeData, Design
from app.forums.models import Forum
from app.platform.i18n import days, lazy_context, using
from app.registrations.models import Category, Registration

FORMATS = {"a6": Format.A6, "cr80": Format.CR80}
PAPER_WORDS = {
    "a6": lazy_context("badge", "A6 sheet"),
    "cr80": lazy_context("badge", "Card (CR80)"),
}


def paper(category: Category) -> str:
    """The paper on which the badges of a category are made, where nobody asks for another."""
    return papers(category)[0]


def papers(category: Category) -> list[str]:
    """All papers, that of the category first."""
    return sorted(FORMATS, key=lambda name: name != category.badge_design)


def design(forum: Forum, format_name: str) -> Design:
    """What all badges of a forum share on this paper. Raises KeyError for a paper we do not know."""
    return Design(
        format=FORMATS[format_name],
        title_ar=forum.name.get("ar", ""),
        title_fr=forum.name.get("fr", ""),
        city_ar=forum.city.get("ar", ""),
        city_fr=forum.city.get("fr", ""),
        dates_ar=_dates(forum, "ar"),
        dates_fr=_dates(forum, "fr"),
        demo=forum.is_fictional,
    )


def badge(registration: Registration) -> BadgeData:
    """One person's badge. Function and organisation stand as typed, in the script they were typed in."""
    arabic = registration.locale == "ar"
    category = registration.category
    return BadgeData(
        number=int(registration.number),
        qr=registration.qr,
        given_ar=registration.given_ar,
        family_ar=registration.family_ar,
        given_fr=registration.given_latin,
        family_fr=registration.family_latin,
        function_ar=registration.function if arabic else "",
        function_fr="" if arabic else registration.function,
        organisation_ar=registration.organisation if arabic else "",
        organisation_fr="" if arabic else registration.organisation,
        category_ar=category.name.get("ar", ""),
        category_fr=category.name.get("fr", ""),
        colour=category.colour,
    )


def _dates(forum: Forum, locale: str) -> str:
    if not forum.starts_on:
        return ""
    with using(locale):
        return days(forum.starts_on, forum.ends_on or forum.starts_on)
